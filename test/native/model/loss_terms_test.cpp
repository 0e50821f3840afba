#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "engine/model/cross_entropy.hpp"

namespace crystalline::model {
namespace {

/// The objective in double, straight from its definition.
double objective(const std::vector<double>& logits, Token target, const LossTerms& terms) {
  double sum = 0;
  double mean = 0;
  for (const double logit : logits) sum += std::exp(logit);
  const double lse = std::log(sum);
  for (const double logit : logits) mean += (lse - logit) / static_cast<double>(logits.size());
  return (1 - terms.label_smoothing) * (lse - logits[target]) + terms.label_smoothing * mean +
         terms.z_loss * lse * lse;
}

TEST(LossTerms, TheirGradientIsThatOfFiniteDifferences) {
  constexpr Token kTarget = 7;
  constexpr double kStep = 1e-5;
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0, 2);
  for (const LossTerms terms : {LossTerms{}, LossTerms{0.1, 0}, LossTerms{0, 1e-2},
                                LossTerms{0.3, 1e-4}, LossTerms{0.9, 1}}) {
    std::vector<float> logits(83);
    for (float& logit : logits) logit = normal(random);
    std::vector<double> at(logits.begin(), logits.end());
    std::vector<float> gradient = logits;
    const float loss = cross_entropy_with_gradient(gradient, kTarget, 0.5F, terms);
    EXPECT_NEAR(loss, objective(at, kTarget, {}), 1e-5);  // what is told is the cross-entropy
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double logit = at[i];
      at[i] = logit + kStep;
      const double above = objective(at, kTarget, terms);
      at[i] = logit - kStep;
      const double below = objective(at, kTarget, terms);
      at[i] = logit;
      ASSERT_NEAR(gradient[i], 0.5 * (above - below) / (2 * kStep), 2e-6)
          << i << ", smoothing " << terms.label_smoothing << ", z " << terms.z_loss;
    }
  }
}

TEST(LossTerms, WithoutThemTheGradientHasTheSameBits) {
  std::vector<float> plain = {1, -2, 0.5F, 3, 0.25F};
  std::vector<float> with = plain;
  EXPECT_EQ(cross_entropy_with_gradient(plain, 2, 0.125F),
            cross_entropy_with_gradient(with, 2, 0.125F, LossTerms{0, 0}));
  EXPECT_EQ(plain, with);
}

}  // namespace
}  // namespace crystalline::model
