#include "engine/training/batch_plan.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crystalline::training {
namespace {

// A run's bits stand on these: computed apart from the engine (test/native/training/batch_plan.py).
TEST(BatchPlan, KnownAnswers) {
  const BatchPlan plan{.seed = 1, .tokens = 1'071'285, .context = 64};
  EXPECT_EQ(plan.offset(1, 0), 186812U);
  EXPECT_EQ(plan.offset(1, 1), 834532U);
  EXPECT_EQ(plan.offset(1, 11), 95495U);
  EXPECT_EQ(plan.offset(2, 0), 226559U);
  EXPECT_EQ(plan.offset(500, 3), 387202U);
  EXPECT_EQ(plan.offset(1099511627777, 7), 638882U);
}

TEST(BatchPlan, ReachesEveryWindowAndNoOther) {
  const BatchPlan plan{.seed = 3, .tokens = 40, .context = 32};  // windows start at 0..7
  std::vector<int> drawn(8);
  for (std::uint64_t step = 1; step <= 400; ++step) {
    for (std::uint32_t sequence = 0; sequence < 4; ++sequence) {
      ++drawn.at(plan.offset(step, sequence));
    }
  }
  for (const int count : drawn) {  // 200 expected, standard deviation 13
    EXPECT_GT(count, 130);
    EXPECT_LT(count, 270);
  }
}

TEST(BatchPlan, SeedStepAndSequenceAllMatter) {
  const BatchPlan plan{.seed = 1, .tokens = 1'000'000, .context = 64};
  const BatchPlan other{.seed = 2, .tokens = 1'000'000, .context = 64};
  EXPECT_NE(plan.offset(1, 0), plan.offset(2, 0));
  EXPECT_NE(plan.offset(1, 0), plan.offset(1, 1));
  EXPECT_NE(plan.offset(1, 0), other.offset(1, 0));
}

TEST(WindowPlan, WindowsAreApartInOrderAndWithinTheSplit) {
  for (const std::size_t tokens : {65U, 64U, 129U, 1'000U, 119'032U}) {
    for (const std::uint64_t wanted : {0U, 1U, 3U, 128U, 100'000U}) {
      const WindowPlan plan(tokens, 64, wanted);
      const std::size_t fit = (tokens - 1) / 64;
      ASSERT_EQ(plan.count(), wanted == 0 || wanted > fit ? fit : wanted);
      for (std::uint32_t i = 0; i < plan.count(); ++i) {
        ASSERT_LE(plan.offset(i) + 64 + 1, tokens);  // the last target too
        if (i > 0) {
          ASSERT_GE(plan.offset(i), plan.offset(i - 1) + 64);
        }
      }
    }
  }
}

TEST(WindowPlan, SpacesFewWindowsOverTheWholeSplit) {
  const WindowPlan plan(1'001, 10, 4);  // 100 places
  EXPECT_EQ(plan.offset(0), 0U);
  EXPECT_EQ(plan.offset(1), 250U);
  EXPECT_EQ(plan.offset(2), 500U);
  EXPECT_EQ(plan.offset(3), 750U);
}

}  // namespace
}  // namespace crystalline::training
