#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace crystalline::primes {

/// Ones in a word.
[[nodiscard]] constexpr std::uint64_t count_bits(std::uint64_t word) {
  word -= (word >> 1) & 0x5555555555555555;
  word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333);
  word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return (word * 0x0101010101010101) >> 56;
}

/// Ones in all words; by the processor's own instruction where it has one.
[[nodiscard]] std::uint64_t count_bits(std::span<const std::uint64_t> words);

/// Numbers past the last that extract_primes may overwrite.
inline constexpr std::size_t kExtractSlack = 8;

/// Writes the numbers that a sieve's ones stand for (wheel.hpp), ascending; the first word's lowest
/// byte holds the thirty numbers from 30 first_byte. Returns how many; `out` has room for them and
/// the slack.
std::size_t extract_primes(std::span<const std::uint64_t> words, std::uint64_t first_byte,
                           std::uint64_t* out);

}  // namespace crystalline::primes
