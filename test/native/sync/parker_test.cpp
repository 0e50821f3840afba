#include "engine/sync/parker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace crystalline::sync {
namespace {

/// One sleeper, several wakers: every unit of work is found, or the test hangs.
class Wakers : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, Wakers, testing::Values(1, 2, 3, 8, 13));

TEST_P(Wakers, LoseNoWakeUp) {
  constexpr int kUnits = 5'000;
  Parker parker;
  std::atomic<int> work{0};
  std::vector<std::thread> wakers;
  for (int w = 0; w < GetParam(); ++w) {
    wakers.emplace_back([&] {
      for (int i = 0; i < kUnits; ++i) {
        work.fetch_add(1, std::memory_order_release);
        parker.notify();
        if (i % 16 == 0) std::this_thread::yield();
      }
    });
  }
  int done = 0;
  while (done < kUnits * GetParam()) {
    const int found = work.exchange(0, std::memory_order_acquire);
    done += found;
    if (found > 0) continue;
    const std::uint32_t key = parker.prepare();
    if (work.load(std::memory_order_acquire) > 0) {
      parker.cancel();
    } else {
      parker.wait(key);
    }
  }
  for (auto& waker : wakers) waker.join();
  EXPECT_EQ(done, kUnits * GetParam());
}

TEST(Parker, ANotifyBetweenPrepareAndWaitIsNotLost) {
  Parker parker;
  const std::uint32_t key = parker.prepare();
  EXPECT_TRUE(parker.asleep());
  parker.notify();
  parker.wait(key);  // returns at once
  EXPECT_FALSE(parker.asleep());
}

}  // namespace
}  // namespace crystalline::sync
