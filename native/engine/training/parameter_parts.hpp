#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/gpt.hpp"

namespace crystalline::training {

/// Parameters that share a weight decay.
enum class DecayGroup : std::uint8_t { kMatrix, kEmbedding, kVector };
inline constexpr std::size_t kDecayGroups = 3;

/// Token and position tables are embeddings, a block's weights matrices, biases and gains vectors.
[[nodiscard]] DecayGroup decay_group(const model::TensorSpec& tensor);

/// A stretch of the flat parameter vector that one part reduces and updates.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  DecayGroup group = DecayGroup::kVector;
};

/// Cuts the flat vector into fixed ranges of whole cache lines, at most 64 and at least 16,384
/// floats each where there are so many; each as segments of equal weight decay, padding included.
/// Depends on the layout only, never on the number of workers.
[[nodiscard]] std::vector<std::vector<Segment>> cut_into_parts(
    const model::ParameterLayout& layout);

}  // namespace crystalline::training
