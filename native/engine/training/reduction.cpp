#include "engine/training/reduction.hpp"

#include <algorithm>
#include <array>

namespace crystalline::training {
namespace {

constexpr std::size_t kPartials = 16;
constexpr std::size_t kChunk = 2'048;  // floats that stay in the first cache between two passes

using Partials = std::array<double, kPartials>;

/// Element i goes to partial sum i mod 16.
void add_squares(Partials& partials, std::span<const float> values) {
  const std::size_t whole = values.size() / kPartials * kPartials;
  for (std::size_t i = 0; i < whole; i += kPartials) {
    for (std::size_t j = 0; j < kPartials; ++j) {
      const double value = values[i + j];
      partials[j] += value * value;
    }
  }
  for (std::size_t i = whole; i < values.size(); ++i) {
    const double value = values[i];
    partials[i - whole] += value * value;
  }
}

double total(Partials partials) {
  for (std::size_t width = kPartials / 2; width > 0; width /= 2) {
    for (std::size_t j = 0; j < width; ++j) partials[j] += partials[j + width];
  }
  return partials[0];
}

void add_and_clear(std::span<float> sum, std::span<float> lane) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    sum[i] += lane[i];
    lane[i] = 0;
  }
}

}  // namespace

double reduce_lanes(std::span<base::AlignedVector<float>> lanes, std::size_t begin,
                    std::size_t end) {
  Partials partials{};
  for (std::size_t at = begin; at < end; at += kChunk) {
    const std::size_t count = std::min(kChunk, end - at);
    const auto sum = std::span(lanes[0]).subspan(at, count);
    for (auto& lane : lanes.subspan(1)) add_and_clear(sum, std::span(lane).subspan(at, count));
    add_squares(partials, sum);
  }
  return total(partials);
}

double squared_norm(std::span<const float> values) {
  Partials partials{};
  add_squares(partials, values);
  return total(partials);
}

}  // namespace crystalline::training
