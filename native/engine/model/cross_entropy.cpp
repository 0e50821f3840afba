#include "engine/model/cross_entropy.hpp"

#include <algorithm>
#include <cassert>

#include "engine/math/elementary.hpp"
#include "engine/math/vector_math.hpp"

namespace crystalline::model {
namespace {

/// Replaces logits by e^(logit - largest); their sum goes to `sum`. Returns the loss.
float exponentiate(std::span<float> logits, Token target, float& sum) {
  assert(target < logits.size());
  const float largest = *std::max_element(logits.begin(), logits.end());
  const double below = static_cast<double>(largest) - static_cast<double>(logits[target]);
  sum = math::exp_shifted_sum(logits, logits, largest);
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
  for (float& value : logits) value *= share;
  logits[target] -= scale;
  return loss;
}

}  // namespace crystalline::model
