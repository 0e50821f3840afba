#include "engine/text/tokenizer.hpp"

#include <algorithm>
#include <cassert>

#include "engine/base/utf8.hpp"

namespace crystalline::text {
namespace {

std::string escaped_byte(std::uint8_t byte) {
  const std::uint8_t bytes[] = {byte};
  constexpr std::string_view kDigits = "0123456789abcdef";
  return {'\\', 'x', kDigits[bytes[0] >> 4], kDigits[bytes[0] & 15]};
}

base::Error invalid_byte(std::string_view text, std::size_t offset) {
  const auto byte = static_cast<std::uint8_t>(text[offset]);
  return {base::ErrorCode::kInvalidArgument,
          "The text is not UTF-8: byte " + escaped_byte(byte) + " at offset " +
              std::to_string(offset) + ". Convert it to UTF-8 or use the byte tokenizer."};
}

/// Which of all code points occur in `text`; the offset of the first invalid byte otherwise.
base::Result<std::vector<std::int32_t>> occurring(std::string_view text) {
  std::vector<std::int32_t> seen(0x80, -1);
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text.substr(at));
    if (point.bytes == 0) return invalid_byte(text, at);
    if (point.value >= seen.size()) seen.resize(std::max<std::size_t>(point.value + 1, 0x3000), -1);
    seen[point.value] = 0;
    at += point.bytes;
  }
  return seen;
}

}  // namespace

std::string_view tokenizer_name(TokenizerKind kind) {
  return kind == TokenizerKind::kChar ? "char" : "byte";
}

base::Result<Tokenizer> Tokenizer::build(TokenizerKind kind, std::string_view text) {
  Tokenizer tokenizer(kind);
  if (kind == TokenizerKind::kByte) return tokenizer;
  auto seen = occurring(text);
  if (!seen) return std::move(seen).error();
  tokenizer.ids_ = std::move(seen).value();
  for (std::size_t point = 0; point < tokenizer.ids_.size(); ++point) {
    if (tokenizer.ids_[point] < 0) continue;
    if (tokenizer.code_points_.size() == kMostTokens) {
      return base::Error{base::ErrorCode::kInvalidArgument,
                         "The text has more than 65,536 distinct characters, which is the most a "
                         "vocabulary holds. Use the byte tokenizer."};
    }
    tokenizer.ids_[point] = static_cast<std::int32_t>(tokenizer.code_points_.size());
    tokenizer.code_points_.push_back(static_cast<std::uint32_t>(point));
  }
  return tokenizer;
}

std::size_t Tokenizer::vocabulary() const {
  return kind_ == TokenizerKind::kByte ? 256 : code_points_.size();
}

int Tokenizer::find(std::uint32_t code_point) const {
  return code_point < ids_.size() ? ids_[code_point] : -1;
}

base::Result<Tokens> Tokenizer::encode(std::string_view text) const {
  Tokens tokens;
  tokens.reserve(text.size());
  if (kind_ == TokenizerKind::kByte) {
    for (const char c : text) tokens.push_back(static_cast<std::uint8_t>(c));
    return tokens;
  }
  std::string unknown;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text.substr(at));
    if (point.bytes == 0) return invalid_byte(text, at);
    const int id = find(point.value);
    const std::string_view character = text.substr(at, point.bytes);
    if (id >= 0) {
      tokens.push_back(static_cast<Token>(id));
    } else if (unknown.size() < 40 && unknown.find(character) == std::string::npos) {
      unknown.append(character);
    }
    at += point.bytes;
  }
  if (!unknown.empty()) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "Characters that the corpus does not have: " + unknown};
  }
  return tokens;
}

std::string Tokenizer::decode(std::span<const Token> tokens) const {
  std::string text;
  text.reserve(tokens.size());
  for (const Token token : tokens) {
    if (kind_ == TokenizerKind::kByte) {
      text.push_back(static_cast<char>(token));
    } else {
      base::append_utf8(text, code_point(token));
    }
  }
  return text;
}

std::uint32_t Tokenizer::code_point(Token token) const {
  assert(token < vocabulary());
  return kind_ == TokenizerKind::kByte ? token : code_points_[token];
}

std::string Tokenizer::label(Token token) const {
  const std::uint32_t point = code_point(token);
  if (kind_ == TokenizerKind::kByte && point >= 0x80) {
    return escaped_byte(static_cast<std::uint8_t>(point));
  }
  std::string text;
  base::append_utf8(text, point);
  return text;
}

std::string readable(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const base::CodePoint point = base::decode_utf8(bytes.substr(at));
    if (point.bytes == 0) {
      text += escaped_byte(static_cast<std::uint8_t>(bytes[at]));
      ++at;
    } else {
      text.append(bytes.substr(at, point.bytes));
      at += point.bytes;
    }
  }
  return text;
}

}  // namespace crystalline::text
