#include <gtest/gtest.h>

#include <array>
#include <map>
#include <thread>
#include <vector>

#include "engine/control/machine.hpp"
#include "toy_program.hpp"

// Every one of the 28 messages: sent through a tree of two levels, and what it made its receiver
// do.
namespace crystalline::control {
namespace {

using spheres::Figure;
using spheres::MessageType;
using spheres::SphereState;

class EveryMessage : public testing::TestWithParam<std::uint32_t> {
 protected:
  EveryMessage() : machine_(config(), allocation()) {
    machine_.launch();
    (void)seen();  // begins to watch
    machine_.begin_epoch();
  }

  static topology::Allocation allocation() {
    return topology::allocate(topology::Strategy::kGrouped, GetParam()).value();
  }
  static MachineConfig config() {
    MachineConfig config{.threads = GetParam(), .depth = 2};
    config.faults = {{spheres::FaultKind::kFail, 2, 13, 1}};
    return config;
  }
  /// Adds the messages sent since the last call.
  std::map<MessageType, std::uint64_t>& seen() {
    std::vector<telemetry::MessageRow> rows(8'192);
    telemetry::MessageInterval interval;
    rows.resize(machine_.read_messages(rows, interval));
    for (const auto& row : rows) seen_[static_cast<MessageType>(row.type)] += row.count;
    return seen_;
  }
  /// One step of 36 micro-batches over the boundary at 144,000; the last ones take their time, so
  /// that idle workers ask, and are offered work and take it.
  void step() {
    auto program = toy_.program(++step_, [this](std::uint32_t item) {
      if (uneven_ && item % 12 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    });
    program.first_event = 143'880 + (step_ - 1) * 36 * 4;
    program.events_per_item = 4;
    serial_.run_serially(step_);
    machine_.execute(std::move(program));
    ASSERT_EQ(toy_.weights(), serial_.weights());
    (void)seen();
  }

  ToyTraining serial_{{36, 9, 3, 10}};
  ToyTraining toy_{{36, 9, 3, 10}};
  std::uint64_t step_ = 0;
  bool uneven_ = false;
  std::map<MessageType, std::uint64_t> seen_;
  Machine machine_;
};
INSTANTIATE_TEST_SUITE_P(Workers, EveryMessage, testing::Values(2, 3, 8, 13));

TEST_P(EveryMessage, IsSentAndHandled) {
  using enum MessageType;
  // A step, over the boundary; a leaf fails once in the second.
  step();
  step();
  EXPECT_EQ(machine_.errors(), 1U);
  EXPECT_GE(machine_.tree()[13].counters.get(Figure::kRetriesAttempted), 1U);
  EXPECT_EQ(machine_.tree()[0].last_crossing.load(), 144'000U);
  EXPECT_FALSE(machine_.tree()[0].in_region.load());
  EXPECT_EQ(machine_.tree()[156].weights_version.load(), 2U);
  EXPECT_EQ(seen()[kErrorReport], 3U);  // leaf, its parent, the root
  EXPECT_EQ(seen()[kErrorRecovery], 1U);
  EXPECT_GT(seen()[kTwinPrimeHit], 0U);
  // A crossing goes to 11 siblings and up to the root, the region's ends only up.
  EXPECT_EQ(seen()[kBoundaryCrossing], 11U + 2);
  EXPECT_EQ(seen()[kBoundaryRegionEnter], 2U);
  EXPECT_EQ(seen()[kBoundaryRegionExit], 2U);
  EXPECT_EQ(seen()[kBatchStart], 2U * 157);
  EXPECT_EQ(seen()[kGradientReady], 2U * 156);
  EXPECT_EQ(seen()[kGradientComplete], 2U);
  EXPECT_EQ(seen()[kWeightsUpdated], 2U);
  EXPECT_EQ(seen()[kWeightsBroadcast], 2U * 156);
  EXPECT_EQ(seen()[kBatchComplete], 2U * 157);

  // Work is asked for, offered, taken and refused when it is spread unevenly; by chance, so as
  // often as it takes.
  uneven_ = true;
  while (seen()[kWorkRequest] == 0 || seen()[kWorkOffer] == 0 || seen()[kWorkAccept] == 0 ||
         seen()[kWorkReject] == 0 || seen()[kGradientAccumulate] == 0) {
    step();
  }
  uneven_ = false;

  // A sphere comes, moves and ends.
  const std::uint32_t child = machine_.spawn(13, 3).value();
  EXPECT_EQ(machine_.tree()[child].weights_version.load(), step_);  // by WEIGHTS_REQUEST
  EXPECT_EQ(machine_.spawn(13, 5).value(), child + 1);
  EXPECT_EQ(machine_.tree()[child].siblings, 1U);  // by SIBLING_DISCOVER
  ASSERT_TRUE(machine_.move(child, 14).ok());
  EXPECT_EQ(machine_.tree()[child].parent.load(), 14U);
  step();
  ASSERT_TRUE(machine_.terminate_sphere(child).ok());
  EXPECT_EQ(machine_.tree()[child].state.state(), SphereState::kTerminated);
  EXPECT_EQ(seen()[kWeightsRequest], 2U);
  EXPECT_EQ(seen()[kChildSpawn], 3U);      // two that were made, one that moved
  EXPECT_EQ(seen()[kChildTerminate], 2U);  // one moves, one ends
  EXPECT_EQ(seen()[kParentSync], 6U);      // child to parent and on, twice; moved; ended
  EXPECT_GE(seen()[kSiblingDiscover], 2U);

  // The figures go up the tree; the machine pauses and ends.
  const auto sum = machine_.gather_statistics();
  EXPECT_EQ(sum.spheres, 159U);
  EXPECT_EQ(sum[Figure::kBatchesCompleted], step_ * 36);
  EXPECT_EQ(seen()[kStatsRequest], 158U);
  EXPECT_EQ(seen()[kStatsReport], 158U);
  machine_.end_epoch();
  EXPECT_EQ(machine_.tree()[100].state.state(), SphereState::kIdle);
  EXPECT_EQ(seen()[kEpochComplete], 2U * 158);
  machine_.terminate();
  EXPECT_EQ(machine_.tree()[100].state.state(), SphereState::kTerminated);
  EXPECT_EQ(seen()[kShutdownRequest], 158U + 1);  // and the one that ended before
  EXPECT_EQ(seen()[kShutdownAck], 158U + 1);
  // Down to 157 spheres at first, and to each that came.
  EXPECT_EQ(seen()[kEpochStart], 157U + 2);

  for (std::size_t type = 0; type < spheres::kMessageTypes; ++type) {
    EXPECT_GT(seen_[static_cast<MessageType>(type)], 0U)
        << spheres::name_of(static_cast<MessageType>(type));
  }
  EXPECT_EQ(seen_.size(), spheres::kMessageTypes);
  const Health health = machine_.health();
  EXPECT_EQ(health.messages_sent, health.messages_received + health.messages_dropped);
}

}  // namespace
}  // namespace crystalline::control
