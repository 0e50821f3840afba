#pragma once

#include <cstddef>
#include <span>

#include "engine/model/attention.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::model {

/// The sizes of a pass over `tokens` tokens.
[[nodiscard]] AttentionSize sizes(const Shape& shape, std::size_t tokens);

/// From tokens to buffers.final_norm, keeping what the backward pass needs. tokens at most context.
void forward(const ParameterLayout& layout, std::span<const float> weights,
             std::span<const Token> tokens, Workspace::Buffers& buffers);

/// buffers.logits (tokens, V) = buffers.final_norm times the token table, transposed.
void head_forward(const ParameterLayout& layout, std::span<const float> weights, std::size_t tokens,
                  Workspace::Buffers& buffers);

/// The input of a block: the embedding or the block before.
[[nodiscard]] std::span<float> block_input(Workspace::Buffers& buffers, int block,
                                           std::size_t count);

}  // namespace crystalline::model
