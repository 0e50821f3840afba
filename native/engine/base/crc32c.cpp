#include "engine/base/crc32c.hpp"

#include <array>
#include <cstring>

namespace crystalline::base {
namespace {

constexpr std::uint32_t kPolynomial = 0x82f6'3b78;  // bits reversed

constexpr std::array<std::uint32_t, 256> kTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = rest >> 1 ^ (rest & 1 ? kPolynomial : 0);
    table[byte] = rest;
  }
  return table;
}();

#if defined(__x86_64__)
[[gnu::target("sse4.2")]] std::uint32_t crc32c_instruction(std::span<const std::byte> bytes,
                                                           std::uint32_t before) {
  std::uint64_t rest = ~before;
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    rest = __builtin_ia32_crc32di(rest, word);
    at += sizeof(word);
  }
  auto narrow = static_cast<std::uint32_t>(rest);
  for (; left > 0; --left) {
    narrow = __builtin_ia32_crc32qi(narrow, std::to_integer<std::uint8_t>(*at++));
  }
  return ~narrow;
}
#endif

}  // namespace

std::uint32_t detail::crc32c_portable(std::span<const std::byte> bytes, std::uint32_t before) {
  std::uint32_t rest = ~before;
  for (const std::byte byte : bytes) {
    rest = rest >> 8 ^ kTable[(rest ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
  }
  return ~rest;
}

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return crc32c_instruction(bytes, before);
#endif
  return detail::crc32c_portable(bytes, before);
}

}  // namespace crystalline::base
