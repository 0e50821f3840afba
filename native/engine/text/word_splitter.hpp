#pragma once

#include <cstddef>
#include <string_view>

namespace crystalline::text {

/// Cuts UTF-8 text into GPT-2's words, the pieces that byte-pair merges never cross:
/// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
/// Every byte belongs to one word. A byte that is no UTF-8 counts as a character of no class.
/// Source: https://github.com/openai/gpt-2/blob/master/src/encoder.py.
class WordSplitter {
 public:
  explicit WordSplitter(std::string_view text) : text_(text) {}
  /// The next word; empty at the end of the text.
  [[nodiscard]] std::string_view next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// The end of a piece of at most about `wanted` bytes from `begin` on, such that splitting the
/// pieces gives the words of the whole: before a line end that follows a character that is no white
/// space. text.size() when there is no such place.
[[nodiscard]] std::size_t piece_end(std::string_view text, std::size_t begin, std::size_t wanted);

}  // namespace crystalline::text
