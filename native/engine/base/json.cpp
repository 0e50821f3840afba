#include "engine/base/json.hpp"

#include <utility>

#include "engine/base/utf8.hpp"

namespace crystalline::base {
namespace {

/// Recursive descent over a text; every read checks the end.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Json> document() {
    auto value = parse_value(0);
    if (!value) return value;
    skip_space();
    if (at_ != text_.size()) return fail("more text after the value");
    return value;
  }

 private:
  [[nodiscard]] Error fail(std::string what) const {
    return {ErrorCode::kCorrupt, "JSON: " + std::move(what) + " at byte " + std::to_string(at_)};
  }
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  void skip_space() {
    while (more() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool take(char expected) {
    if (!more() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Result<Json> parse_value(int depth) {
    if (depth > kJsonDepth) return fail("nested too deep");
    skip_space();
    if (!more()) return fail("the text ends early");
    switch (text_[at_]) {
      case '{':
        return parse_object(depth);
      case '[':
        return parse_array(depth);
      case '"': {
        auto text = parse_string();
        if (!text) return std::move(text).error();
        return Json{std::move(text).value()};
      }
      default:
        break;
    }
    if (take_word("null")) return Json{nullptr};
    if (take_word("true")) return Json{true};
    if (take_word("false")) return Json{false};
    return parse_number();
  }

  Result<Json> parse_number() {
    const std::size_t start = at_;
    std::uint64_t number = 0;
    while (more() && text_[at_] >= '0' && text_[at_] <= '9') {
      const auto digit = static_cast<std::uint64_t>(text_[at_] - '0');
      if (number > ((std::uint64_t{1} << 63) - 1 - digit) / 10) return fail("number too large");
      number = number * 10 + digit;
      ++at_;
    }
    if (at_ == start) return fail("no value");
    if (at_ - start > 1 && text_[start] == '0') return fail("number with a leading zero");
    if (more() && (text_[at_] == '.' || text_[at_] == 'e' || text_[at_] == 'E')) {
      return fail("number that is no integer");
    }
    return Json{number};
  }

  Result<Json> parse_array(int depth) {
    Json::Array items;
    ++at_;
    skip_space();
    if (take(']')) return Json{std::move(items)};
    do {
      auto item = parse_value(depth + 1);
      if (!item) return item;
      items.push_back(std::move(item).value());
      skip_space();
    } while (take(','));
    if (!take(']')) return fail("array without an end");
    return Json{std::move(items)};
  }

  Result<Json> parse_object(int depth) {
    Json::Object members;
    ++at_;
    skip_space();
    if (take('}')) return Json{std::move(members)};
    do {
      skip_space();
      if (!more() || text_[at_] != '"') return fail("no key");
      auto key = parse_string();
      if (!key) return std::move(key).error();
      skip_space();
      if (!take(':')) return fail("no colon after a key");
      auto item = parse_value(depth + 1);
      if (!item) return item;
      if (!members.try_emplace(std::move(key).value(), std::move(item).value()).second) {
        return fail("key given twice");
      }
      skip_space();
    } while (take(','));
    if (!take('}')) return fail("object without an end");
    return Json{std::move(members)};
  }

  Result<std::string> parse_string() {
    std::string out;
    ++at_;
    while (more()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return out;
      }
      if (c == '\\') {
        if (auto escaped = parse_escape(out); !escaped) return std::move(escaped).error();
        continue;
      }
      const CodePoint point = decode_utf8(text_.substr(at_));
      if (point.bytes == 0) return fail("invalid UTF-8");
      if (point.value < 0x20) return fail("control character in a string");
      out.append(text_, at_, point.bytes);
      at_ += point.bytes;
    }
    return fail("string without an end");
  }

  Result<void> parse_escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (at_ + 1 >= text_.size()) return fail("string without an end");
    if (const auto found = kNames.find(text_[at_ + 1]); found != std::string_view::npos) {
      out.push_back(kMeanings[found]);
      at_ += 2;
      return {};
    }
    std::uint32_t unit = 0;
    if (!take_unit(unit)) return fail("unknown escape");
    if (unit >= 0xD800 && unit < 0xDC00) {
      std::uint32_t second = 0;
      if (!take_unit(second) || second < 0xDC00 || second > 0xDFFF) return fail("lone surrogate");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
    } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
      return fail("lone surrogate");
    }
    append_utf8(out, unit);
    return {};
  }

  /// \uXXXX
  bool take_unit(std::uint32_t& unit) {
    if (text_.size() - at_ < 6 || text_[at_] != '\\' || text_[at_ + 1] != 'u') return false;
    unit = 0;
    for (std::size_t i = 2; i < 6; ++i) {
      const char c = text_[at_ + i];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    at_ += 6;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const Json* Json::member(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

Result<Json> parse_json(std::string_view text) { return Parser(text).document(); }

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20) {
      out.append("\\u00");
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

}  // namespace crystalline::base
