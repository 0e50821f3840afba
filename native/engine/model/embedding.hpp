#pragma once

#include <cstddef>
#include <span>

#include "engine/model/gpt.hpp"

namespace crystalline::model {

/// out (T, C) = token_table[token] + position_table[first_position + row].
void embedding_forward(std::span<float> out, std::span<const Token> tokens,
                       std::span<const float> token_table, std::span<const float> position_table,
                       std::size_t first_position);

/// rows[v - first_token] += d_out[t] for every token v of this range of the table, t ascending.
///
///   rows   (tokens of the range, C)  added to
///   d_out  (T, C)
void embedding_backward(std::span<float> rows, std::size_t first_token,
                        std::span<const float> d_out, std::span<const Token> tokens);

}  // namespace crystalline::model
