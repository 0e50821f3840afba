#include "engine/training/divergence_guard.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace crystalline::training {
namespace {

/// Losses of a run that learns, from ln 65 to about 1.9, with the noise of small batches.
std::vector<double> learning_curve(std::size_t steps, double noise) {
  std::mt19937 random(2);
  std::normal_distribution<double> normal(0, noise);
  std::vector<double> losses;
  for (std::size_t i = 0; i < steps; ++i) {
    losses.push_back(
        std::max(0.01, 1.9 + 2.3 * std::exp(-static_cast<double>(i) / 80) + normal(random)));
  }
  return losses;
}

TEST(DivergenceGuard, IsSilentWhileALossFallsHoweverNoisy) {
  for (const double noise : {0.0, 0.05, 0.5}) {
    DivergenceGuard guard(1.5);
    for (const double loss : learning_curve(3'000, noise)) {
      EXPECT_FALSE(guard.judge(loss)) << noise;
    }
  }
}

TEST(DivergenceGuard, SpeaksOfALossFarAboveItsRecentAverageAndThenBeginsAnew) {
  DivergenceGuard guard(2);
  for (const double loss : learning_curve(500, 0.05)) ASSERT_FALSE(guard.judge(loss));
  EXPECT_FALSE(guard.judge(3.0));  // above, not far enough
  const auto said = guard.judge(6.25);
  ASSERT_TRUE(said);
  EXPECT_NE(said->find("6.250 nats"), std::string::npos) << *said;
  EXPECT_NE(said->find("average of 1.9"), std::string::npos) << *said;
  EXPECT_FALSE(guard.judge(6.25));  // who goes on is let
  for (int i = 0; i < 40; ++i) EXPECT_FALSE(guard.judge(6.25));
  EXPECT_TRUE(guard.judge(20));
}

TEST(DivergenceGuard, JudgesNothingBeforeItHasSeenEnoughOrWhenSwitchedOff) {
  DivergenceGuard early(2);
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(early.judge(1));
  EXPECT_FALSE(early.judge(100));
  DivergenceGuard off(0);
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(off.judge(1));
  EXPECT_FALSE(off.judge(1e9));
}

TEST(DivergenceGuard, LeavesSmallLossesTheirNoise) {
  DivergenceGuard guard(
      2);  // a text learnt by heart: ten times the average is still less than a nat
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(guard.judge(0.02));
  EXPECT_FALSE(guard.judge(0.2));
}

/// Its average and deviation are those of exponential weights: one update after another, in long
/// double.
TEST(DivergenceGuard, ItsThresholdIsThatOfItsDefinition) {
  const auto losses = learning_curve(200, 0.4);
  long double mean = 0;
  long double variance = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const long double share = 1.0L / static_cast<long double>(std::min<std::size_t>(i + 1, 32));
    const long double apart = losses[i] - mean;
    if (i > 0) variance = (1 - share) * (variance + share * apart * apart);
    mean += share * apart;
  }
  const auto threshold =
      static_cast<double>(std::max({1.2L * mean, mean + 1, mean + 6 * std::sqrt(variance)}));
  for (const double nudge : {-1e-6, 1e-6}) {
    DivergenceGuard guard(1.2);
    for (const double loss : losses) ASSERT_FALSE(guard.judge(loss));
    EXPECT_EQ(guard.judge(threshold + nudge).has_value(), nudge > 0);
  }
}

}  // namespace
}  // namespace crystalline::training
