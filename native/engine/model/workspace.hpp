#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/model/gemm.hpp"
#include "engine/model/gpt.hpp"

// What a worker's forward pass leaves for its backward pass. B is 1 throughout: one sequence.
namespace crystalline::model {

/// Whether the blocks keep attention's probabilities for the backward pass: they do while those of
/// all blocks take at most 64 MiB. Beyond, one head's at a time are computed again: about 2 % of
/// the time, for memory that would grow with the square of the context.
[[nodiscard]] bool keeps_probabilities(const Shape& shape);

/// Mean and reciprocal standard deviation of each token's features, (T) each.
struct NormStatistics {
  base::AlignedVector<float> mean;
  base::AlignedVector<float> reciprocal_deviation;
};

/// One block's activations.
struct BlockActivations {
  base::AlignedVector<float> attention_norm;  // (T, C)
  NormStatistics attention_norm_statistics;
  base::AlignedVector<float> queries_keys_values;  // (T, 3C)
  base::AlignedVector<float> probabilities;        // (H, T, T), or empty: see keeps_probabilities
  base::AlignedVector<float> attention;            // (T, C), heads side by side
  base::AlignedVector<float> middle;               // (T, C), after attention's residual
  base::AlignedVector<float> feed_norm;            // (T, C)
  NormStatistics feed_norm_statistics;
  base::AlignedVector<float> feed_slope;   // (T, 4C), GELU's slope at what goes into it
  base::AlignedVector<float> feed_active;  // (T, 4C), after GELU
  base::AlignedVector<float> out;          // (T, C)

  BlockActivations(const Shape& shape, bool keeps_probabilities);
};

/// Gradients with respect to activations, reused by every block, and room for partial results.
struct BackwardScratch {
  base::AlignedVector<float> residual;       // (T, C): with respect to a block's output, then input
  base::AlignedVector<float> narrow;         // (T, C)
  base::AlignedVector<float> wide;           // (T, 4C); its first 3C columns' worth for attention
  base::AlignedVector<float> scores;         // (T, T)
  base::AlignedVector<float> probabilities;  // (T, T) of one head, where the blocks keep none
  base::AlignedVector<float> parameter;      // (4C): one vector parameter's contribution
  base::AlignedVector<float> parameter_two;  // (4C)
  base::AlignedVector<float> token_rows;     // (kTokenRows, C): part of the token table's gradient

  /// Rows of the token table whose gradient is put together at once.
  static constexpr std::size_t kTokenRows = 256;

  explicit BackwardScratch(const Shape& shape);
};

struct Workspace::Buffers {
  base::AlignedVector<float> embedded;  // (T, C)
  std::vector<BlockActivations> blocks;
  base::AlignedVector<float> final_norm;  // (T, C)
  NormStatistics final_norm_statistics;
  base::AlignedVector<float> logits;  // (T, V); after the loss, its gradient
  BackwardScratch backward;
  PanelBuffer panels;
  PanelBuffer attention_panels;  // a second matrix, for attention

  explicit Buffers(const Shape& shape);
};

}  // namespace crystalline::model
