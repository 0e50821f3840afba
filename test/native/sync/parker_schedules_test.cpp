#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "engine/sync/parker.hpp"
#include "engine/sync/spsc_ring.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/modelled_memory.hpp"

// A worker's inbox as it is built: a ring from every other thread, and a place to sleep. The model
// finds a lost message, a message out of order, and a wake-up that never comes.
namespace crystalline::schedules {
namespace {

using Ring = sync::SpscRing<int, ModelledMemory>;
using Parker = sync::ParkerOf<ModelledMemory>;

struct Inbox {
  explicit Inbox(std::size_t producers) {
    for (std::size_t p = 0; p < producers; ++p) rings.push_back(std::make_unique<Ring>(2));
    expected.assign(producers, 1);
  }
  int receive() {
    int received = 0;
    for (std::size_t p = 0; p < rings.size(); ++p) {
      rings[p]->take_all([&](const int& item) {
        require(item == expected[p]++, "first in, first out from each producer");
        ++received;
      });
    }
    return received;
  }
  bool anything() const {
    for (const auto& ring : rings) {
      if (!ring->empty()) return true;
    }
    return false;
  }

  std::vector<std::unique_ptr<Ring>> rings;
  Parker parker;
  std::vector<int> expected;
};

/// What a worker could get wrong.
enum class Mistake { kNone, kSleepsWithoutASecondLook, kLooksBeforeItPrepares, kNotifiesFirst };

Program sleep_and_wake(std::vector<int> messages, Mistake mistake = Mistake::kNone) {
  const auto inbox = std::make_shared<Inbox>(messages.size());
  int all = 0;
  for (const int count : messages) all += count;
  Program program;
  program.threads.push_back([=] {
    for (int received = inbox->receive(); received < all; received += inbox->receive()) {
      const bool early = mistake == Mistake::kLooksBeforeItPrepares && inbox->anything();
      const std::uint32_t key = inbox->parker.prepare();
      const bool looks = mistake == Mistake::kNone || mistake == Mistake::kNotifiesFirst;
      if (early || (looks && inbox->anything())) {
        inbox->parker.cancel();
      } else {
        inbox->parker.wait(key);
      }
    }
  });
  for (std::size_t p = 0; p < messages.size(); ++p) {
    program.threads.push_back([=] {
      for (int n = 1; n <= messages[p]; ++n) {
        if (mistake == Mistake::kNotifiesFirst) inbox->parker.notify();
        require(inbox->rings[p]->try_put(n), "there is room");
        if (mistake != Mistake::kNotifiesFirst) inbox->parker.notify();
      }
    });
  }
  return program;
}

TEST(ParkerSchedules, NoWakeUpIsLostAndEveryOrderIsNeeded) {
  expect_needed_orders("parker.hpp",
                       {{[] { return sleep_and_wake({1}); }},
                        {[] { return sleep_and_wake({2}); }},
                        {[] {
                           return sleep_and_wake({1, 1});
                         },
                         {.bounds = {.preemptions = 2}, .executions = 30'000}}},
                       // Each of the two would do: what the first misses the second sees.
                       {"seq_cst -> acquire in return ticket_.load(std::memory_order_seq_cst);",
                        "seq_cst -> acquire in woken_.wait(lock, [&] { return "
                        "ticket_.load(std::memory_order_seq_cst) != key; });"});
}

TEST(ParkerSchedules, AStepLeftOutLosesAWakeUp) {
  for (const Mistake mistake : {Mistake::kSleepsWithoutASecondLook, Mistake::kLooksBeforeItPrepares,
                                Mistake::kNotifiesFirst}) {
    EXPECT_EQ(explore([=] { return sleep_and_wake({1}, mistake); }).wrong, "no thread can go on");
  }
}

}  // namespace
}  // namespace crystalline::schedules
