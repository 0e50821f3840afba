#include "engine/training/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace crystalline::training {
namespace {

TEST(Schedule, RisesLinearlyThenFallsAlongACosine) {
  const OptimizerConfig optimizer{
      .learning_rate = 1e-3, .min_learning_rate = 1e-4, .warmup_steps = 100};
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 2'000, 1), 1e-5);
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 2'000, 50), 5e-4);
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 2'000, 100), 1e-3);
  EXPECT_NEAR(learning_rate(optimizer, 2'000, 1'050), 5.5e-4, 1e-15);  // half way down
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 2'000, 2'000), 1e-4);
  for (std::uint64_t step = 101; step <= 2'000; ++step) {
    const double done = static_cast<double>(step - 100) / 1'900;
    const double expected = 1e-4 + 9e-4 * 0.5 * (1 + std::cos(std::numbers::pi * done));
    ASSERT_NEAR(learning_rate(optimizer, 2'000, step), expected, 1e-15);
  }
}

TEST(Schedule, WithoutWarmUpBeginsBelowThePeakAndEndsAtTheFloor) {
  const OptimizerConfig optimizer{.learning_rate = 1, .min_learning_rate = 0, .warmup_steps = 0};
  EXPECT_LT(learning_rate(optimizer, 10, 1), 1);
  EXPECT_GT(learning_rate(optimizer, 10, 1), 0.97);
  EXPECT_EQ(learning_rate(optimizer, 10, 10), 0);
  EXPECT_EQ(learning_rate(optimizer, 1, 1), 0);
}

TEST(Schedule, ARunShorterThanItsWarmUpOnlyRises) {
  const OptimizerConfig optimizer{
      .learning_rate = 1, .min_learning_rate = 0.1, .warmup_steps = 100};
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 10, 10), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 100, 100), 1);
}

}  // namespace
}  // namespace crystalline::training
