#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace crystalline::base {

/// CRC-32C (Castagnoli) of `bytes`, after those whose checksum is `before` (0: none). By the
/// processor's own instruction where it has one, several GB/s. It finds where a file is damaged; it
/// proves nothing against intent, which is Sha256's part.
/// Source: RFC 3720, appendix B.4.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

namespace detail {
/// The portable one, on every machine: the oracle of the fast one.
[[nodiscard]] std::uint32_t crc32c_portable(std::span<const std::byte> bytes, std::uint32_t before);
}  // namespace detail

}  // namespace crystalline::base
