#pragma once

#include <cstddef>
#include <span>

#include "engine/model/gemm.hpp"

// Causal multi-head attention: out = softmax(Q Kᵀ / sqrt(C / H)) V, each token seeing itself and
// those before it. Only the triangle's tiles are computed.
// Source: Vaswani et al., "Attention Is All You Need", arXiv:1706.03762.
namespace crystalline::model {

/// Sizes of one call.
struct AttentionSize {
  std::size_t tokens;   // rows of this call, at most context
  std::size_t context;  // T, the stride of a row of probabilities
  std::size_t heads;    // H
  std::size_t width;    // C

  [[nodiscard]] std::size_t head_width() const { return width / heads; }
};

/// Room for the two right-hand matrices in use at one time.
struct AttentionPanels {
  PanelBuffer& first;
  PanelBuffer& second;
};

/// Probabilities are (H, T, T), kept from the forward to the backward pass (head h, row t start at
/// (h context + t) context), or (T, T): room for one head, which the backward pass fills again.
///
///   out                  (T, C)  written
///   probabilities                written on and below the diagonal
///   queries_keys_values  (T, 3C)
void attention_forward(std::span<float> out, std::span<float> probabilities,
                       std::span<const float> queries_keys_values, const AttentionSize& size,
                       const AttentionPanels& panels);

/// What the backward pass reads and writes.
struct AttentionBackward {
  std::span<float> d_queries_keys_values;  // (T, 3C)  written
  std::span<const float> d_out;            // (T, C)
  std::span<const float> queries_keys_values;
  std::span<float> probabilities;  // as the forward pass left them, or (T, T) scratch
  std::span<float> scores;         // (T, T)  scratch
  AttentionSize size;
};
void attention_backward(const AttentionBackward& pass, const AttentionPanels& panels);

/// Turns one row of scores (those of the tokens seen) into probabilities: softmax(scale * scores).
void attention_softmax(std::span<float> row, float scale);

/// 1 / sqrt(head width).
[[nodiscard]] float attention_scale(std::size_t head_width);

}  // namespace crystalline::model
