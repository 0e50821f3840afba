#include "engine/training/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace crystalline::training {
namespace {

TEST(Schedule, RisesLinearlyThenFallsAlongACosine) {
  const OptimizerConfig optimizer{.learning_rate = 1e-3,
                                  .schedule = {.warmup_steps = 100, .min_learning_rate = 1e-4}};
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
  const OptimizerConfig optimizer{.learning_rate = 1,
                                  .schedule = {.warmup_steps = 0, .min_learning_rate = 0}};
  EXPECT_LT(learning_rate(optimizer, 10, 1), 1);
  EXPECT_GT(learning_rate(optimizer, 10, 1), 0.97);
  EXPECT_EQ(learning_rate(optimizer, 10, 10), 0);
  EXPECT_EQ(learning_rate(optimizer, 1, 1), 0);
}

TEST(Schedule, ARunShorterThanItsWarmUpOnlyRises) {
  const OptimizerConfig optimizer{.learning_rate = 1,
                                  .schedule = {.warmup_steps = 100, .min_learning_rate = 0.1}};
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 10, 10), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate(optimizer, 100, 100), 1);
}

/// Rate 1, least rate 0.1, 10 steps of warm-up of 110.
OptimizerConfig of(ScheduleKind kind) {
  return {.learning_rate = 1,
          .schedule = {.kind = kind,
                       .warmup_steps = 10,
                       .min_learning_rate = 0.1,
                       .cycle_steps = 20,
                       .factor = 0.5,
                       .power = 3,
                       .decay_steps = 40}};
}

/// The rate `t` steps after the warm-up.
double after(const OptimizerConfig& optimizer, std::uint64_t t) {
  return learning_rate(optimizer, 110, 10 + t);
}

TEST(Schedule, EachKindFollowsItsFormula) {
  using enum ScheduleKind;
  for (std::uint64_t t = 1; t <= 100; ++t) {
    const double done = static_cast<double>(t) / 100;
    EXPECT_EQ(after(of(kConstant), t), 1);
    EXPECT_EQ(after(of(kWarmUp), t), 1);
    EXPECT_NEAR(after(of(kLinear), t), 0.1 + 0.9 * (1 - done), 1e-15);
    EXPECT_NEAR(after(of(kPolynomial), t), 0.1 + 0.9 * std::pow(1 - done, 3), 1e-15);
    EXPECT_NEAR(after(of(kExponential), t),
                std::max(0.1, std::pow(0.5, static_cast<double>(t) / 20)), 1e-15);
    EXPECT_NEAR(after(of(kStep), t), std::max(0.1, std::pow(0.5, static_cast<double>(t / 20))),
                1e-15);
    EXPECT_NEAR(after(of(kWarmUpStableDecay), t),
                t <= 60 ? 1 : 0.1 + 0.9 * static_cast<double>(100 - t) / 40, 1e-15);
    EXPECT_NEAR(after(of(kOneCycle), t), 0.1 + 0.9 * 0.5 * (1 + std::cos(std::numbers::pi * done)),
                1e-15);
  }
}

TEST(Schedule, AllButThreeKindsRiseLinearlyFirst) {
  for (std::size_t kind = 0; kind < kScheduleNames.size(); ++kind) {
    const auto optimizer = of(static_cast<ScheduleKind>(kind));
    const ScheduleKind k = optimizer.schedule.kind;
    if (k == ScheduleKind::kConstant || k == ScheduleKind::kOneCycle ||
        k == ScheduleKind::kCyclical) {
      continue;
    }
    EXPECT_DOUBLE_EQ(learning_rate(optimizer, 110, 5), 0.5) << name_of(k);
    EXPECT_DOUBLE_EQ(learning_rate(optimizer, 110, 10), 1) << name_of(k);
  }
  EXPECT_EQ(learning_rate(of(ScheduleKind::kConstant), 110, 1), 1);
  // Half of half a cosine from 1 / 25 to 1.
  EXPECT_NEAR(learning_rate(of(ScheduleKind::kOneCycle), 110, 5), 0.52, 1e-15);
  EXPECT_NEAR(learning_rate(of(ScheduleKind::kOneCycle), 110, 10), 1, 1e-15);
}

TEST(Schedule, ACyclicalOneIsATriangle) {
  const auto optimizer = of(ScheduleKind::kCyclical);
  EXPECT_NEAR(learning_rate(optimizer, 110, 1), 0.1, 1e-15);
  EXPECT_NEAR(learning_rate(optimizer, 110, 6), 0.55, 1e-15);
  EXPECT_NEAR(learning_rate(optimizer, 110, 11), 1, 1e-15);
  EXPECT_NEAR(learning_rate(optimizer, 110, 16), 0.55, 1e-15);
  for (std::uint64_t step = 1; step <= 90; ++step) {
    EXPECT_EQ(learning_rate(optimizer, 110, step), learning_rate(optimizer, 110, step + 20));
  }
}

TEST(Schedule, CosineRestartsAtTheTopOfEachCycle) {
  auto optimizer = of(ScheduleKind::kCosine);
  for (const std::uint64_t end : {20U, 40U, 60U, 80U, 100U}) {
    EXPECT_NEAR(after(optimizer, end), 0.1, 1e-15) << end;
    if (end < 100) {
      EXPECT_GT(after(optimizer, end + 1), 0.99) << end;
    }
  }
  optimizer.schedule.cycle_growth = 2;  // cycles of 20, 40, 80
  EXPECT_NEAR(after(optimizer, 20), 0.1, 1e-15);
  EXPECT_NEAR(after(optimizer, 40), 0.55, 1e-15);
  EXPECT_NEAR(after(optimizer, 60), 0.1, 1e-15);
  EXPECT_NEAR(after(optimizer, 100), 0.55, 1e-15);
}

TEST(Schedule, PastItsHorizonTheLastRateStays) {
  for (std::size_t kind = 0; kind < kScheduleNames.size(); ++kind) {
    auto optimizer = of(static_cast<ScheduleKind>(kind));
    optimizer.schedule.horizon = 110;
    for (const std::uint64_t step : {1U, 50U, 110U}) {
      EXPECT_EQ(learning_rate(optimizer, 200, step), learning_rate(optimizer, 110, step));
    }
    EXPECT_EQ(learning_rate(optimizer, 200, 150), learning_rate(optimizer, 110, 110));
  }
}

TEST(Schedule, EveryRateLiesBetweenZeroAndThePeak) {
  for (std::size_t kind = 0; kind < kScheduleNames.size(); ++kind) {
    for (const std::uint64_t steps : {1U, 2U, 9U, 10U, 11U, 37U, 110U}) {
      for (std::uint64_t step = 1; step <= steps; ++step) {
        const double rate = learning_rate(of(static_cast<ScheduleKind>(kind)), steps, step);
        ASSERT_GE(rate, 0) << kScheduleNames[kind] << " " << step << " of " << steps;
        ASSERT_LE(rate, 1 + 1e-15) << kScheduleNames[kind] << " " << step << " of " << steps;
      }
    }
  }
}

TEST(Schedule, APlateauLowersTheRateWhenItsPatienceEnds) {
  auto optimizer = of(ScheduleKind::kPlateau);
  optimizer.schedule.patience = 2;
  optimizer.schedule.min_delta = 0.01;
  PlateauState plateau;
  EXPECT_FALSE(plateau.validated(optimizer.schedule, 2.0));
  EXPECT_FALSE(plateau.validated(optimizer.schedule, 1.995));  // less than the least progress
  EXPECT_FALSE(plateau.validated(optimizer.schedule, 2.5));
  EXPECT_TRUE(plateau.validated(optimizer.schedule, 2.1));
  EXPECT_FALSE(plateau.validated(optimizer.schedule, 1.9));
  EXPECT_EQ(plateau.reductions, 1U);
  EXPECT_EQ(plateau.best_nats, 1.9);
  EXPECT_EQ(learning_rate(optimizer, 110, 50, 0), 1);
  EXPECT_EQ(learning_rate(optimizer, 110, 50, 1), 0.5);
  EXPECT_EQ(learning_rate(optimizer, 110, 50, 9), 0.1);
}

TEST(Schedule, ChangesByHandScaleFromTheirStepOn) {
  const RateChange changes[] = {{5, 0.5}, {20, 3}};
  EXPECT_EQ(rate_scale(changes, 4), 1);
  EXPECT_EQ(rate_scale(changes, 5), 0.5);
  EXPECT_EQ(rate_scale(changes, 19), 0.5);
  EXPECT_EQ(rate_scale(changes, 20), 3);
  EXPECT_EQ(rate_scale({}, 20), 1);
}

TEST(Schedule, IsDrawnFromItsFirstStepToItsLast) {
  const auto optimizer = of(ScheduleKind::kLinear);
  const auto curve = draw_schedule(optimizer, 110, 12);
  ASSERT_EQ(curve.step.size(), 12U);
  EXPECT_EQ(curve.step.front(), 1U);
  EXPECT_EQ(curve.step.back(), 110U);
  for (std::size_t i = 0; i < curve.step.size(); ++i) {
    EXPECT_EQ(curve.learning_rate[i], learning_rate(optimizer, 110, curve.step[i]));
  }
  EXPECT_EQ(draw_schedule(optimizer, 3, 100).step, (std::vector<std::uint64_t>{1, 2, 3}));
}

}  // namespace
}  // namespace crystalline::training
