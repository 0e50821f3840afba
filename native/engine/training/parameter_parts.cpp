#include "engine/training/parameter_parts.hpp"

#include <algorithm>

namespace crystalline::training {
namespace {

constexpr std::size_t kLine = 16;  // floats of a cache line
constexpr std::size_t kLeast = 16'384;
constexpr std::size_t kMostParts = 64;

/// Where the tensor after `index` begins: the padding of a tensor goes with it.
std::size_t end_of(const model::ParameterLayout& layout, std::size_t index) {
  const auto& tensors = layout.tensors();
  return index + 1 < tensors.size() ? tensors[index + 1].offset : layout.size();
}

}  // namespace

DecayGroup decay_group(const model::TensorSpec& tensor) {
  if (!tensor.decays) return DecayGroup::kVector;
  const bool table =
      tensor.name.starts_with("transformer.wte.") || tensor.name.starts_with("transformer.wpe.");
  return table ? DecayGroup::kEmbedding : DecayGroup::kMatrix;
}

std::vector<std::vector<Segment>> cut_into_parts(const model::ParameterLayout& layout) {
  const std::size_t size = layout.size();
  const std::size_t count = std::clamp<std::size_t>(size / kLeast, 1, kMostParts);
  const std::size_t lines = (size + kLine - 1) / kLine;
  std::vector<std::vector<Segment>> parts(count);
  std::size_t tensor = 0;
  for (std::size_t p = 0; p < count; ++p) {
    std::size_t at = lines * p / count * kLine;
    const std::size_t end = std::min(size, lines * (p + 1) / count * kLine);
    while (at < end) {
      while (end_of(layout, tensor) <= at) ++tensor;
      const std::size_t stop = std::min(end, end_of(layout, tensor));
      const DecayGroup group = decay_group(layout.tensors()[tensor]);
      auto& segments = parts[p];
      if (!segments.empty() && segments.back().group == group) {
        segments.back().end = stop;
      } else {
        segments.push_back({at, stop, group});
      }
      at = stop;
    }
  }
  return parts;
}

}  // namespace crystalline::training
