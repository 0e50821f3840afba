#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::base {

/// A JSON value (RFC 8259), for the headers of safetensors files: numbers are non-negative integers
/// below 2^63, which is all that those carry.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, std::less<>>;
  std::variant<std::nullptr_t, bool, std::uint64_t, std::string, Array, Object> value = nullptr;

  [[nodiscard]] const std::uint64_t* number() const { return std::get_if<std::uint64_t>(&value); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value); }
  /// Member `key` of an object; nullptr: not an object, or none of that name.
  [[nodiscard]] const Json* member(std::string_view key) const;
};

/// Nesting that parse_json accepts.
inline constexpr int kJsonDepth = 16;

/// Parses one JSON value and nothing after it but white space. Refuses (corrupt, with the offset):
/// duplicate keys, invalid UTF-8 or escapes, lone surrogates, control characters in strings,
/// negative, fractional or too large numbers, nesting beyond kJsonDepth. Never recurses deeper than
/// that. Time and memory are linear in the text.
[[nodiscard]] Result<Json> parse_json(std::string_view text);

/// Appends `text` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace crystalline::base
