#pragma once

#include <cstdint>

namespace crystalline::text {

/// What GPT-2's pattern tells apart: \p{L}, \p{N}, \s (White_Space), and the rest.
enum class CharacterClass : std::uint8_t { kOther, kLetter, kNumber, kSpace };

/// Class of a code point; kOther above U+10FFFF. Cost: a table look-up below U+20000, a search
/// above. Source: the Unicode Character Database (unicode_table.hpp says which version).
[[nodiscard]] CharacterClass character_class(std::uint32_t code_point);

}  // namespace crystalline::text
