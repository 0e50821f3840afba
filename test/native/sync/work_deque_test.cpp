#include "engine/sync/work_deque.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace crystalline::sync {
namespace {

TEST(WorkDeque, PopsTheNewestAndTakesTheOldest) {
  WorkDeque<std::uint32_t> deque;
  EXPECT_FALSE(deque.pop().has_value());
  EXPECT_FALSE(deque.take_oldest().has_value());
  for (std::uint32_t i = 0; i < 5; ++i) deque.push(i);
  EXPECT_EQ(deque.size(), 5U);
  EXPECT_EQ(deque.pop(), 4U);
  EXPECT_EQ(deque.take_oldest(), 0U);
  EXPECT_EQ(deque.take_oldest(), 1U);
  EXPECT_EQ(deque.pop(), 3U);
  EXPECT_EQ(deque.pop(), 2U);
  EXPECT_FALSE(deque.pop().has_value());
  EXPECT_EQ(deque.size(), 0U);
}

TEST(WorkDeque, GrowsWithoutLosingItems) {
  WorkDeque<std::uint32_t> deque(2);
  for (std::uint32_t i = 0; i < 7; ++i) deque.push(i);
  EXPECT_EQ(deque.take_oldest(), 0U);
  for (std::uint32_t i = 7; i < 1'000; ++i) deque.push(i);
  for (std::uint32_t i = 1; i < 1'000; ++i) ASSERT_EQ(deque.take_oldest(), i);
}

class Thieves : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, Thieves, testing::Values(1, 2, 3, 8, 13));

/// Every item is handed out once, whoever takes it, while the owner pushes and pops at random.
TEST_P(Thieves, GetEveryItemOnceTogetherWithTheOwner) {
  constexpr std::uint32_t kItems = 60'000;
  WorkDeque<std::uint32_t> deque(4);
  std::vector<std::uint64_t> payload(kItems);  // plain memory: a race if the hand-over is unsound
  std::vector<std::atomic<int>> taken(kItems);
  std::atomic<bool> done{false};
  const auto take = [&](std::uint32_t item) {
    EXPECT_EQ(payload[item], item * 3ULL);
    ++taken[item];
  };
  std::vector<std::thread> thieves;
  for (int t = 0; t < GetParam(); ++t) {
    thieves.emplace_back([&] {
      while (!done || deque.size() > 0) {
        if (const auto item = deque.take_oldest()) {
          take(*item);
        } else {
          std::this_thread::yield();
        }
      }
    });
  }
  std::uint32_t random = 1;
  for (std::uint32_t item = 0; item < kItems; ++item) {
    payload[item] = item * 3ULL;
    deque.push(item);
    random = random * 1'664'525U + 1'013'904'223U;
    if (random >> 30 == 0) {
      if (const auto own = deque.pop()) take(*own);
    } else if (random >> 30 == 1) {
      if (const auto own = deque.take_oldest()) take(*own);
    }
  }
  while (const auto own = deque.pop()) take(*own);
  done = true;
  for (auto& thief : thieves) thief.join();
  for (const auto& count : taken) ASSERT_EQ(count, 1);
}

/// Races for the very last item, the difficult case of the algorithm.
TEST_P(Thieves, RaceForASingleItemFairly) {
  constexpr int kRounds = 20'000;
  WorkDeque<std::uint32_t> deque;
  std::atomic<int> stolen{0};
  std::atomic<bool> done{false};
  std::vector<std::thread> thieves;
  for (int t = 0; t < GetParam(); ++t) {
    thieves.emplace_back([&] {
      while (!done) {
        if (deque.take_oldest()) ++stolen;
      }
    });
  }
  int own = 0;
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    deque.push(round);
    if (deque.pop()) ++own;
  }
  done = true;
  for (auto& thief : thieves) thief.join();
  EXPECT_EQ(own + stolen, kRounds);
}

}  // namespace
}  // namespace crystalline::sync
