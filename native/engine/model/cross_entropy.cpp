#include "engine/model/cross_entropy.hpp"

#include <cassert>

#include "engine/math/elementary.hpp"
#include "engine/model/row_kernel.hpp"

namespace crystalline::model {
namespace {

/// Replaces logits by e^(logit - largest); their sum goes to `sum`. Returns the loss.
float exponentiate(std::span<float> logits, Token target, float& sum) {
  assert(target < logits.size());
  const RowKernels& kernels = active_row_kernels();
  const float largest = kernels.largest(logits.data(), logits.size());
  const double below = static_cast<double>(largest) - static_cast<double>(logits[target]);
  sum = kernels.exponentials(logits.data(), 1.0F, logits.size());
  return static_cast<float>(math::log(static_cast<double>(sum)) + below);
}

}  // namespace

float cross_entropy(std::span<float> logits, Token target) {
  float sum = 0;
  return exponentiate(logits, target, sum);
}

float cross_entropy_with_gradient(std::span<float> logits, Token target, float scale) {
  float sum = 0;
  const float loss = exponentiate(logits, target, sum);
  const float share = scale / sum;
  active_row_kernels().shift_scale(logits.data(), 0.0F, share, logits.size());
  logits[target] -= scale;
  return loss;
}

}  // namespace crystalline::model
