#pragma once

#include <optional>
#include <span>

#include "engine/text/tokenizer.hpp"

// What a model has to beat: the entropies of the text itself, in nats a token.
namespace crystalline::text {

/// Entropy of one token by its frequency: -sum p(t) ln p(t). 0 for no tokens.
[[nodiscard]] double unigram_entropy(std::span<const Token> tokens, std::size_t vocabulary);

/// Entropy of a token given the one before: -sum p(s, t) ln p(t | s) over adjacent pairs. 0 for
/// fewer than two tokens. Memory: 4 V^2 bytes, or 4 bytes a token when V exceeds 4,096.
[[nodiscard]] double bigram_entropy(std::span<const Token> tokens, std::size_t vocabulary);

/// Tokens whose trigrams are counted at most, when more than 256 kinds of token occur.
inline constexpr std::size_t kMostSparseTrigrams = std::size_t{1} << 24;

/// Entropy of a token given the two before: -sum p(r, s, t) ln p(t | r, s) over adjacent triples. 0
/// for fewer than three tokens; nullopt when there are too many to count. Of a text that is short
/// against its vocabulary it is far below what can be learnt: most triples occur once. Memory: 4
/// bytes times the cube of the kinds of token that occur, or 8 bytes a token when they exceed 256.
[[nodiscard]] std::optional<double> trigram_entropy(std::span<const Token> tokens,
                                                    std::size_t vocabulary);

}  // namespace crystalline::text
