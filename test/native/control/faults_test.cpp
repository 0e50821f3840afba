#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "engine/control/machine.hpp"
#include "toy_program.hpp"

// Leaves that fail, hang or are slow: the step ends with the bits it always has.
namespace crystalline::control {
namespace {

using spheres::Fault;
using spheres::FaultKind;
using spheres::Figure;

constexpr ToyTraining::Shape kShape{24, 6, 3, 10};

class Faults : public testing::TestWithParam<std::uint32_t> {
 protected:
  MachineConfig config(std::vector<Fault> faults) const {
    MachineConfig config{.threads = GetParam()};
    config.sphere_timeout_ms = 40;
    config.faults = std::move(faults);
    return config;
  }
  /// Trains `steps` steps and compares every one with its serial form.
  void train(Machine& machine, std::uint64_t steps) {
    machine.launch();
    machine.begin_epoch();
    for (std::uint64_t step = 1; step <= steps; ++step) {
      serial_.run_serially(step);
      machine.execute(toy_.program(step));
      ASSERT_EQ(toy_.weights(), serial_.weights()) << "step " << step;
    }
    ASSERT_TRUE(machine.synchronize(std::chrono::seconds(20)));
  }

  topology::Allocation allocation_ =
      topology::allocate(topology::Strategy::kGrouped, GetParam()).value();
  ToyTraining serial_{kShape};
  ToyTraining toy_{kShape};
};
INSTANTIATE_TEST_SUITE_P(Workers, Faults, testing::Values(1, 2, 3, 8, 13));

TEST_P(Faults, AMicroBatchThatFailsRunsAgainWithItsLane) {
  // Items 6 and 18 of the third lane and the last: neither begins its lane.
  Machine machine(config({{FaultKind::kFail, 2, 7, 2}, {FaultKind::kFail, 3, 12, 1}}), allocation_);
  train(machine, 4);
  const Health health = machine.health();
  EXPECT_EQ(health.faults_struck, 3U);
  EXPECT_EQ(health.errors, 3U);
  EXPECT_EQ(health.recoveries, 3U);
  EXPECT_EQ(health.failing, 0U);
  EXPECT_EQ(health.items_queued, 0U);
  const auto sum = machine.gather_statistics();
  EXPECT_EQ(sum[Figure::kErrorsEncountered], 3U);
  EXPECT_EQ(sum[Figure::kBatchesCompleted], 4U * 24);  // each counted once
  EXPECT_EQ(toy_.lane_violations(), 0);
}

TEST_P(Faults, AMicroBatchThatHangsIsTakenAway) {
  Machine machine(config({{FaultKind::kHang, 1, 3, 1}, {FaultKind::kHang, 2, 1, 2}}), allocation_);
  train(machine, 3);
  const Health health = machine.health();
  EXPECT_EQ(health.faults_struck, 3U);
  EXPECT_EQ(health.timeouts, 3U);
  EXPECT_EQ(health.recoveries, 3U);
}

TEST_P(Faults, ASlowLeafOnlyTakesLonger) {
  Machine machine(config({{FaultKind::kSlow, 1, 5, 100, 5}}), allocation_);
  train(machine, 2);
  const Health health = machine.health();
  EXPECT_EQ(health.faults_struck, 2U);  // both items of the leaf
  EXPECT_EQ(health.errors, 0U);
}

TEST_P(Faults, AMicroBatchThatFailsAgainAndAgainEndsItsStepWithAReason) {
  Machine machine(config({{FaultKind::kFail, 2, 4, 100}}), allocation_);
  machine.launch();
  machine.begin_epoch();
  machine.execute(toy_.program(1));
  EXPECT_EQ(toy_.failure(), "");
  machine.execute(toy_.program(2));
  EXPECT_NE(toy_.failure().find("of sphere 4 failed again and again"), std::string::npos);
  machine.execute(toy_.program(3));  // the machine itself is sound
  EXPECT_EQ(machine.validate(), "");
}

TEST_P(Faults, NothingIsLostWhileLeavesFail) {
  std::vector<Fault> faults;
  for (std::uint32_t step = 1; step <= 20; ++step) {
    faults.push_back({FaultKind::kFail, step, 1 + step * 5 % 12, 1});
    if (step % 7 == 0) faults.push_back({FaultKind::kHang, step, 1 + step % 12, 1});
  }
  Machine machine(config(faults), allocation_);
  train(machine, 20);
  const Health health = machine.health();
  EXPECT_EQ(health.messages_sent, health.messages_received + health.messages_dropped);
  EXPECT_EQ(health.messages_dropped, 0U);  // nobody has ended
  EXPECT_EQ(health.faults_struck, faults.size());
}

}  // namespace
}  // namespace crystalline::control
