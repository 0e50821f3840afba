#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "arrays.hpp"
#include "reference_model.hpp"

// The oracle's own oracle: every backward pass in double against central differences of its forward
// pass.
namespace crystalline::model {
namespace {

using reference::Array;

constexpr double kStep = 1e-5;

/// Compares `gradient` with the central differences of `value` in every element of `at`.
void expect_gradient(Array& at, const Array& gradient, const std::function<double()>& value) {
  ASSERT_EQ(at.size(), gradient.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double kept = at[i];
    at[i] = kept + kStep;
    const double above = value();
    at[i] = kept - kStep;
    const double below = value();
    at[i] = kept;
    EXPECT_NEAR((above - below) / (2 * kStep), gradient[i], 1e-8 + 1e-6 * std::abs(gradient[i]))
        << "element " << i;
  }
}

Array random_array(std::size_t count, std::uint64_t seed) {
  return doubles(random_floats(count, seed));
}

double dot(const Array& a, const Array& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

TEST(Reference, LinearBackwardIsTheDerivative) {
  Array in = random_array(3 * 5, 1);
  Array weight = random_array(5 * 4, 2);
  Array bias = random_array(4, 3);
  const Array upstream = random_array(3 * 4, 4);
  const auto d = reference::linear_backward(upstream, in, weight, 4);
  const auto value = [&] { return dot(upstream, reference::linear_forward(in, weight, bias)); };
  expect_gradient(in, d.in, value);
  expect_gradient(weight, d.weight, value);
  expect_gradient(bias, d.bias, value);
}

TEST(Reference, LayerNormBackwardIsTheDerivative) {
  Array in = random_array(3 * 6, 1);
  Array gain = random_array(6, 2);
  Array bias = random_array(6, 3);
  const Array upstream = random_array(3 * 6, 4);
  const auto d = reference::layer_norm_backward(upstream, in, gain);
  const auto value = [&] { return dot(upstream, reference::layer_norm_forward(in, gain, bias)); };
  expect_gradient(in, d.in, value);
  expect_gradient(gain, d.gain, value);
  expect_gradient(bias, d.bias, value);
}

TEST(Reference, GeluDerivativeIsTheDerivative) {
  for (double x = -6; x <= 6; x += 0.25) {
    const double slope = (reference::gelu(x + kStep) - reference::gelu(x - kStep)) / (2 * kStep);
    EXPECT_NEAR(reference::gelu_derivative(x), slope, 1e-9) << x;
  }
}

TEST(Reference, AttentionBackwardIsTheDerivative) {
  Array in = random_array(5 * 3 * 4, 1);
  const Array upstream = random_array(5 * 4, 2);
  const Array d = reference::attention_backward(upstream, in, 5, 2);
  expect_gradient(in, d, [&] { return dot(upstream, reference::attention_forward(in, 5, 2)); });
}

TEST(Reference, CrossEntropyGradientIsTheDerivative) {
  Array logits = random_array(9, 1);
  Array d(9);
  reference::cross_entropy(logits.data(), 9, 4, d.data());
  expect_gradient(logits, d, [&] { return reference::cross_entropy(logits.data(), 9, 4); });
}

TEST(Reference, ModelGradientIsTheDerivative) {
  const ParameterLayout layout({.blocks = 2, .heads = 2, .width = 8, .context = 8, .vocab = 5});
  const auto tokens = random_tokens(6, 5, 1);
  const auto targets = random_tokens(6, 5, 2);
  reference::Model model(layout, lively_weights(layout, 3));
  const double scale = 0.5;
  const Array gradient = model.gradient(tokens, targets, scale);
  expect_gradient(model.weights(), gradient, [&] {
    double sum = 0;
    for (const double loss : model.losses(tokens, targets)) sum += scale * loss;
    return sum;
  });
}

}  // namespace
}  // namespace crystalline::model
