#pragma once

#include <cstddef>
#include <span>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/text/byte_pairs.hpp"
#include "engine/text/word_count.hpp"

namespace crystalline::text {

/// Least and most tokens of a vocabulary: the bytes and the end-of-text mark are always in it.
inline constexpr std::size_t kLeastVocabulary = 257;

/// Learns merges from words: again and again the pair of tokens that occurs most often, the pair of
/// lowest ids among equals, until `vocabulary` tokens are there or no pair occurs twice. The ids:
/// GPT-2's 256 bytes, the merges in order, the end-of-text mark last. Gives what Hugging Face's
/// BpeTrainer gives with min_frequency 2, whatever the order of the words.
/// Cost: n log n in the bytes of the words, however long a word is. invalid-argument: a vocabulary
/// out of range, or 4 GiB of words. `progress` is told of each token.
[[nodiscard]] base::Result<BytePairs> train_byte_pairs(std::span<const CountedWord> words,
                                                       std::size_t vocabulary,
                                                       const base::Progress& progress = {});

}  // namespace crystalline::text
