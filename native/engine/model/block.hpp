#pragma once

#include <cstddef>
#include <span>

#include "engine/model/attention.hpp"
#include "engine/model/layer_norm.hpp"
#include "engine/model/parameters.hpp"
#include "engine/model/workspace.hpp"

// One block of the network: x + attention(norm(x)), then x + feed-forward(norm(x)).
namespace crystalline::model {

/// Both panel buffers of a workspace.
[[nodiscard]] inline AttentionPanels panels_of(Workspace::Buffers& buffers) {
  return {buffers.panels, buffers.attention_panels};
}

/// The block's output goes to activations.out.
///
///   in             (tokens, C)
///   probabilities  see attention.hpp
void block_forward(BlockActivations& activations, std::span<const float> in,
                   std::span<float> probabilities, const BlockParameters<const float>& parameters,
                   const AttentionSize& size, const AttentionPanels& panels);

/// The block's own room for attention's probabilities, or the scratch's where it has none.
[[nodiscard]] inline std::span<float> probabilities_of(BlockActivations& activations,
                                                       BackwardScratch& scratch) {
  return activations.probabilities.empty() ? scratch.probabilities : activations.probabilities;
}

/// What the backward pass reads and writes. `scratch.residual` holds the gradient with respect to
/// the block's output and ends as that with respect to its input.
struct BlockBackward {
  BlockActivations& activations;
  std::span<const float> in;
  const BlockParameters<const float>& parameters;
  const BlockParameters<float>& gradient;  // added to
  BackwardScratch& scratch;
  AttentionSize size;
};

/// Returns the squared norm of what it added to the gradient.
[[nodiscard]] double block_backward(const BlockBackward& pass, const AttentionPanels& panels);

/// Adds a layer normalisation's backward pass to scratch.residual, from scratch.narrow, and its
/// parameters' gradients to `gradient`; returns the squared norm of the latter.
[[nodiscard]] double norm_backward(BackwardScratch& scratch, std::span<const float> in,
                                   NormStatistics& statistics, std::size_t tokens,
                                   std::span<const float> gain,
                                   const NormParameters<float>& gradient);

/// The statistics' first `tokens` entries.
[[nodiscard]] inline NormStatisticsView view(NormStatistics& statistics, std::size_t tokens) {
  return {std::span(statistics.mean).first(tokens),
          std::span(statistics.reciprocal_deviation).first(tokens)};
}

}  // namespace crystalline::model
