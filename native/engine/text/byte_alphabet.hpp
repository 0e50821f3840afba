#pragma once

#include <array>
#include <cstdint>

// How byte-level vocabularies write bytes as characters: printable ones as themselves, the others
// as U+0100 and on. Source: https://github.com/openai/gpt-2/blob/master/src/encoder.py.
namespace crystalline::text {

[[nodiscard]] constexpr bool stands_for_itself(std::uint32_t byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) ||
         (byte >= 0xAE && byte <= 0xFF);
}

/// The character that stands for each byte.
inline constexpr std::array<std::uint32_t, 256> kCharacterOfByte = [] {
  std::array<std::uint32_t, 256> table{};
  std::uint32_t other = 0x100;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    table[byte] = stands_for_itself(byte) ? byte : other++;
  }
  return table;
}();

/// The byte that a character stands for; -1: none.
[[nodiscard]] constexpr int byte_of_character(std::uint32_t character) {
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    if (kCharacterOfByte[byte] == character) return static_cast<int>(byte);
  }
  return -1;
}

/// The bytes in ascending order of their characters: GPT-2's first 256 tokens.
inline constexpr std::array<std::uint8_t, 256> kBytesInOrder = [] {
  std::array<std::uint8_t, 256> order{};
  std::size_t count = 0;
  for (std::uint32_t character = 0; character < 0x200 && count < 256; ++character) {
    const int byte = byte_of_character(character);
    if (byte >= 0) order[count++] = static_cast<std::uint8_t>(byte);
  }
  return order;
}();

}  // namespace crystalline::text
