#include "engine/model/embedding.hpp"

#include <cassert>

namespace crystalline::model {

void embedding_forward(std::span<float> out, std::span<const Token> tokens,
                       std::span<const float> token_table, std::span<const float> position_table,
                       std::size_t first_position) {
  const std::size_t width = out.size() / tokens.size();
  assert((first_position + tokens.size()) * width <= position_table.size());
  for (std::size_t row = 0; row < tokens.size(); ++row) {
    assert((tokens[row] + std::size_t{1}) * width <= token_table.size());
    const float* const token = token_table.data() + tokens[row] * width;
    const float* const position = position_table.data() + (first_position + row) * width;
    float* const to = out.data() + row * width;
    for (std::size_t i = 0; i < width; ++i) to[i] = token[i] + position[i];
  }
}

void embedding_backward(std::span<float> rows, std::size_t first_token,
                        std::span<const float> d_out, std::span<const Token> tokens) {
  const std::size_t width = d_out.size() / tokens.size();
  const std::size_t count = rows.size() / width;
  for (std::size_t row = 0; row < tokens.size(); ++row) {
    if (tokens[row] < first_token || tokens[row] - first_token >= count) continue;
    float* const to = rows.data() + (tokens[row] - first_token) * width;
    const float* const from = d_out.data() + row * width;
    for (std::size_t i = 0; i < width; ++i) to[i] += from[i];
  }
}

}  // namespace crystalline::model
