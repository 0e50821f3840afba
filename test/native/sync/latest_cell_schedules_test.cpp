#include <gtest/gtest.h>

#include <memory>

#include "engine/sync/latest_cell.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/modelled_memory.hpp"

namespace crystalline::schedules {
namespace {

Program publish_and_take(int values, int looks) {
  struct Shared {
    sync::LatestCell<int, ModelledMemory> cell;
    int last = 0;
  };
  const auto shared = std::make_shared<Shared>();
  Program program;
  program.threads.push_back([=] {
    for (int value = 1; value <= values; ++value) shared->cell.publish(value);
  });
  const auto look = [shared] {
    int value = 0;
    if (!shared->cell.take(value)) return;
    require(value > shared->last, "each value once, never an older one");
    shared->last = value;
  };
  program.threads.push_back([=] {
    for (int i = 0; i < looks; ++i) look();
  });
  program.after = [=] {
    look();
    require(shared->last == values, "the newest is not lost");
  };
  return program;
}

TEST(LatestCellSchedules, TheNewestArrivesWholeAndEveryOrderIsNeeded) {
  expect_needed_orders("latest_cell.hpp",
                       {{[] { return publish_and_take(3, 2); }},
                        {[] { return publish_and_take(4, 3); }, {.bounds = {.preemptions = 2}}}});
}

}  // namespace
}  // namespace crystalline::schedules
