#include <algorithm>
#include <array>
#include <cassert>

#include "engine/base/philox.hpp"
#include "engine/math/elementary.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::model {
namespace {

constexpr double kDeviation = 0.02;
constexpr double kTwoPi = 6.283185307179586477;

/// Two independent standard normal numbers: the Box-Muller transform of draw `index`.
std::array<double, 2> normal_pair(std::uint64_t seed, std::uint32_t tensor, std::uint64_t index) {
  const auto words = base::random_words(seed, base::RandomStream::kInitialisation, tensor, index);
  const double radius = math::sqrt(-2.0 * math::log(1.0 - base::uniform(words[0], words[1])));
  const double angle = kTwoPi * base::uniform(words[2], words[3]);
  return {radius * math::cos(angle), radius * math::sin(angle)};
}

void fill_normal(std::span<float> out, double deviation, std::uint64_t seed, std::uint32_t tensor) {
  for (std::size_t i = 0; i < out.size(); i += 2) {
    const auto pair = normal_pair(seed, tensor, i / 2);
    out[i] = static_cast<float>(deviation * pair[0]);
    if (i + 1 < out.size()) out[i + 1] = static_cast<float>(deviation * pair[1]);
  }
}

bool projects_to_residual(const TensorSpec& tensor) {
  return tensor.name.ends_with(".c_proj.weight");
}

bool is_gain(const TensorSpec& tensor) { return tensor.name.find(".ln_") != std::string::npos; }

}  // namespace

void initialise(const ParameterLayout& layout, std::span<float> weights, std::uint64_t seed) {
  assert(weights.size() == layout.size());
  std::fill(weights.begin(), weights.end(), 0.0F);
  const double residual_deviation = kDeviation / math::sqrt(2.0 * layout.shape().blocks);
  std::uint32_t index = 0;
  for (const TensorSpec& tensor : layout.tensors()) {
    const std::span<float> values = weights.subspan(tensor.offset, tensor.count);
    if (tensor.decays) {
      const double deviation = projects_to_residual(tensor) ? residual_deviation : kDeviation;
      fill_normal(values, deviation, seed, index);
    } else if (is_gain(tensor) && tensor.name.ends_with(".weight")) {
      std::fill(values.begin(), values.end(), 1.0F);
    }
    ++index;
  }
}

}  // namespace crystalline::model
