#include "engine/training/adamw.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace crystalline::training {
namespace {

/// AdamW in double with libm, straight from the paper.
struct Reference {
  std::vector<double> weights, first, second;
  void step(const std::vector<float>& gradient, int t, double rate, double beta1, double beta2,
            double epsilon, double decay, double scale) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double g = gradient[i] * scale;
      first[i] = beta1 * first[i] + (1 - beta1) * g;
      second[i] = beta2 * second[i] + (1 - beta2) * g * g;
      const double m = first[i] / (1 - std::pow(beta1, t));
      const double v = second[i] / (1 - std::pow(beta2, t));
      weights[i] -= rate * decay * weights[i] + rate * m / (std::sqrt(v) + epsilon);
    }
  }
};

TEST(AdamW, FollowsTheDoubleReference) {
  constexpr std::size_t kSize = 1'003;  // not a multiple of any vector length
  std::mt19937 random(4);
  std::normal_distribution<float> normal(0, 0.1F);
  std::vector<float> weights(kSize), first(kSize), second(kSize), gradient(kSize);
  for (float& weight : weights) weight = normal(random);
  Reference reference{
      {weights.begin(), weights.end()}, std::vector<double>(kSize), std::vector<double>(kSize)};
  for (int t = 1; t <= 200; ++t) {
    for (float& g : gradient) g = normal(random);
    const double rate = 1e-3 * (1 - t / 400.0);
    const double scale = t % 3 == 0 ? 0.25 : 1.0;
    const auto factors =
        adamw_factors(static_cast<std::uint64_t>(t), rate, 0.9, 0.99, 1e-8, 0.1, scale);
    std::vector<float> next(kSize);
    ASSERT_TRUE(adamw(next, weights, gradient, first, second, factors));
    weights = next;
    reference.step(gradient, t, rate, 0.9, 0.99, 1e-8, 0.1, scale);
  }
  for (std::size_t i = 0; i < kSize; ++i) {
    ASSERT_NEAR(weights[i], reference.weights[i], 2e-6) << i;
    ASSERT_NEAR(first[i], reference.first[i], 1e-7) << i;
    ASSERT_NEAR(second[i], reference.second[i], 1e-7) << i;
  }
}

TEST(AdamW, TheFirstStepMovesEachWeightByTheLearningRate) {
  std::vector<float> weights = {1, 1, 1}, first(3), second(3), next(3);
  const std::vector<float> gradient = {1e-3F, -5, 100};
  ASSERT_TRUE(adamw(next, weights, gradient, first, second,
                    adamw_factors(1, 0.01, 0.9, 0.999, 1e-12, 0, 1)));
  EXPECT_NEAR(next[0], 0.99, 1e-6);
  EXPECT_NEAR(next[1], 1.01, 1e-6);
  EXPECT_NEAR(next[2], 0.99, 1e-6);
}

TEST(AdamW, WithoutGradientOnlyDecayMoves) {
  std::vector<float> weights = {2, 0}, first(2), second(2), next(2);
  const std::vector<float> gradient(2);
  ASSERT_TRUE(adamw(next, weights, gradient, first, second,
                    adamw_factors(1, 0.1, 0.9, 0.99, 1e-8, 0.5, 1)));
  EXPECT_FLOAT_EQ(next[0], 1.9F);
  EXPECT_EQ(next[1], 0.0F);  // padding stays zero
}

TEST(AdamW, GivesTheSameBitsOnEveryInstructionSet) {
  constexpr std::size_t kSize = 1'003;
  const auto run = [](math::Isa isa) {
    std::mt19937 random(8);
    std::normal_distribution<float> normal(0, 1e-3F);
    std::vector<float> weights(kSize), next(kSize), gradient(kSize), first(kSize), second(kSize);
    for (float& weight : weights) weight = normal(random);
    for (std::uint64_t t = 1; t <= 20; ++t) {
      for (float& g : gradient) g = normal(random);
      EXPECT_TRUE(detail::adamw_kernel(isa)(next.data(), weights.data(), gradient.data(),
                                            first.data(), second.data(), kSize,
                                            adamw_factors(t, 1e-3, 0.9, 0.99, 1e-8, 0.1, 0.7)));
      weights.swap(next);
    }
    return weights;
  };
  const auto baseline = run(math::Isa::kBaseline);
  for (const math::Isa isa : {math::Isa::kAvx2, math::Isa::kAvx512}) {
    if (isa > math::supported_isa()) continue;
    EXPECT_EQ(run(isa), baseline) << math::isa_name(isa);
  }
}

TEST(AdamW, TellsWhenAWeightIsNoNumber) {
  for (const float bad : {std::numeric_limits<float>::infinity(), std::nanf("")}) {
    for (const std::size_t at : {0U, 17U, 36U}) {
      std::vector<float> weights(37, 1), first(37), second(37), gradient(37), next(37);
      gradient[at] = bad;
      EXPECT_FALSE(adamw(next, weights, gradient, first, second,
                         adamw_factors(1, 0.1, 0.9, 0.99, 1e-8, 0, 1)));
    }
  }
}

}  // namespace
}  // namespace crystalline::training
