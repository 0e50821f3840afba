#include "engine/text/word_splitter.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/base/utf8.hpp"
#include "engine/text/unicode_class.hpp"

namespace crystalline::text {
namespace {

struct Character {
  CharacterClass kind = CharacterClass::kOther;
  std::size_t bytes = 0;  // 0: the end of the text
};

constexpr std::array<CharacterClass, 128> kAscii = [] {
  std::array<CharacterClass, 128> table{};
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = CharacterClass::kLetter;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = CharacterClass::kLetter;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = CharacterClass::kNumber;
  for (const char c : {'\t', '\n', '\v', '\f', '\r', ' '}) {
    table[static_cast<std::size_t>(c)] = CharacterClass::kSpace;
  }
  return table;
}();

Character character_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto lead = static_cast<std::uint8_t>(text[at]);
  if (lead < 0x80) return {kAscii[lead], 1};
  const base::CodePoint point = base::decode_utf8(text.substr(at, 4));
  if (point.bytes == 0) return {CharacterClass::kOther, 1};
  return {character_class(point.value), point.bytes};
}

/// The end of the run of characters of `kind` that starts at `at`.
std::size_t run_end(std::string_view text, std::size_t at, CharacterClass kind) {
  for (;;) {
    while (at < text.size() && static_cast<std::uint8_t>(text[at]) < 0x80) {
      if (kAscii[static_cast<std::uint8_t>(text[at])] != kind) return at;
      ++at;
    }
    const Character c = character_at(text, at);
    if (c.bytes == 0 || c.kind != kind) return at;
    at += c.bytes;
  }
}

/// Bytes of the contraction that starts at `at`, an apostrophe; 0: none.
std::size_t contraction(std::string_view text, std::size_t at) {
  for (const std::string_view form : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"}) {
    if (text.substr(at).starts_with(form)) return form.size();
  }
  return 0;
}

/// The end of the white space that makes the next word: a run leaves its last character to the word
/// behind it, unless it has but one or ends the text.
std::size_t space_end(std::string_view text, std::size_t at) {
  std::size_t last = at;
  std::size_t end = at;
  for (Character c = character_at(text, end); c.bytes > 0 && c.kind == CharacterClass::kSpace;
       c = character_at(text, end)) {
    last = end;
    end += c.bytes;
  }
  return end == text.size() || last == at ? end : last;
}

}  // namespace

std::string_view WordSplitter::next() {
  if (at_ >= text_.size()) return {};
  const std::size_t begin = at_;
  if (text_[at_] == '\'') {
    if (const std::size_t bytes = contraction(text_, at_); bytes > 0) {
      at_ += bytes;
      return text_.substr(begin, bytes);
    }
  }
  // One space joins the letters, numbers or signs behind it.
  const std::size_t body = text_[at_] == ' ' ? at_ + 1 : at_;
  const Character first = character_at(text_, body);
  const bool joins = first.bytes > 0 && first.kind != CharacterClass::kSpace;
  at_ = joins ? run_end(text_, body, first.kind) : space_end(text_, at_);
  return text_.substr(begin, at_ - begin);
}

std::size_t piece_end(std::string_view text, std::size_t begin, std::size_t wanted) {
  std::size_t at = begin + std::max<std::size_t>(wanted, 1);
  while (at < text.size()) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) break;
    const auto before = static_cast<std::uint8_t>(text[at - 1]);
    // Of what is beyond ASCII only letters and signs are certain not to be white space; wait.
    if (before < 0x80 && kAscii[before] != CharacterClass::kSpace) return at;
    ++at;
  }
  return text.size();
}

}  // namespace crystalline::text
