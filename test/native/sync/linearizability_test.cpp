#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "engine/sync/bounded_queue.hpp"
#include "engine/sync/latest_cell.hpp"
#include "engine/sync/spsc_ring.hpp"
#include "engine/sync/versioned_region.hpp"
#include "engine/sync/work_deque.hpp"
#include "native/sanitized.hpp"
#include "native/sync/schedules/history.hpp"
#include "native/sync/schedules/specifications.hpp"

// Three threads on the real types, three or four calls each, again and again: every history they
// make has a sequential order. (The *_schedules_test files do the same under every interleaving.)
namespace crystalline::sync {
namespace {

using schedules::CellCall;
using schedules::CellState;
using schedules::DequeCall;
using schedules::is_linearizable;
using schedules::QueueCall;
using schedules::RegionCall;
using schedules::RingCall;
using schedules::Timed;

constexpr std::size_t kThreads = 3;
constexpr std::uint64_t kRounds = test::repeated(3'000, 400);

/// What each thread did and when, in one order over all threads.
template <typename Call>
class Recorder {
 public:
  template <typename Body>
  void call(std::size_t thread, Body&& body) {
    const std::uint64_t begin = time_.fetch_add(1);
    Call made = body();
    calls_[thread].push_back({std::move(made), begin, time_.fetch_add(1)});
  }
  /// All of them; begins anew.
  std::vector<Timed<Call>> history() {
    std::vector<Timed<Call>> all;
    for (auto& calls : calls_) {
      all.insert(all.end(), calls.begin(), calls.end());
      calls.clear();
    }
    return all;
  }

 private:
  std::atomic<std::uint64_t> time_{0};
  std::array<std::vector<Timed<Call>>, kThreads> calls_;
};

/// Runs `body(thread, random)` on all threads at once, round after round; `between` before each
/// round and after the last, while none runs.
void play(const std::function<void()>& between,
          const std::function<void(std::size_t, std::mt19937&)>& body) {
  std::barrier meet(kThreads, [&]() noexcept { between(); });
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(static_cast<unsigned>(t + 1));
      for (std::uint64_t round = 0; round < kRounds; ++round) {
        meet.arrive_and_wait();
        if (random() % 4 == 0) std::this_thread::yield();
        body(t, random);
      }
      meet.arrive_and_wait();
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(Linearizability, OfTheBoundedQueue) {
  std::unique_ptr<BoundedQueue<int>> queue;
  Recorder<QueueCall> recorder;
  play(
      [&] {
        EXPECT_TRUE(
            is_linearizable(recorder.history(), std::vector<int>{}, schedules::patient_queue<2>));
        queue = std::make_unique<BoundedQueue<int>>(2);
      },
      [&](std::size_t thread, std::mt19937& random) {
        for (int i = 0; i < 4; ++i) {
          const int item = static_cast<int>(thread) * 10 + i;
          const bool push = random() % 2 == 0;
          recorder.call(thread, [&]() -> QueueCall {
            if (push) return {true, queue->try_push(item), item};
            int got = 0;
            const bool done = queue->try_pop(got);
            return {false, done, got};
          });
        }
      });
}

TEST(Linearizability, OfTheWorkDeque) {
  std::unique_ptr<WorkDeque<int>> deque;
  Recorder<DequeCall> recorder;
  play(
      [&] {
        EXPECT_TRUE(is_linearizable(recorder.history(), std::vector<int>{}, schedules::work_deque));
        deque = std::make_unique<WorkDeque<int>>(1);  // it also grows
      },
      [&](std::size_t thread, std::mt19937& random) {
        using enum DequeCall::Kind;
        for (int i = 1; i <= 4; ++i) {
          const bool push = i == 1 || random() % 2 == 0;
          recorder.call(thread, [&]() -> DequeCall {
            if (thread != 0) return {kTakeOldest, deque->take_oldest().value_or(0)};
            if (!push) return {kPop, deque->pop().value_or(0)};
            deque->push(i);
            return {kPush, i};
          });
        }
      });
}

TEST(Linearizability, OfTheRing) {
  std::unique_ptr<SpscRing<int>> ring;
  Recorder<RingCall> recorder;
  play(
      [&] {
        EXPECT_TRUE(
            is_linearizable(recorder.history(), std::vector<int>{}, schedules::endless_ring));
        ring = std::make_unique<SpscRing<int>>(8);
      },
      [&](std::size_t thread, std::mt19937&) {
        if (thread == 2) return;  // a producer and a consumer
        for (int i = 1; i <= 4; ++i) {
          recorder.call(thread, [&]() -> RingCall {
            if (thread == 0) {
              EXPECT_TRUE(ring->try_put(i));
              return {true, {i}};
            }
            RingCall call{false, {}};
            ring->take_all([&](int item) { call.items.push_back(item); });
            return call;
          });
        }
      });
}

TEST(Linearizability, OfTheVersionedRegion) {
  std::unique_ptr<VersionedRegion<std::uint64_t>> region;
  Recorder<RegionCall> recorder;
  play(
      [&] {
        EXPECT_TRUE(is_linearizable(recorder.history(), std::uint64_t{0}, schedules::region));
        region = std::make_unique<VersionedRegion<std::uint64_t>>(8);
      },
      [&](std::size_t thread, std::mt19937&) {
        for (int i = 0; i < 4; ++i) {
          recorder.call(thread, [&]() -> RegionCall {
            if (thread == 0) {
              auto handle = region->modify();
              for (std::uint64_t& value : handle.value().data()) ++value;
              return {true, std::move(handle).value().commit()};
            }
            const auto handle = region->read();
            for (const std::uint64_t value : handle.data()) EXPECT_EQ(value, handle.version());
            return {false, handle.version()};
          });
        }
      });
}

TEST(Linearizability, OfTheLatestCell) {
  std::unique_ptr<LatestCell<int>> cell;
  Recorder<CellCall> recorder;
  play(
      [&] {
        EXPECT_TRUE(
            is_linearizable(recorder.history(), CellState{0, true}, schedules::latest_cell));
        cell = std::make_unique<LatestCell<int>>();
      },
      [&](std::size_t thread, std::mt19937&) {
        if (thread == 2) return;  // a writer and a reader
        for (int i = 1; i <= 4; ++i) {
          recorder.call(thread, [&]() -> CellCall {
            if (thread == 0) {
              cell->publish(i);
              return {true, i};
            }
            int value = 0;
            return {false, cell->take(value) ? value : 0};
          });
        }
      });
}

}  // namespace
}  // namespace crystalline::sync
