#include "native/sync/schedules/history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "native/sync/schedules/specifications.hpp"

// The checker of histories itself: right ones pass, wrong ones do not, and it finds what trying
// every order finds.
namespace crystalline::schedules {
namespace {

using Queue = std::vector<Timed<QueueCall>>;
constexpr QueueCall push(int item) { return {true, true, item}; }
constexpr QueueCall pop(int item) { return {false, true, item}; }
constexpr QueueCall kEmpty{false, false, 0};

bool has_order(Queue history) {
  return is_linearizable(std::move(history), std::vector<int>{}, strict_queue<2>);
}

TEST(History, CallsOneAfterTheOtherKeepTheirOrder) {
  EXPECT_TRUE(has_order({{push(1), 0, 1}, {push(2), 2, 3}, {pop(1), 4, 5}, {pop(2), 6, 7}}));
  EXPECT_FALSE(has_order({{push(1), 0, 1}, {push(2), 2, 3}, {pop(2), 4, 5}, {pop(1), 6, 7}}));
}

TEST(History, CallsAtOneTimeMayComeInAnyOrder) {
  EXPECT_TRUE(has_order({{push(1), 0, 3}, {push(2), 1, 2}, {pop(2), 4, 5}, {pop(1), 6, 7}}));
  EXPECT_TRUE(has_order({{pop(1), 0, 3}, {push(1), 1, 2}}));
  EXPECT_TRUE(has_order({{push(1), 0, 9}, {kEmpty, 1, 2}, {pop(1), 3, 4}}));
}

TEST(History, WhatCannotHaveBeenIsRefused) {
  EXPECT_FALSE(has_order({{pop(1), 0, 1}}));                                   // from nowhere
  EXPECT_FALSE(has_order({{push(1), 0, 1}, {pop(1), 2, 3}, {pop(1), 2, 3}}));  // twice
  EXPECT_FALSE(has_order({{pop(1), 0, 1}, {push(1), 2, 3}}));  // before it was there
  EXPECT_FALSE(has_order({{push(1), 0, 1}, {kEmpty, 2, 3}}));  // lost for a moment
  EXPECT_FALSE(has_order({{push(1), 0, 1}, {push(2), 2, 3}, {push(3), 4, 5}}));  // one too many
  // Each of the two poppers alone could be right, together they cannot.
  EXPECT_FALSE(has_order({{push(1), 0, 1}, {push(2), 2, 3}, {pop(2), 4, 7}, {kEmpty, 5, 6}}));
}

TEST(History, OtherObjectsHaveTheirOwnRules) {
  using enum DequeCall::Kind;
  const auto deque = [](std::vector<Timed<DequeCall>> history) {
    return is_linearizable(std::move(history), std::vector<int>{}, work_deque);
  };
  EXPECT_TRUE(deque({{{kPush, 1}, 0, 1}, {{kPush, 2}, 2, 3}, {{kPop, 2}, 4, 5}}));
  EXPECT_FALSE(deque({{{kPush, 1}, 0, 1}, {{kPush, 2}, 2, 3}, {{kPop, 1}, 4, 5}}));
  EXPECT_FALSE(deque({{{kPush, 1}, 0, 1}, {{kPop, 1}, 2, 5}, {{kTakeOldest, 1}, 3, 4}}));
  const auto versions = [](std::vector<Timed<RegionCall>> history) {
    return is_linearizable(std::move(history), std::uint64_t{0}, region);
  };
  EXPECT_TRUE(versions({{{true, 1}, 0, 3}, {{false, 0}, 1, 2}, {{false, 1}, 4, 5}}));
  EXPECT_FALSE(versions({{{true, 1}, 0, 5}, {{false, 1}, 1, 2}, {{false, 0}, 3, 4}}));  // back
  EXPECT_FALSE(versions({{{true, 1}, 0, 1}, {{false, 0}, 2, 3}}));                      // stale
  const auto cell = [](std::vector<Timed<CellCall>> history) {
    return is_linearizable(std::move(history), CellState{0, true}, latest_cell);
  };
  EXPECT_TRUE(cell({{{true, 1}, 0, 1}, {{true, 2}, 2, 3}, {{false, 2}, 4, 5}, {{false, 0}, 6, 7}}));
  EXPECT_FALSE(cell({{{true, 1}, 0, 1}, {{true, 2}, 2, 3}, {{false, 1}, 4, 5}}));
  EXPECT_FALSE(cell({{{true, 1}, 0, 1}, {{false, 0}, 2, 3}}));
  const auto ring = [](std::vector<Timed<RingCall>> history) {
    return is_linearizable(std::move(history), std::vector<int>{}, endless_ring);
  };
  EXPECT_TRUE(ring({{{true, {1}}, 0, 1}, {{true, {2}}, 2, 5}, {{false, {1}}, 3, 4}}));
  EXPECT_FALSE(ring({{{true, {1}}, 0, 1}, {{true, {2}}, 2, 3}, {{false, {1}}, 4, 5}}));
  EXPECT_FALSE(ring({{{true, {1}}, 0, 1}, {{true, {2}}, 2, 3}, {{false, {2, 1}}, 4, 5}}));
}

/// Small random histories, against every order of their calls.
TEST(History, FindsWhatTryingEveryOrderFinds) {
  std::mt19937 random(11);
  int right = 0;
  constexpr int kTrials = 3'000;
  for (int trial = 0; trial < kTrials; ++trial) {
    Queue history;
    for (int i = 0; i < 5; ++i) {
      const auto begin = random() % 8;
      const QueueCall call{random() % 2 == 0, random() % 4 != 0,
                           1 + static_cast<int>(random() % 2)};
      history.push_back({call, begin, begin + 1 + random() % 4});
    }
    std::vector<std::size_t> order = {0, 1, 2, 3, 4};
    bool any = false;
    do {
      bool holds = true;
      std::vector<int> items;
      for (std::size_t i = 0; i < order.size() && holds; ++i) {
        for (std::size_t j = i + 1; j < order.size(); ++j) {
          holds = holds && history[order[j]].end >= history[order[i]].begin;
        }
        holds = holds && strict_queue<2>(items, history[order[i]].call);
      }
      any = any || holds;
    } while (!any && std::next_permutation(order.begin(), order.end()));
    ASSERT_EQ(has_order(history), any) << "trial " << trial;
    right += any ? 1 : 0;
  }
  EXPECT_GT(right, kTrials / 100);
  EXPECT_LT(right, kTrials - kTrials / 100);
}

}  // namespace
}  // namespace crystalline::schedules
