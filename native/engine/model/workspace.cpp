#include "engine/model/workspace.hpp"

#include <algorithm>

namespace crystalline::model {
namespace {

std::size_t floats(int rows, int columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

NormStatistics statistics(const Shape& shape) {
  const auto tokens = static_cast<std::size_t>(shape.context);
  return {base::AlignedVector<float>(tokens), base::AlignedVector<float>(tokens)};
}

/// Deep and wide enough for every product of the model, and for attention's matrices packed whole.
PanelBuffer panel_buffer(const Shape& shape) {
  const auto context = static_cast<std::size_t>(shape.context);
  const auto head = static_cast<std::size_t>(shape.width / shape.heads);
  return PanelBuffer(std::max(context, head), std::max(context, head));
}

}  // namespace

bool keeps_probabilities(const Shape& shape) {
  constexpr std::size_t kMostFloats = std::size_t{16} << 20;
  return floats(shape.heads * shape.blocks, shape.context) *
             static_cast<std::size_t>(shape.context) <=
         kMostFloats;
}

BlockActivations::BlockActivations(const Shape& shape, bool keeps_probabilities)
    : attention_norm(floats(shape.context, shape.width)),
      attention_norm_statistics(statistics(shape)),
      queries_keys_values(floats(shape.context, 3 * shape.width)),
      probabilities(keeps_probabilities ? floats(shape.heads * shape.context, shape.context) : 0),
      attention(floats(shape.context, shape.width)),
      middle(floats(shape.context, shape.width)),
      feed_norm(floats(shape.context, shape.width)),
      feed_norm_statistics(statistics(shape)),
      feed_hidden(floats(shape.context, 4 * shape.width)),
      feed_active(floats(shape.context, 4 * shape.width)),
      out(floats(shape.context, shape.width)) {}

BackwardScratch::BackwardScratch(const Shape& shape)
    : residual(floats(shape.context, shape.width)),
      narrow(floats(shape.context, shape.width)),
      wide(floats(shape.context, 4 * shape.width)),
      scores(floats(shape.context, shape.context)),
      probabilities(keeps_probabilities(shape) ? 0 : floats(shape.context, shape.context)),
      parameter(floats(4, shape.width)),
      parameter_two(floats(4, shape.width)),
      token_rows(kTokenRows * static_cast<std::size_t>(shape.width)) {}

Workspace::Buffers::Buffers(const Shape& shape)
    : embedded(floats(shape.context, shape.width)),
      blocks(static_cast<std::size_t>(shape.blocks),
             BlockActivations(shape, keeps_probabilities(shape))),
      final_norm(floats(shape.context, shape.width)),
      final_norm_statistics(statistics(shape)),
      logits(floats(shape.context, shape.vocab)),
      backward(shape),
      panels(panel_buffer(shape)),
      attention_panels(panel_buffer(shape)) {}

Workspace::Workspace(const ParameterLayout& layout)
    : buffers_(std::make_unique<Buffers>(layout.shape())) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

}  // namespace crystalline::model
