#include "engine/spheres/step_run.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace crystalline::spheres {
namespace {

StepProgram program(std::uint32_t items, std::uint32_t lanes, std::uint32_t parts) {
  StepProgram made;
  made.items = items;
  made.lanes = lanes;
  made.parts = parts;
  return made;
}

TEST(StepRun, LanesAreRunsOfItems) {
  StepRun run;
  for (std::uint32_t items = 1; items <= 40; ++items) {
    for (std::uint32_t lanes = 1; lanes <= items; ++lanes) {
      run.begin(program(items, lanes, 1));
      std::uint32_t firsts = 0;
      for (std::uint32_t item = 0; item < items; ++item) {
        EXPECT_EQ(run.lane_of(item), item * lanes / items);
        firsts += run.is_first(item) ? 1 : 0;
        const bool last = item + 1 == items || run.is_first(item + 1);
        EXPECT_EQ(run.has_successor(item), !last);
      }
      EXPECT_EQ(firsts, lanes);
    }
  }
}

TEST(StepRun, EveryItemOfASweepIsFree) {
  StepRun run;
  run.begin(SweepProgram{3, 10, {}});
  EXPECT_TRUE(run.is_sweep());
  for (std::uint32_t item = 0; item < 10; ++item) {
    EXPECT_TRUE(run.is_first(item));
    EXPECT_FALSE(run.has_successor(item));
  }
}

class Takers : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, Takers, testing::Values(1, 2, 3, 8, 13));

/// Workers that take parts without knowing the phase: every part of every phase is done once, and
/// no part of one phase while another is open.
TEST_P(Takers, DoEveryPartOfEveryPhaseOnce) {
  constexpr std::uint32_t kParts = 7;
  constexpr int kPhases = 2'000;
  StepRun run;
  run.begin(program(1, 1, kParts));
  std::vector<std::atomic<int>> done(kPhases * kParts);
  std::atomic<int> phase{0};
  std::atomic<int> mixed{0};
  const auto kind = [](int p) {
    return p % 2 == 0 ? StepRun::Phase::kReduce : StepRun::Phase::kUpdate;
  };
  run.open(kind(0));
  std::vector<std::thread> threads;
  for (int t = 0; t < GetParam(); ++t) {
    threads.emplace_back([&] {
      while (phase < kPhases) {
        const auto part = run.take_part();
        if (!part) {
          std::this_thread::yield();
          continue;
        }
        const int now = phase;
        if (part->phase != kind(now)) ++mixed;
        ++done[static_cast<std::size_t>(now) * kParts + part->index];
        if (run.finish_part()) {
          ++phase;
          if (phase < kPhases) run.open(kind(phase));
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(mixed, 0);
  for (const auto& count : done) ASSERT_EQ(count, 1);
}

}  // namespace
}  // namespace crystalline::spheres
