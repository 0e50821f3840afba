#include "engine/model/layer_norm.hpp"

#include <algorithm>

#include "engine/math/elementary.hpp"

namespace crystalline::model {
namespace {

constexpr double kEpsilon = 1e-5;
constexpr std::size_t kLanes = 16;

/// Sums `term(i)` for i < count in a fixed order: sixteen interleaved sums, then those ascending.
template <typename Term>
float interleaved_sum(std::size_t count, const Term& term) {
  float lanes[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += term(i + lane);
  }
  for (std::size_t lane = 0; i < count; ++i, ++lane) lanes[lane] += term(i);
  float sum = 0;
  for (const float value : lanes) sum += value;
  return sum;
}

void normalise_row(float* out, float& mean, float& reciprocal_deviation, const float* in,
                   const NormParameters<const float>& parameters) {
  const std::size_t width = parameters.gain.size();
  const auto count = static_cast<float>(width);
  mean = interleaved_sum(width, [in](std::size_t i) { return in[i]; }) / count;
  const float centre = mean;
  const float variance =
      interleaved_sum(width,
                      [in, centre](std::size_t i) { return (in[i] - centre) * (in[i] - centre); }) /
      count;
  reciprocal_deviation =
      static_cast<float>(1.0 / math::sqrt(static_cast<double>(variance) + kEpsilon));
  for (std::size_t i = 0; i < width; ++i) {
    out[i] = (in[i] - mean) * reciprocal_deviation * parameters.gain[i] + parameters.bias[i];
  }
}

void row_backward(const NormBackward& pass, std::size_t row) {
  const std::size_t width = pass.gain.size();
  const float* const d_out = pass.d_out.data() + row * width;
  const float* const in = pass.in.data() + row * width;
  float* const d_in = pass.d_in.data() + row * width;
  const float* const gain = pass.gain.data();
  const float mean = pass.kept.mean[row];
  const float scale = pass.kept.reciprocal_deviation[row];
  const auto normalised = [=](std::size_t i) { return (in[i] - mean) * scale; };
  const auto count = static_cast<float>(width);
  const float mean_gradient =
      interleaved_sum(width, [=](std::size_t i) { return d_out[i] * gain[i]; }) / count;
  const float mean_product =
      interleaved_sum(width, [=](std::size_t i) { return d_out[i] * gain[i] * normalised(i); }) /
      count;
  for (std::size_t i = 0; i < width; ++i) {
    const float x = normalised(i);
    pass.d_gain[i] += d_out[i] * x;
    pass.d_bias[i] += d_out[i];
    d_in[i] += (d_out[i] * gain[i] - mean_gradient - x * mean_product) * scale;
  }
}

}  // namespace

void layer_norm_forward(std::span<float> out, const NormStatisticsView& kept,
                        std::span<const float> in, const NormParameters<const float>& parameters) {
  const std::size_t width = parameters.gain.size();
  for (std::size_t row = 0; row < kept.mean.size(); ++row) {
    normalise_row(out.data() + row * width, kept.mean[row], kept.reciprocal_deviation[row],
                  in.data() + row * width, parameters);
  }
}

void layer_norm_backward(const NormBackward& pass) {
  std::fill(pass.d_gain.begin(), pass.d_gain.end(), 0.0F);
  std::fill(pass.d_bias.begin(), pass.d_bias.end(), 0.0F);
  for (std::size_t row = 0; row < pass.kept.mean.size(); ++row) row_backward(pass, row);
}

}  // namespace crystalline::model
