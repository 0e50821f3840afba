#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "engine/control/node_zero.hpp"
#include "engine/spheres/sphere_state.hpp"
#include "toy_machine.hpp"
#include "toy_program.hpp"

// What a crew computes: every item once, in the order of its lane, whoever steals what.
namespace crystalline::control {
namespace {

using spheres::SphereState;
using spheres::StepProgram;
using spheres::SweepProgram;

void expect_equal_to_serial(const MachineConfig& config, ToyTraining::Shape shape,
                            std::uint64_t steps) {
  ToyTraining serial(shape);
  for (std::uint64_t step = 1; step <= steps; ++step) serial.run_serially(step);
  ToyTraining toy(shape);
  ToyMachine machine(config, toy, steps);
  machine.run();
  EXPECT_EQ(toy.weights(), serial.weights());  // every bit: float equality, no NaN in it
  EXPECT_EQ(toy.version(), steps);
  EXPECT_EQ(toy.lane_violations(), 0);
  EXPECT_EQ(toy.items_computed(), static_cast<int>(steps * shape.items));
  EXPECT_EQ(machine.completed, steps);
}

class Crew : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, Crew, testing::Values(1, 2, 3, 5, 8, 13));

TEST_P(Crew, GivesTheSerialResultBitForBit) {
  expect_equal_to_serial({GetParam(), 1}, {12, 4, 5, 101}, 60);
}
TEST_P(Crew, GivesItWithOneLane) { expect_equal_to_serial({GetParam(), 1}, {12, 1, 3, 7}, 30); }
TEST_P(Crew, GivesItWithALaneForEveryItem) {
  expect_equal_to_serial({GetParam(), 1}, {12, 12, 1, 9}, 30);
}
TEST_P(Crew, GivesItWithFewerItemsThanLeaves) {
  expect_equal_to_serial({GetParam(), 1}, {5, 2, 4, 9}, 30);
}
TEST_P(Crew, GivesItWithManyItemsALeaf) {
  expect_equal_to_serial({GetParam(), 1}, {50, 7, 16, 33}, 30);
}
TEST_P(Crew, GivesItInADeeperTree) {
  expect_equal_to_serial({GetParam(), 2}, {12, 4, 5, 101}, 20);
  expect_equal_to_serial({GetParam(), 2}, {300, 12, 5, 20}, 5);
}
TEST_P(Crew, GivesItWithoutParts) {
  int published = 0;
  Conductor conductor;
  int begun = 0;
  conductor.next = [&]() -> Next {
    if (begun++ > 0) return Conductor::Nothing{};
    StepProgram program;
    program.items = 1;
    program.lanes = 1;
    program.compute = [](auto, auto, auto) { return StepProgram::ItemResult{0, 0}; };
    program.between = [] {};
    program.publish = [&] { return static_cast<std::uint64_t>(++published); };
    return program;
  };
  conductor.completed = [] {};
  auto zero = NodeZero::create({GetParam(), 1}, conductor);
  ASSERT_TRUE(zero.value()->start().ok());
  await_paused(*zero.value());
  EXPECT_EQ(published, 1);
}

TEST_P(Crew, SweepsEveryItemOnce) {
  std::vector<std::atomic<int>> evaluated(1'000);
  int begun = 0;
  Conductor conductor;
  conductor.next = [&]() -> Next {
    if (begun == 3) return Conductor::Nothing{};
    const std::uint32_t items = begun++ == 1 ? 0 : 1'000;  // the second sweep has nothing to do
    return SweepProgram{7, items, [&](std::uint32_t item, std::uint32_t worker) {
                          EXPECT_LT(worker, GetParam());
                          ++evaluated[item];
                        }};
  };
  int completed = 0;
  conductor.completed = [&] { ++completed; };
  auto zero = NodeZero::create({GetParam(), 1}, conductor);
  ASSERT_TRUE(zero.value()->start().ok());
  await_paused(*zero.value());
  EXPECT_EQ(completed, 3);
  for (const auto& count : evaluated) EXPECT_EQ(count, 2);
}

TEST_P(Crew, CountsEveryItemAndStealOnBothSides) {
  ToyTraining toy({24, 6, 3, 10});
  ToyMachine machine({GetParam(), 1}, toy, 40, [](std::uint32_t item) {
    if (item == 1) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  machine.run();
  std::uint64_t items = 0;
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  for (const auto& row : machine.rows()) {
    items += row.micro_batches;
    from += row.stolen_from;
    to += row.stolen_to;
    EXPECT_EQ(row.queued_items, 0U);
    EXPECT_EQ(row.inbox_critical + row.inbox_high + row.inbox_normal + row.inbox_low, 0);
    EXPECT_EQ(row.state, static_cast<std::uint8_t>(SphereState::kIdle));
  }
  EXPECT_EQ(items, 24U * 40U);
  EXPECT_EQ(from, to);
  if (GetParam() == 1) {
    EXPECT_EQ(from, 0U);
  }
}

TEST(CrewOfTwo, StealsFromALeafThatIsSlow) {
  // Item 0 blocks its worker until every other lane is computed: only the other worker can do that,
  // so it must take the items that live on the blocked one.
  ToyTraining toy({12, 12, 2, 10});
  std::atomic<int> others{0};
  ToyMachine machine({2, 1}, toy, 1, [&](std::uint32_t item) {
    if (item != 0) {
      ++others;
      return;
    }
    while (others < 11) std::this_thread::yield();
  });
  machine.run();
  const auto rows = machine.rows();
  // Leaves 1..6 live on worker 0, 7..12 on worker 1; leaf 1 (item 0) was computed by either.
  std::uint32_t stolen = 0;
  for (const auto& row : rows) stolen += row.stolen_from;
  EXPECT_GE(stolen, 5U);
  std::uint32_t taken = 0;
  for (const auto& row : rows) taken += row.stolen_to;
  EXPECT_EQ(taken, stolen);
}

}  // namespace
}  // namespace crystalline::control
