#pragma once

#include <array>
#include <cstdint>

namespace crystalline::base {

/// Philox4x32-10: a counter-based generator; the same key and counter give the same bits on every
/// machine and thread. A stream is (seed, purpose); a draw is an index. No state, so any draw can
/// be made in any order. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC11.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox4x32(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

/// What a stream of random numbers is for; streams never overlap.
enum class RandomStream : std::uint32_t {
  kInitialisation = 1,
  kBatches = 2,
  kSampling = 3,
  kSplit = 16
};

/// Four random words: draw `index` of stream (seed, stream, substream).
[[nodiscard]] constexpr std::array<std::uint32_t, 4> random_words(std::uint64_t seed,
                                                                  RandomStream stream,
                                                                  std::uint32_t substream,
                                                                  std::uint64_t index) {
  return philox4x32({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                     substream, static_cast<std::uint32_t>(stream)},
                    {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

/// Uniform in [0, 1), 53 bits, from two words.
[[nodiscard]] constexpr double uniform(std::uint32_t high, std::uint32_t low) {
  return static_cast<double>(((std::uint64_t{high} << 32) | low) >> 11) * 0x1p-53;
}

/// Uniform in 0..bound-1 without bias beyond 2^-64 (multiply-shift of 64 bits).
[[nodiscard]] constexpr std::uint64_t uniform_below(std::uint64_t bound, std::uint32_t high,
                                                    std::uint32_t low) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((Wide{(std::uint64_t{high} << 32) | low} * bound) >> 64);
}

}  // namespace crystalline::base
