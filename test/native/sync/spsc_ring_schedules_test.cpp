#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "engine/sync/spsc_ring.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/modelled_memory.hpp"

namespace crystalline::schedules {
namespace {

using Ring = sync::SpscRing<int, ModelledMemory>;

/// The producer puts 1..items as long as there is room; the consumer looks a few times.
Program hand_over(std::size_t capacity, int items) {
  struct Shared {
    explicit Shared(std::size_t capacity) : ring(capacity) {}
    void take() {
      ring.take_all([this](const int& item) { taken.push_back(item); });
    }
    Ring ring;
    int put = 0;
    std::vector<int> taken;
  };
  const auto shared = std::make_shared<Shared>(capacity);
  Program program;
  program.threads.push_back([=] {
    for (int tries = 0; tries < items + 1 && shared->put < items; ++tries) {
      if (shared->ring.try_put(shared->put + 1)) ++shared->put;
    }
  });
  program.threads.push_back([=] {
    for (int look = 0; look < 2; ++look) {
      if (!shared->ring.empty()) shared->take();
    }
  });
  program.after = [=] {
    for (int look = 0; look < 4; ++look) shared->take();
    require(static_cast<int>(shared->taken.size()) == shared->put, "all that was put is taken");
    for (int i = 0; i < shared->put; ++i) {
      require(shared->taken[static_cast<std::size_t>(i)] == i + 1, "first in, first out");
    }
  };
  return program;
}

TEST(SpscRingSchedules, NothingIsLostAndEveryOrderIsNeeded) {
  expect_needed_orders("spsc_ring.hpp",
                       {{[] { return hand_over(1, 3); }}, {[] { return hand_over(2, 3); }}, {[] {
                          return hand_over(4, 2);
                        }}},
                       // Whoever sees an element here takes it with take_all, which acquires it.
                       {"acquire -> relaxed in return slot.filled.load(std::memory_order_acquire) "
                        "!= taken_ + 1;"});
}

}  // namespace
}  // namespace crystalline::schedules
