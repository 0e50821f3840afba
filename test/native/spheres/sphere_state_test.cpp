#include "engine/spheres/sphere_state.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "native/sanitized.hpp"

namespace crystalline::spheres {
namespace {

using enum SphereState;

/// The table as it is written in the specification.
const std::set<std::pair<SphereState, SphereState>> kLegal = {
    {kInitializing, kReady},      {kInitializing, kTerminating},
    {kReady, kProcessing},        {kReady, kIdle},
    {kReady, kWaiting},           {kReady, kAccumulating},
    {kReady, kUpdating},          {kReady, kTerminating},
    {kProcessing, kReady},        {kProcessing, kWaiting},
    {kProcessing, kAccumulating}, {kProcessing, kTerminating},
    {kWaiting, kReady},           {kWaiting, kAccumulating},
    {kWaiting, kUpdating},        {kWaiting, kTerminating},
    {kAccumulating, kWaiting},    {kAccumulating, kUpdating},
    {kAccumulating, kReady},      {kAccumulating, kTerminating},
    {kUpdating, kReady},          {kUpdating, kWaiting},
    {kUpdating, kTerminating},    {kIdle, kReady},
    {kIdle, kTerminating},        {kTerminating, kTerminated},
};

/// States that lead from the first to each state.
std::vector<SphereState> path_to(SphereState state) {
  switch (state) {
    case kInitializing:
      return {};
    case kReady:
      return {kReady};
    case kTerminated:
      return {kTerminating, kTerminated};
    default:
      return {kReady, state};
  }
}

TEST(SphereState, AllowsExactlyTheTable) {
  for (int from = 0; from < 9; ++from) {
    for (int to = 0; to < 9; ++to) {
      const auto a = static_cast<SphereState>(from);
      const auto b = static_cast<SphereState>(to);
      const bool legal = kLegal.contains({a, b});
      EXPECT_EQ(is_legal(a, b), legal) << name_of(a) << " -> " << name_of(b);
      StateCell cell;
      for (const SphereState step : path_to(a)) ASSERT_TRUE(cell.move(step, 0));
      EXPECT_EQ(cell.move(b, 1), legal);
      EXPECT_EQ(cell.state(), legal ? b : a);
      EXPECT_EQ(cell.refused(), legal ? 0U : 1U);
    }
  }
}

TEST(SphereState, MovesFromAGivenStateOnly) {
  StateCell cell;
  EXPECT_FALSE(cell.move_from(kReady, kIdle, 0));
  EXPECT_EQ(cell.refused(), 0U);  // not this state: nothing was attempted
  EXPECT_TRUE(cell.move_from(kInitializing, kReady, 0));
  EXPECT_FALSE(cell.move_from(kReady, kTerminated, 0));
  EXPECT_EQ(cell.refused(), 1U);
}

TEST(SphereState, CountsTheTimeItWorked) {
  StateCell cell;
  cell.move(kReady, 10);
  EXPECT_TRUE(cell.begin_computing(100));
  EXPECT_TRUE(cell.begin_computing(110));  // a second worker
  EXPECT_EQ(cell.view().computing, 2U);
  cell.end_computing(150);
  EXPECT_EQ(cell.state(), kProcessing);
  EXPECT_EQ(cell.view().since_us, 100U);
  cell.end_computing(180);
  EXPECT_EQ(cell.state(), kReady);
  EXPECT_EQ(cell.view().busy_us, 80U);
  cell.move(kWaiting, 200);
  cell.move(kUpdating, 300);
  cell.move(kReady, 305);
  EXPECT_EQ(cell.view().busy_us, 85U);
  EXPECT_EQ(cell.view().since_us, 305U);
}

TEST(SphereState, ComputesOnlyWhenReady) {
  StateCell cell;
  EXPECT_FALSE(cell.begin_computing(0));
  cell.move(kReady, 0);
  cell.move(kWaiting, 0);
  EXPECT_FALSE(cell.begin_computing(0));
  EXPECT_EQ(cell.refused(), 2U);
  cell.end_computing(0);  // nobody computes: nothing happens
  EXPECT_EQ(cell.state(), kWaiting);
}

class Changers : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, Changers, testing::Values(1, 2, 3, 8, 13));

TEST_P(Changers, OneOfManyEndsIt) {
  for (std::uint64_t round = 0; round < test::repeated(200, 40); ++round) {
    StateCell cell;
    cell.move(kReady, 0);
    std::atomic<int> ended{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < GetParam(); ++t) {
      threads.emplace_back([&] {
        if (cell.move(kTerminating, 1)) ++ended;
      });
    }
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(ended, 1);
    ASSERT_EQ(cell.refused(), static_cast<std::uint32_t>(GetParam() - 1));
  }
}

TEST_P(Changers, ComputingIsCountedExactly) {
  StateCell cell;
  cell.move(kReady, 0);
  std::vector<std::thread> threads;
  for (int t = 0; t < GetParam(); ++t) {
    threads.emplace_back([&] {
      for (std::uint64_t i = 0; i < 5'000; ++i) {
        ASSERT_TRUE(cell.begin_computing(i));
        cell.end_computing(i);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(cell.state(), kReady);
  EXPECT_EQ(cell.view().computing, 0U);
  EXPECT_EQ(cell.refused(), 0U);
}

}  // namespace
}  // namespace crystalline::spheres
