#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/text/byte_pairs.hpp"

namespace crystalline::text {

/// A word and how often it occurs.
struct CountedWord {
  std::string_view word;
  std::uint64_t count = 0;
};

/// GPT-2's words of all texts, each once, in ascending order of their bytes; end-of-text marks are
/// left out. The views are of `texts`. Runs on `threads` threads; the result is the same for any.
[[nodiscard]] std::vector<CountedWord> count_words(std::span<const std::string_view> texts,
                                                   unsigned threads);

/// Least and most tokens of a vocabulary: the bytes and the end-of-text mark are always in it.
inline constexpr std::size_t kLeastVocabulary = 257;

/// Learns merges from words: again and again the pair of tokens that occurs most often, the pair of
/// lowest ids among equals, until `vocabulary` tokens are there or no pair occurs twice. The ids:
/// GPT-2's 256 bytes, the merges in order, the end-of-text mark last. Gives what Hugging Face's
/// BpeTrainer gives with min_frequency 2.
/// Cost: about linear in the bytes of the words, plus that of their counting.
[[nodiscard]] base::Result<BytePairs> train_byte_pairs(std::span<const CountedWord> words,
                                                       std::size_t vocabulary);

}  // namespace crystalline::text
