#include "engine/base/progress.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace crystalline::base {
namespace {

TEST(Progress, GoesThroughItsPartsAndNeverBack) {
  const Progress progress = Progress::watched();
  EXPECT_EQ(progress.state().fraction, 0);
  progress.begin(WorkPart::kReading, 100, 0.25);
  EXPECT_TRUE(progress.advance(50).ok());
  EXPECT_EQ(progress.state().part, WorkPart::kReading);
  EXPECT_DOUBLE_EQ(progress.state().fraction, 0.125);
  progress.begin(WorkPart::kWriting, 10, 1);  // the first part ended early
  EXPECT_DOUBLE_EQ(progress.state().fraction, 0.25);
  EXPECT_EQ(progress.state().done, 0U);
  EXPECT_TRUE(progress.advance(25).ok());  // more than was promised
  EXPECT_DOUBLE_EQ(progress.state().fraction, 1);
  EXPECT_EQ(progress.state().done, 10U);
  progress.begin(WorkPart::kWriting, 0, 0.5);
  EXPECT_DOUBLE_EQ(progress.state().fraction, 1);
}

TEST(Progress, TellsTheDoerThatItIsCancelled) {
  const Progress progress = Progress::watched();
  const Progress copy = progress;
  progress.begin(WorkPart::kReading, 2, 1);
  EXPECT_TRUE(copy.advance(1).ok());
  copy.cancel();
  const auto told = progress.advance(1);
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.error().code, ErrorCode::kCancelled);
}

TEST(Progress, IsNothingWhenNobodyWatches) {
  const Progress progress;
  progress.begin(WorkPart::kReading, 2, 1);
  progress.cancel();
  EXPECT_TRUE(progress.advance(1).ok());
  EXPECT_FALSE(progress.cancelled());
  EXPECT_EQ(progress.state().total, 0U);
}

TEST(Progress, CountsWhatManyThreadsDo) {
  const Progress progress = Progress::watched();
  progress.begin(WorkPart::kCounting, 40'000, 1);
  std::atomic<bool> done{false};
  std::jthread reader([&] {
    double before = 0;
    while (!done.load()) {
      const double now = progress.state().fraction;
      EXPECT_GE(now, before);
      before = now;
    }
  });
  {
    std::vector<std::jthread> doers;
    for (int t = 0; t < 4; ++t) {
      doers.emplace_back([&] {
        for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(progress.advance(1).ok());
      });
    }
  }
  done.store(true);
  EXPECT_EQ(progress.state().done, 40'000U);
}

}  // namespace
}  // namespace crystalline::base
