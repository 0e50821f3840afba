#include "engine/model/block_view.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

#include "engine/math/elementary.hpp"
#include "engine/model/block.hpp"
#include "engine/model/embedding.hpp"
#include "engine/model/parameters.hpp"
#include "engine/model/workspace.hpp"

namespace crystalline::model {
namespace {

/// Exponent of 2 that the first bin begins with.
constexpr int kFirstExponent = -24;
/// Positions of the four matrices among a block's twelve tensors.
constexpr std::size_t kMatrices[] = {2, 4, 8, 10};

/// Exponent and first bit of the mantissa, as a bin.
std::size_t bin_of(std::uint32_t magnitude_bits) {
  const int halves = static_cast<int>(magnitude_bits >> 22) - 2 * (127 + kFirstExponent);
  return static_cast<std::size_t>(
      std::clamp(halves, 0, static_cast<int>(MagnitudeHistogram::kBins) - 1));
}

}  // namespace

MagnitudeHistogram magnitudes(std::span<const float> numbers) {
  constexpr std::uint32_t kInfinity = 0x7f80'0000;
  MagnitudeHistogram histogram;
  double squares = 0;
  for (const float number : numbers) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(number) & 0x7fff'ffff;
    if (bits >= kInfinity) {
      ++histogram.not_finite;
      continue;
    }
    if (bits == 0) {
      ++histogram.zeros;
    } else {
      ++histogram.bins[bin_of(bits)];
    }
    squares += static_cast<double>(number) * number;
  }
  const std::uint64_t finite = numbers.size() - histogram.not_finite;
  if (finite > 0) histogram.root_mean_square = math::sqrt(squares / static_cast<double>(finite));
  return histogram;
}

std::vector<TensorMagnitudes> block_magnitudes(const ParameterLayout& layout,
                                               std::span<const float> numbers, int block) {
  assert(block >= 0 && block < layout.shape().blocks && numbers.size() == layout.size());
  std::vector<TensorMagnitudes> tensors;
  for (const std::size_t matrix : kMatrices) {
    const TensorSpec& spec = layout.tensors()[2 + 12 * static_cast<std::size_t>(block) + matrix];
    tensors.push_back({spec.name, magnitudes(numbers.subspan(spec.offset, spec.count))});
  }
  return tensors;
}

std::vector<float> attention_pattern(const ParameterLayout& layout, std::span<const float> weights,
                                     std::span<const Token> tokens, int block, int head) {
  Shape shape = layout.shape();
  assert(!tokens.empty() && tokens.size() <= static_cast<std::size_t>(shape.context));
  assert(block >= 0 && block < shape.blocks && head >= 0 && head < shape.heads);
  shape.context = static_cast<int>(tokens.size());  // room for these tokens only
  const Parameters<const float> parameters(layout, weights);
  const AttentionSize size{.tokens = tokens.size(),
                           .context = tokens.size(),
                           .heads = static_cast<std::size_t>(shape.heads),
                           .width = static_cast<std::size_t>(shape.width)};
  BlockActivations activations(shape, true);
  const std::size_t side = std::max(tokens.size(), size.head_width());
  PanelBuffer first(side, side);
  PanelBuffer second(side, side);
  base::AlignedVector<float> in(tokens.size() * size.width);
  embedding_forward(in, tokens, parameters.token_table(), parameters.position_table(), 0);
  for (int index = 0; index <= block; ++index) {
    block_forward(activations, in, activations.probabilities, parameters.block(index), size,
                  {first, second});
    std::ranges::copy(activations.out, in.begin());
  }
  const std::size_t count = tokens.size() * tokens.size();
  const float* const found =
      activations.probabilities.data() + static_cast<std::size_t>(head) * count;
  std::vector<float> pattern(count);
  for (std::size_t row = 0; row < tokens.size(); ++row) {
    const float* const from = found + row * tokens.size();
    std::copy(from, from + row + 1,
              pattern.begin() + static_cast<std::ptrdiff_t>(row * tokens.size()));
  }
  return pattern;
}

}  // namespace crystalline::model
