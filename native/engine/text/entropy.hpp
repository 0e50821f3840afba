#pragma once

#include <span>

#include "engine/text/tokenizer.hpp"

// What a model has to beat: the entropies of the text itself, in nats a token.
namespace crystalline::text {

/// Entropy of one token by its frequency: -sum p(t) ln p(t). 0 for no tokens.
[[nodiscard]] double unigram_entropy(std::span<const Token> tokens, std::size_t vocabulary);

/// Entropy of a token given the one before: -sum p(s, t) ln p(t | s) over adjacent pairs. 0 for
/// fewer than two tokens. Memory: 4 V^2 bytes, or 4 bytes a token when V exceeds 4,096.
[[nodiscard]] double bigram_entropy(std::span<const Token> tokens, std::size_t vocabulary);

}  // namespace crystalline::text
