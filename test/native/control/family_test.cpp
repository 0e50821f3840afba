#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "engine/control/machine.hpp"
#include "engine/control/node_zero.hpp"
#include "native/sanitized.hpp"
#include "toy_program.hpp"

// Spheres that come and go, groups that change workers, messages that do not fit.
namespace crystalline::control {
namespace {

using spheres::Figure;
using spheres::Message;
using spheres::SphereState;

topology::Allocation grouped(std::uint32_t workers) {
  return topology::allocate(topology::Strategy::kGrouped, workers).value();
}

class Families : public testing::TestWithParam<std::uint32_t> {
 protected:
  void SetUp() override {
    machine_.launch();
    machine_.begin_epoch();
  }
  void step() {
    serial_.run_serially(++step_);
    machine_.execute(toy_.program(step_));
    ASSERT_EQ(toy_.weights(), serial_.weights());
    ASSERT_EQ(machine_.validate(), "");
  }

  /// Each checks the whole tree after what it did.
  std::uint32_t spawn(std::uint32_t parent, std::uint8_t group) {
    const auto id = machine_.spawn(parent, group);
    EXPECT_TRUE(id.ok());
    EXPECT_EQ(machine_.validate(), "");
    return id.value();
  }
  void end(std::uint32_t id) {
    EXPECT_TRUE(machine_.terminate_sphere(id).ok());
    EXPECT_EQ(machine_.validate(), "");
  }

  ToyTraining serial_{{24, 6, 3, 10}};
  ToyTraining toy_{{24, 6, 3, 10}};
  std::uint64_t step_ = 0;
  Machine machine_{{GetParam(), 1}, grouped(GetParam())};
};
INSTANTIATE_TEST_SUITE_P(Workers, Families, testing::Values(1, 2, 3, 8, 13));

TEST_P(Families, GrowAndShrinkBetweenSteps) {
  step();
  const std::uint32_t first = spawn(3, 7);
  EXPECT_EQ(first, 13U);
  EXPECT_EQ(machine_.tree()[first].level, 2);
  EXPECT_EQ(machine_.tree()[first].group, 7);
  EXPECT_EQ(machine_.tree()[first].weights_version, 1U);  // asked its parent, got the newest
  EXPECT_EQ(machine_.tree().leaves(), 12U);               // its parent is none any more
  step();
  const std::uint32_t second = spawn(3, 2);
  EXPECT_EQ(machine_.tree().leaves(), 13U);
  EXPECT_EQ(machine_.tree()[3].children[0], second);  // children stand in the order of groups
  EXPECT_EQ(machine_.tree()[first].siblings, 1U);
  EXPECT_EQ(machine_.tree()[second].siblings, 1U);
  step();
  end(first);
  EXPECT_EQ(machine_.tree()[first].state.state(), SphereState::kTerminated);
  EXPECT_EQ(machine_.tree()[second].siblings, 0U);
  step();
  end(second);
  EXPECT_EQ(machine_.tree().leaves(), 12U);  // 3 computes again
  step();
  EXPECT_EQ(spawn(3, 7), 15U);  // ids are not used again
  step();
  EXPECT_EQ(machine_.errors(), 0U);
}

TEST_P(Families, EndWithAllBelow) {
  for (std::uint8_t group = 0; group < 12; ++group) spawn(5, group);
  const std::uint32_t grandchild = spawn(13, 0);
  step();
  end(5);
  EXPECT_EQ(machine_.tree()[grandchild].state.state(), SphereState::kTerminated);
  EXPECT_EQ(machine_.tree().leaves(), 11U);
  step();
  const auto sum = machine_.gather_statistics();
  EXPECT_EQ(sum.spheres, 13U + 13U);  // the ended ones are in it
  EXPECT_EQ(sum[Figure::kBatchesCompleted], 2U * 24);
}

TEST_P(Families, AreRefusedWhatCannotBe) {
  using enum base::ErrorCode;
  EXPECT_EQ(machine_.spawn(99, 0).error().code, kNotFound);
  EXPECT_EQ(machine_.spawn(0, 4).error().code, kInvalidArgument);   // taken
  EXPECT_EQ(machine_.spawn(1, 12).error().code, kInvalidArgument);  // no such group
  EXPECT_EQ(machine_.terminate_sphere(0).error().code, kInvalidArgument);
  EXPECT_EQ(machine_.terminate_sphere(13).error().code, kNotFound);
  std::uint32_t parent = 1;
  for (int level = 2; level <= 4; ++level) parent = spawn(parent, 0);
  EXPECT_EQ(machine_.spawn(parent, 0).error().code, kInvalidArgument);  // too deep
  end(1);
  EXPECT_EQ(machine_.terminate_sphere(1).error().code, kNotFound);
  EXPECT_EQ(machine_.spawn(1, 0).error().code, kNotFound);
  for (std::uint32_t id = 2; id < 12; ++id) end(id);
  EXPECT_EQ(machine_.terminate_sphere(12).error().code, kInvalidArgument);  // the root's last
  step();
  EXPECT_EQ(machine_.tree().leaves(), 1U);
}

TEST_P(Families, MoveToOtherWorkersByMeasuredLoad) {
  // All work is in group 0 and 1's leaves: items 0, 1, 12 and 13.
  const auto slow = [](std::uint32_t item) {
    if (item % 12 < 2) std::this_thread::sleep_for(std::chrono::milliseconds(3));
  };
  EXPECT_EQ(machine_.tree().worker_of(1) == machine_.tree().worker_of(2), GetParam() < 12);
  for (int i = 0; i < 3; ++i) {
    serial_.run_serially(++step_);
    machine_.execute(toy_.program(step_, slow));
    machine_.rebalance();
    ASSERT_EQ(machine_.validate(), "");
    ASSERT_EQ(toy_.weights(), serial_.weights());
  }
  if (GetParam() > 1) {  // two dear leaves, enough workers: one each
    EXPECT_NE(machine_.tree().worker_of(1), machine_.tree().worker_of(2));
  }
}

TEST_P(Families, ReportWhatDoesNotFitAndCarryOn) {
  step();
  machine_.end_epoch();
  const Message wrong[] = {
      Message::of(spheres::kNodeZero, 4, spheres::GradientReady{1, 2}),
      Message::of(spheres::kNodeZero, 0, spheres::GradientComplete{1}),
      Message::of(spheres::kNodeZero, 0, spheres::WeightsUpdated{1, 0}),
      Message::of(spheres::kNodeZero, 0, spheres::BatchComplete{1}),
      Message::of(spheres::kNodeZero, 0, spheres::StatsReport{}),
      Message::of(spheres::kNodeZero, 7, spheres::ShutdownAck{}),
      Message::of(spheres::kNodeZero, 0, spheres::GradientAccumulate{1, 2, 0, 0}),
  };
  for (const Message& message : wrong) machine_.inject(message.receiver, message);
  while (machine_.errors() < std::size(wrong)) machine_.end_epoch();
  machine_.begin_epoch();
  step();
  const auto sum = machine_.gather_statistics();
  EXPECT_EQ(sum[Figure::kErrorsEncountered], std::size(wrong));
  EXPECT_EQ(sum[Figure::kRetriesAttempted] >= std::size(wrong), true);  // ERROR_RECOVERY to each
}

/// Chaos: spawning, ending, rebalancing, pausing and reading at random while a run goes on. The
/// weights are those of the quiet run, no message is lost, the tree stays sound.
TEST_P(Families, ChaosChangesNoBit) {
  constexpr std::uint64_t kSteps = test::repeated(200, 60);
  ToyTraining serial({});
  for (std::uint64_t step = 1; step <= kSteps; ++step) serial.run_serially(step);
  ToyTraining toy({});
  std::atomic<std::uint64_t> begun{0};
  std::atomic<std::uint64_t> completed{0};
  Conductor conductor;
  conductor.next = [&]() -> Next {
    if (begun == kSteps) return Conductor::Nothing{};
    return toy.program(++begun);
  };
  conductor.completed = [&] { ++completed; };
  auto made = NodeZero::create({GetParam(), 1}, conductor);
  NodeZero& zero = *made.value();
  ASSERT_TRUE(zero.start().ok());
  std::vector<std::thread> meddlers;
  for (unsigned seed = 0; seed < 2; ++seed) {
    meddlers.emplace_back([&, seed] {
      std::mt19937 random(seed + 10);
      std::vector<telemetry::SphereRow> rows(4'096);
      while (completed < kSteps) {
        const auto any = static_cast<std::uint32_t>(random() % zero.spheres());
        switch (random() % 8) {
          case 0:
          case 1:
            if (zero.spheres() < 3'000)
              (void)zero.spawn(any, static_cast<std::uint8_t>(random() % 12));
            break;
          case 2:
            (void)zero.terminate(any);
            break;
          case 3:
            EXPECT_TRUE(zero.rebalance().ok());
            break;
          case 4:
            (void)zero.pause();
            break;
          case 5:
            EXPECT_EQ(zero.validate(), "");
            zero.read_spheres(rows);
            break;
          default:
            (void)zero.start();
        }
      }
    });
  }
  for (auto& meddler : meddlers) meddler.join();
  (void)zero.pause();
  EXPECT_EQ(toy.weights(), serial.weights());
  EXPECT_EQ(toy.lane_violations(), 0);
  EXPECT_EQ(zero.validate(), "");
  const auto sum = zero.statistics();
  EXPECT_EQ(sum[Figure::kBatchesCompleted], kSteps * 12);
  EXPECT_EQ(sum[Figure::kErrorsEncountered], 0U);
  EXPECT_EQ(sum.spheres, zero.spheres());
}

}  // namespace
}  // namespace crystalline::control
