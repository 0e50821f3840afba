#include "engine/text/tokenizer.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <thread>
#include <utility>

#include "engine/base/utf8.hpp"
#include "engine/text/byte_pair_trainer.hpp"
#include "engine/text/unicode_class.hpp"

namespace crystalline::text {
namespace {

constexpr unsigned kMostTrainingThreads = 16;
constexpr std::size_t kTellingBytes = std::size_t{1} << 22;
constexpr double kCountedAt = 0.4;  // of a corpus opened: about what the parts take
constexpr double kLearntAt = 0.5;

std::string escaped_byte(std::uint8_t byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
}

using base::invalid;

base::Error not_utf8(std::string_view text, std::size_t offset) {
  return invalid("The text is not UTF-8: " + utf8_error_words(text, offset) +
                 ". Convert it to UTF-8 or use the byte tokenizer.");
}

/// Marks which code points occur in `text`; the offset of the first invalid byte otherwise.
base::Result<void> mark_occurring(std::string_view text, std::vector<bool>& seen,
                                  const base::Progress& progress) {
  std::size_t told = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (at - told >= kTellingBytes) {
      if (auto go_on = progress.advance(at - told); !go_on) return go_on;
      told = at;
    }
    const base::CodePoint point = base::decode_utf8(text.substr(at, 4));
    if (point.bytes == 0) return not_utf8(text, at);
    if (point.value >= seen.size()) seen.resize(std::max<std::size_t>(point.value + 1, 0x3000));
    seen[point.value] = true;
    at += point.bytes;
  }
  return {};
}

std::uint64_t bytes_of(std::span<const std::string_view> texts) {
  std::uint64_t bytes = 0;
  for (const std::string_view text : texts) bytes += text.size();
  return bytes;
}

base::Result<Tokenizer> learn_characters(std::span<const std::string_view> texts,
                                         const base::Progress& progress) {
  std::vector<bool> seen(0x80);
  progress.begin(base::WorkPart::kCounting, bytes_of(texts), kLearntAt);
  for (const std::string_view text : texts) {
    if (auto marked = mark_occurring(text, seen, progress); !marked)
      return std::move(marked).error();
  }
  std::vector<std::uint32_t> code_points;
  for (std::size_t point = 0; point < seen.size(); ++point) {
    if (seen[point]) code_points.push_back(static_cast<std::uint32_t>(point));
  }
  if (code_points.size() > kMostTokens) {
    return invalid(
        "The text has more than 65,536 distinct characters, which is the most a vocabulary holds. "
        "Use the byte tokenizer.");
  }
  return Tokenizer::of_characters(std::move(code_points));
}

base::Result<Tokenizer> learn_byte_pairs(std::span<const std::string_view> texts,
                                         std::size_t vocabulary, const base::Progress& progress) {
  const unsigned threads =
      std::clamp(std::thread::hardware_concurrency(), 1U, kMostTrainingThreads);
  progress.begin(base::WorkPart::kCounting, bytes_of(texts), kCountedAt);
  const auto words = count_words(texts, threads, progress);
  progress.begin(base::WorkPart::kLearning, vocabulary, kLearntAt);
  auto pairs = train_byte_pairs(words, vocabulary, progress);
  if (!pairs) return std::move(pairs).error();
  return Tokenizer::of_byte_pairs(std::move(pairs).value());
}

}  // namespace

std::string_view tokenizer_name(TokenizerKind kind) {
  switch (kind) {
    case TokenizerKind::kChar:
      return "char";
    case TokenizerKind::kByte:
      return "byte";
    case TokenizerKind::kBpe:
      break;
  }
  return "bpe";
}

base::Result<Tokenizer> Tokenizer::build(TokenizerKind kind,
                                         std::span<const std::string_view> texts,
                                         std::size_t vocabulary, const base::Progress& progress) {
  switch (kind) {
    case TokenizerKind::kChar:
      return learn_characters(texts, progress);
    case TokenizerKind::kBpe:
      return learn_byte_pairs(texts, vocabulary, progress);
    case TokenizerKind::kByte:
      break;
  }
  return Tokenizer(TokenizerKind::kByte);
}

base::Result<Tokenizer> Tokenizer::build(TokenizerKind kind, std::string_view text,
                                         std::size_t vocabulary) {
  return build(kind, std::span(&text, 1), vocabulary);
}

Tokenizer Tokenizer::of_characters(std::vector<std::uint32_t> code_points) {
  assert(std::ranges::is_sorted(code_points) && code_points.size() <= kMostTokens);
  Tokenizer tokenizer(TokenizerKind::kChar);
  tokenizer.ids_.assign(code_points.empty() ? 0 : std::size_t{code_points.back()} + 1, -1);
  for (std::size_t id = 0; id < code_points.size(); ++id) {
    tokenizer.ids_[code_points[id]] = static_cast<std::int32_t>(id);
  }
  tokenizer.code_points_ = std::move(code_points);
  return tokenizer;
}

Tokenizer Tokenizer::of_byte_pairs(BytePairs pairs) {
  Tokenizer tokenizer(TokenizerKind::kBpe);
  tokenizer.pairs_ = std::make_shared<const BytePairs>(std::move(pairs));
  return tokenizer;
}

std::size_t Tokenizer::vocabulary() const {
  switch (kind_) {
    case TokenizerKind::kChar:
      return code_points_.size();
    case TokenizerKind::kByte:
      return 256;
    case TokenizerKind::kBpe:
      break;
  }
  return pairs_->tokens().size();
}

const BytePairs& Tokenizer::byte_pairs() const {
  assert(pairs_ != nullptr);
  return *pairs_;
}

int Tokenizer::find(std::uint32_t code_point) const {
  return code_point < ids_.size() ? ids_[code_point] : -1;
}

base::Result<Tokens> Tokenizer::encode(std::string_view text) const {
  if (kind_ == TokenizerKind::kChar) return encode_characters(text);
  Tokens tokens;
  tokens.reserve(kind_ == TokenizerKind::kByte ? text.size() : text.size() / 3);
  if (kind_ == TokenizerKind::kBpe) {
    BytePairEncoder(*pairs_).encode(text, tokens);
  } else {
    for (const char c : text) tokens.push_back(static_cast<std::uint8_t>(c));
  }
  return tokens;
}

base::Result<Tokens> Tokenizer::encode_characters(std::string_view text) const {
  Tokens tokens;
  tokens.reserve(text.size());
  std::string unknown;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text.substr(at, 4));
    if (point.bytes == 0) return not_utf8(text, at);
    const int id = find(point.value);
    const std::string_view character = text.substr(at, point.bytes);
    if (id >= 0) {
      tokens.push_back(static_cast<Token>(id));
    } else if (unknown.size() < 40 && unknown.find(character) == std::string::npos) {
      unknown.append(character);
    }
    at += point.bytes;
  }
  if (unknown.empty()) return tokens;
  return invalid("Characters that the corpus does not have: " + unknown);
}

std::string Tokenizer::decode(std::span<const Token> tokens) const {
  std::string text;
  text.reserve(tokens.size());
  for (const Token token : tokens) {
    switch (kind_) {
      case TokenizerKind::kChar:
        base::append_utf8(text, code_points_[token]);
        break;
      case TokenizerKind::kByte:
        text.push_back(static_cast<char>(token));
        break;
      case TokenizerKind::kBpe:
        text += pairs_->tokens()[token];
        break;
    }
  }
  return text;
}

std::string Tokenizer::bytes(Token token) const { return decode({&token, 1}); }

std::string Tokenizer::label(Token token) const { return readable(bytes(token)); }

std::uint32_t Tokenizer::first_letter(Token token) const {
  assert(token < vocabulary());
  if (kind_ == TokenizerKind::kChar) return code_points_[token];
  if (kind_ == TokenizerKind::kByte) return token;
  const std::string_view text = pairs_->tokens()[token];
  std::uint32_t first = static_cast<std::uint8_t>(text[0]);
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text.substr(at));
    if (point.bytes > 0 && at == 0) first = point.value;
    if (point.bytes > 0 && character_class(point.value) == CharacterClass::kLetter) {
      return point.value;
    }
    at += std::max<std::size_t>(point.bytes, 1);
  }
  return first;
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

std::size_t utf8_error(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::uint64_t eight = 0;
    if (text.size() - at >= sizeof(eight)) {
      std::memcpy(&eight, text.data() + at, sizeof(eight));
      if ((eight & 0x8080808080808080) == 0) {  // all ASCII
        at += sizeof(eight);
        continue;
      }
    }
    const base::CodePoint point = base::decode_utf8(text.substr(at, 4));
    if (point.bytes == 0) return at;
    at += point.bytes;
  }
  return text.size();
}

std::string utf8_error_words(std::string_view text, std::size_t offset) {
  return "byte " + escaped_byte(static_cast<std::uint8_t>(text[offset])) + " at offset " +
         std::to_string(offset);
}

}  // namespace crystalline::text
