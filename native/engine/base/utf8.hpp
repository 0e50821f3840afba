#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crystalline::base {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0: no valid code point starts here
};

/// The code point that `text` (not empty) starts with. Strict: no overlong forms, surrogates or
/// values above U+10FFFF. Source: Unicode 15, table 3-7.
[[nodiscard]] CodePoint decode_utf8(std::string_view text);

/// Appends the UTF-8 form of a code point (a scalar value) to `out`.
void append_utf8(std::string& out, std::uint32_t code_point);

}  // namespace crystalline::base
