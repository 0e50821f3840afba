#include "engine/model/layer_norm.hpp"

#include <algorithm>

#include "engine/math/elementary.hpp"
#include "engine/model/row_kernel.hpp"

namespace crystalline::model {
namespace {

constexpr double kEpsilon = 1e-5;

}  // namespace

void layer_norm_forward(std::span<float> out, const NormStatisticsView& kept,
                        std::span<const float> in, const NormParameters<const float>& parameters) {
  const RowKernels& kernels = active_row_kernels();
  const std::size_t width = parameters.gain.size();
  for (std::size_t row = 0; row < kept.mean.size(); ++row) {
    float variance = 0;
    kernels.moments(in.data() + row * width, width, kept.mean[row], variance);
    kept.reciprocal_deviation[row] =
        static_cast<float>(1.0 / math::sqrt(static_cast<double>(variance) + kEpsilon));
    kernels.normalise({.out = out.data() + row * width,
                       .in = in.data() + row * width,
                       .gain = parameters.gain.data(),
                       .bias = parameters.bias.data(),
                       .width = width},
                      kept.mean[row], kept.reciprocal_deviation[row]);
  }
}

void layer_norm_backward(const NormBackward& pass) {
  const RowKernels& kernels = active_row_kernels();
  const std::size_t width = pass.gain.size();
  std::fill(pass.d_gain.begin(), pass.d_gain.end(), 0.0F);
  std::fill(pass.d_bias.begin(), pass.d_bias.end(), 0.0F);
  for (std::size_t row = 0; row < pass.kept.mean.size(); ++row) {
    kernels.normalise_backward({.d_in = pass.d_in.data() + row * width,
                                .d_gain = pass.d_gain.data(),
                                .d_bias = pass.d_bias.data(),
                                .d_out = pass.d_out.data() + row * width,
                                .in = pass.in.data() + row * width,
                                .gain = pass.gain.data(),
                                .mean = pass.kept.mean[row],
                                .reciprocal_deviation = pass.kept.reciprocal_deviation[row],
                                .width = width});
  }
}

}  // namespace crystalline::model
