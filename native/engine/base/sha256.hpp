#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace crystalline::base {

/// SHA-256, streaming. With the processor's SHA instructions where it has them, about 1.5 GB/s.
/// Source: FIPS 180-4.
class Sha256 {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  Sha256();
  void update(std::span<const std::byte> bytes);
  void update(std::string_view text);
  /// The digest of everything so far; the object is spent afterwards.
  [[nodiscard]] Digest finish();

 private:
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> block_{};
  std::size_t filled_ = 0;
  std::uint64_t bytes_ = 0;
};

/// Lower-case hexadecimal.
[[nodiscard]] std::string hexadecimal(std::span<const std::uint8_t> bytes);

/// Digest of `bytes` in lower-case hexadecimal.
[[nodiscard]] std::string sha256_hex(std::span<const std::byte> bytes);

namespace detail {
using Compress = void (*)(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count);
/// The portable compression function, on every machine: the oracle of the fast one.
void sha256_compress_portable(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count);
/// The fastest this machine has.
[[nodiscard]] Compress sha256_compress();
}  // namespace detail

}  // namespace crystalline::base
