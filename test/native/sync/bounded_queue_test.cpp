#include "engine/sync/bounded_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace crystalline::sync {
namespace {

struct Row {
  std::uint32_t producer;
  std::uint32_t number;
};

TEST(BoundedQueue, IsFirstInFirstOutAndRefusesWhenFull) {
  BoundedQueue<int> queue(4);
  int item = 0;
  EXPECT_FALSE(queue.try_pop(item));
  for (int lap = 0; lap < 5; ++lap) {
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(queue.try_push(lap * 10 + i));
    EXPECT_FALSE(queue.try_push(99));
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(queue.try_pop(item));
      EXPECT_EQ(item, lap * 10 + i);
    }
    EXPECT_FALSE(queue.try_pop(item));
  }
}

class Producers : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Threads, Producers, testing::Values(1, 2, 3, 8, 13));

TEST_P(Producers, KeepTheirOrderAtOneConsumer) {
  constexpr std::uint32_t kRows = 10'000;
  BoundedQueue<Row> queue(64);
  std::vector<std::thread> producers;
  for (std::uint32_t p = 0; p < GetParam(); ++p) {
    producers.emplace_back([&, p] {
      for (std::uint32_t n = 0; n < kRows; ++n) {
        while (!queue.try_push({p, n})) std::this_thread::yield();
      }
    });
  }
  std::vector<std::uint32_t> expected(GetParam(), 0);
  Row row{};
  for (std::uint64_t total = 0; total < std::uint64_t{kRows} * GetParam();) {
    if (!queue.try_pop(row)) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(row.number, expected[row.producer]);
    ++expected[row.producer];
    ++total;
  }
  for (auto& producer : producers) producer.join();
  EXPECT_FALSE(queue.try_pop(row));
}

TEST_P(Producers, LoseNothingToManyConsumers) {
  constexpr std::uint32_t kRows = 5'000;
  BoundedQueue<Row> queue(16);
  std::vector<std::atomic<int>> seen(kRows * GetParam());
  std::atomic<std::uint32_t> left{kRows * GetParam()};
  std::vector<std::thread> threads;
  for (std::uint32_t p = 0; p < GetParam(); ++p) {
    threads.emplace_back([&, p] {
      for (std::uint32_t n = 0; n < kRows; ++n) {
        while (!queue.try_push({p, n})) std::this_thread::yield();
      }
    });
    threads.emplace_back([&] {
      Row row{};
      while (left > 0) {
        if (!queue.try_pop(row)) {
          std::this_thread::yield();
          continue;
        }
        ++seen[row.producer * kRows + row.number];
        --left;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& count : seen) ASSERT_EQ(count, 1);
}

}  // namespace
}  // namespace crystalline::sync
