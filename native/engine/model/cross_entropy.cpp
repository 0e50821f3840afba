#include "engine/model/cross_entropy.hpp"

#include <cassert>

#include "engine/math/elementary.hpp"
#include "engine/model/row_kernel.hpp"

namespace crystalline::model {
namespace {

/// Replaces logits by e^(logit - largest); their sum goes to `sum`. Returns the loss.
float exponentiate(std::span<float> logits, Token target, float& sum, float& largest) {
  assert(target < logits.size());
  const RowKernels& kernels = active_row_kernels();
  largest = kernels.largest(logits.data(), logits.size());
  const double below = static_cast<double>(largest) - static_cast<double>(logits[target]);
  sum = kernels.exponentials(logits.data(), 1.0F, logits.size());
  return static_cast<float>(math::log(static_cast<double>(sum)) + below);
}

}  // namespace

float cross_entropy(std::span<float> logits, Token target) {
  float sum = 0;
  float largest = 0;
  return exponentiate(logits, target, sum, largest);
}

TokenScore score(std::span<float> logits, Token target) {
  TokenScore score;
  for (std::size_t token = 0; token < logits.size(); ++token) {
    const bool ahead =
        logits[token] > logits[target] || (logits[token] == logits[target] && token < target);
    score.rank += ahead ? 1U : 0U;
  }
  float sum = 0;
  float largest = 0;
  score.loss_nats = exponentiate(logits, target, sum, largest);
  score.confidence = 1 / sum;  // the likeliest token's exponential is 1
  return score;
}

/// d(logits) = scale (softmax (1 + 2 z lse) - s / V - (1 - s) one-hot).
float cross_entropy_with_gradient(std::span<float> logits, Token target, float scale,
                                  const LossTerms& terms) {
  float sum = 0;
  float largest = 0;
  const float loss = exponentiate(logits, target, sum, largest);
  float share = scale / sum;
  if (terms.z_loss > 0) {
    const double lse = math::log(static_cast<double>(sum)) + static_cast<double>(largest);
    share *= static_cast<float>(1 + 2 * terms.z_loss * lse);
  }
  active_row_kernels().shift_scale(logits.data(), 0.0F, share, logits.size());
  if (terms.label_smoothing > 0) {
    const double uniform = scale * terms.label_smoothing / static_cast<double>(logits.size());
    for (float& slope : logits) slope -= static_cast<float>(uniform);
  }
  logits[target] -= static_cast<float>(scale * (1 - terms.label_smoothing));
  return loss;
}

}  // namespace crystalline::model
