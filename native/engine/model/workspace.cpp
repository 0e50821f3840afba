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
std::size_t panel_side(const Shape& shape) {
  return static_cast<std::size_t>(std::max(shape.context, shape.width / shape.heads));
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
      feed_slope(floats(shape.context, 4 * shape.width)),
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
      panels(panel_side(shape), panel_side(shape)),
      attention_panels(panel_side(shape), panel_side(shape)) {}

std::uint64_t workspace_bytes(const Shape& shape) {
  const auto of = [](int n) { return static_cast<std::uint64_t>(n); };
  const std::uint64_t context = of(shape.context);
  const std::uint64_t width = of(shape.width);
  const std::uint64_t kept = keeps_probabilities(shape) ? of(shape.heads) * context * context : 0;
  const std::uint64_t a_block = 16 * context * width + 4 * context + kept;
  const std::uint64_t scratch = 6 * context * width + context * context + 8 * width +
                                (keeps_probabilities(shape) ? 0 : context * context) +
                                BackwardScratch::kTokenRows * width;
  const std::uint64_t ends = 2 * context * width + 2 * context + context * of(shape.vocab);
  return sizeof(float) * (of(shape.blocks) * a_block + scratch + ends +
                          2 * PanelBuffer::size_for(panel_side(shape), panel_side(shape)));
}

Workspace::Workspace(const ParameterLayout& layout)
    : buffers_(std::make_unique<Buffers>(layout.shape())) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

}  // namespace crystalline::model
