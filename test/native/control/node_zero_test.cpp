#include "engine/control/node_zero.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/spheres/sphere_state.hpp"
#include "native/sanitized.hpp"
#include "toy_program.hpp"

namespace crystalline::control {
namespace {

using spheres::SphereState;
using spheres::StepProgram;
using spheres::SweepProgram;

/// A machine that runs `steps` steps of a toy training, then pauses itself.
struct ToyMachine {
  ToyMachine(const MachineConfig& config, ToyTraining& toy, std::uint64_t steps,
             std::function<void(std::uint32_t)> slow = {}) {
    Conductor conductor;
    conductor.next = [&toy, steps, slow, this]() -> Next {
      if (begun == steps) return Conductor::Nothing{};
      return toy.program(++begun, slow);
    };
    conductor.completed = [this] { ++completed; };
    auto made = NodeZero::create(config, std::move(conductor));
    EXPECT_TRUE(made.ok());
    zero = std::move(made).value();
  }
  void run() {
    ASSERT_TRUE(zero->start().ok());
    await_paused(*zero);
  }
  std::vector<telemetry::SphereRow> rows() const {
    std::vector<telemetry::SphereRow> rows(zero->spheres());
    EXPECT_EQ(zero->read_spheres(rows), rows.size());
    return rows;
  }

  std::atomic<std::uint64_t> begun{0};
  std::atomic<std::uint64_t> completed{0};
  std::unique_ptr<NodeZero> zero;
};

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

TEST(NodeZero, StealsFromALeafThatIsSlow) {
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

TEST(NodeZero, TellsWhatTheSpheresDid) {
  ToyTraining toy({12, 4, 5, 101});
  ToyMachine machine({2, 1}, toy, 10);
  machine.run();
  const auto rows = machine.rows();
  ASSERT_EQ(rows.size(), 13U);
  EXPECT_EQ(rows[0].parent, 0xffff'ffffU);
  EXPECT_EQ(rows[0].group, 255);
  EXPECT_EQ(rows[0].micro_batches, 0U);
  for (std::uint32_t leaf = 0; leaf < 12; ++leaf) {
    const auto& row = rows[leaf + 1];
    EXPECT_EQ(row.level, 1);
    EXPECT_EQ(row.group, leaf);
    EXPECT_EQ(row.parent, 0U);
    EXPECT_EQ(row.worker, leaf / 6);
    EXPECT_EQ(row.micro_batches, 10U);
    EXPECT_EQ(row.loss_nats, static_cast<float>(leaf));
    EXPECT_EQ(row.gradient_norm, 0.5F);
  }
}

TEST(NodeZero, SendsNoMoreMessagesThanTheProtocolNames) {
  ToyTraining toy({12, 4, 5, 101});
  ToyMachine machine({1, 1}, toy, 10);  // one worker: nothing is stolen, asked for or offered
  machine.run();
  const auto rows = machine.rows();
  // A step sends the root BATCH_START, 12 GRADIENT_READY, GRADIENT_COMPLETE, WEIGHTS_UPDATED and 12
  // BATCH_COMPLETE; the epoch EPOCH_START, EPOCH_COMPLETE and 12 answers.
  EXPECT_EQ(rows[0].messages_received, 10U * 27U + 14U);
  // A leaf: BATCH_START and WEIGHTS_BROADCAST; EPOCH_START and EPOCH_COMPLETE.
  for (std::size_t leaf = 1; leaf < 13; ++leaf) EXPECT_EQ(rows[leaf].messages_received, 22U);
}

TEST(NodeZero, UtilizationIsTheShareOfTimeSpentWorking) {
  ToyTraining toy({12, 12, 1, 3});
  std::atomic<bool> inside{false};
  std::atomic<bool> leave{false};
  ToyMachine machine({1, 1}, toy, 1, [&](std::uint32_t item) {
    if (item != 0) return;
    inside = true;
    while (!leave) std::this_thread::yield();
  });
  ASSERT_TRUE(machine.zero->start().ok());
  while (!inside) std::this_thread::yield();
  (void)machine.rows();
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto during = machine.rows();
  EXPECT_EQ(during[1].state, static_cast<std::uint8_t>(SphereState::kProcessing));
  EXPECT_GT(during[1].utilization, 0.9F);  // it did nothing else since the last read
  EXPECT_EQ(during[2].utilization, 0.0F);
  EXPECT_EQ(during[2].queued_items, 1U);
  leave = true;
  await_paused(*machine.zero);
  (void)machine.rows();
  for (const auto& row : machine.rows()) EXPECT_EQ(row.utilization, 0.0F);
}

TEST(NodeZero, TracesEveryItem) {
  ToyTraining toy({12, 4, 5, 101});
  ToyMachine machine({2, 1}, toy, 20);
  machine.run();
  std::vector<telemetry::TraceRow> rows(4'096);
  rows.resize(machine.zero->read_trace(rows));
  std::vector<int> kinds(6);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ++kinds[static_cast<std::size_t>(rows[i].kind)];
    if (i > 0) {
      EXPECT_GE(rows[i - 1].start_us, rows[i].start_us);  // oldest first
    }
    EXPECT_GE(rows[i].step, 1U);
    EXPECT_LE(rows[i].step, 20U);
  }
  EXPECT_EQ(kinds[0] + kinds[1], 240);
  EXPECT_EQ(kinds[2], 100);
  EXPECT_EQ(kinds[3], 100);
  EXPECT_EQ(kinds[5], 40);  // before and after each step
  std::vector<telemetry::TraceRow> few(7);
  EXPECT_EQ(machine.zero->read_trace(few), 7U);
  EXPECT_EQ(few.back().step, 20U);  // the newest are kept
}

// --- states

Conductor endless(ToyTraining& toy, std::atomic<std::uint64_t>& begun) {
  return {[&toy, &begun]() -> Next { return toy.program(++begun); }, [] {}};
}

TEST(NodeZero, RefusesWhatItsStateDoesNotAllow) {
  ToyTraining toy({});
  std::atomic<std::uint64_t> begun{0};
  auto made = NodeZero::create({2, 1}, endless(toy, begun));
  NodeZero& zero = *made.value();
  EXPECT_EQ(zero.state(), ControlState::kInitializing);
  EXPECT_EQ(zero.pause().error().code, base::ErrorCode::kWrongState);
  ASSERT_TRUE(zero.start().ok());
  EXPECT_EQ(zero.state(), ControlState::kRunning);
  EXPECT_EQ(zero.start().error().code, base::ErrorCode::kWrongState);
  ASSERT_TRUE(zero.pause().ok());
  ASSERT_TRUE(zero.pause().ok());
  EXPECT_EQ(zero.state(), ControlState::kPaused);
  ASSERT_TRUE(zero.start().ok());
  ASSERT_TRUE(zero.stop().ok());
  ASSERT_TRUE(zero.stop().ok());
  EXPECT_EQ(zero.state(), ControlState::kStopped);
  EXPECT_EQ(zero.pause().error().code, base::ErrorCode::kWrongState);
  std::vector<telemetry::SphereRow> rows(13);
  EXPECT_EQ(zero.read_spheres(rows), 13U);
  for (const auto& row : rows) EXPECT_EQ(row.state, static_cast<int>(SphereState::kTerminated));
  ASSERT_TRUE(zero.start().ok());  // a tree anew
  const std::uint64_t before = begun;
  while (begun < before + 5) std::this_thread::yield();
}

TEST(NodeZero, RefusesImpossibleMachines) {
  for (const MachineConfig& config :
       {MachineConfig{0, 1}, MachineConfig{257, 1}, MachineConfig{1, 0}, MachineConfig{1, 5},
        MachineConfig{3, 1, topology::Strategy::kOneToOne}}) {
    const auto made = NodeZero::create(config, {});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, base::ErrorCode::kInvalidArgument);
  }
}

TEST(NodeZero, StandsStillWhilePaused) {
  ToyTraining toy({});
  std::atomic<std::uint64_t> begun{0};
  auto made = NodeZero::create({2, 1}, endless(toy, begun));
  NodeZero& zero = *made.value();
  ASSERT_TRUE(zero.start().ok());
  while (begun < 10) std::this_thread::yield();
  ASSERT_TRUE(zero.pause().ok());
  const std::vector<float> weights = toy.weights();  // a race, were anything still running
  EXPECT_EQ(toy.version(), begun);
  std::vector<telemetry::SphereRow> first(13);
  std::vector<telemetry::SphereRow> second(13);
  zero.read_spheres(first);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  zero.read_spheres(second);
  for (std::size_t i = 0; i < 13; ++i) {
    EXPECT_EQ(first[i].messages_received, second[i].messages_received);
    EXPECT_EQ(second[i].state, static_cast<int>(SphereState::kIdle));
  }
  EXPECT_EQ(toy.weights(), weights);
}

TEST(NodeZero, WorksBetweenStepsInEveryState) {
  ToyTraining toy({});
  std::atomic<std::uint64_t> begun{0};
  auto made = NodeZero::create({2, 1}, endless(toy, begun));
  NodeZero& zero = *made.value();
  int done = 0;
  const auto work = [&] {
    EXPECT_EQ(toy.version(), begun);  // no step is under way
    ++done;
  };
  zero.between_steps(work);
  ASSERT_TRUE(zero.start().ok());
  zero.between_steps(work);
  ASSERT_TRUE(zero.pause().ok());
  zero.between_steps(work);
  zero.between_steps([&] { EXPECT_TRUE(zero.start().ok()); });  // from Node Zero's own thread
  EXPECT_EQ(zero.state(), ControlState::kRunning);
  ASSERT_TRUE(zero.stop().ok());
  zero.between_steps(work);
  EXPECT_EQ(done, 4);
}

TEST(NodeZero, TellsItsStates) {
  ToyTraining toy({});
  std::atomic<std::uint64_t> begun{0};
  auto made = NodeZero::create({1, 1}, endless(toy, begun));
  NodeZero& zero = *made.value();
  std::vector<ControlState> seen;
  zero.on_state_change([&](ControlState state) { seen.push_back(state); });
  ASSERT_TRUE(zero.start().ok());
  ASSERT_TRUE(zero.pause().ok());
  ASSERT_TRUE(zero.start().ok());
  ASSERT_TRUE(zero.stop().ok());
  using enum ControlState;
  EXPECT_EQ(seen, (std::vector{kRunning, kPaused, kRunning, kStopping, kStopped}));
}

TEST(NodeZero, AConductorMayStopItself) {
  ToyTraining toy({});
  NodeZero* zero = nullptr;
  std::uint64_t begun = 0;
  Conductor conductor;
  conductor.next = [&]() -> Next { return toy.program(++begun); };
  conductor.completed = [&] {
    if (begun == 3) {
      EXPECT_TRUE(zero->pause().ok());
    }
    if (begun == 6) {
      EXPECT_TRUE(zero->stop().ok());
    }
  };
  auto made = NodeZero::create({2, 1}, conductor);
  zero = made.value().get();
  ASSERT_TRUE(zero->start().ok());
  await_paused(*zero);
  EXPECT_EQ(toy.version(), 3U);
  ASSERT_TRUE(zero->start().ok());
  while (zero->state() != ControlState::kStopped) std::this_thread::yield();
  EXPECT_EQ(toy.version(), 6U);
}

TEST_P(Crew, KeepsItsResultThroughPausesAndStopsInAnyOrder) {
  constexpr std::uint64_t kSteps = test::repeated(150, 10);
  ToyTraining serial({});
  for (std::uint64_t step = 1; step <= kSteps; ++step) serial.run_serially(step);
  ToyTraining toy({});
  ToyMachine machine({GetParam(), 1}, toy, kSteps);
  std::atomic<bool> done{false};
  std::vector<std::thread> meddlers;
  for (unsigned seed = 0; seed < 3; ++seed) {
    meddlers.emplace_back([&, seed] {
      std::mt19937 random(seed);
      std::vector<telemetry::SphereRow> rows(13);
      while (!done) {
        switch (random() % 6) {
          case 0:
            (void)machine.zero->pause();
            break;
          case 1:
            (void)machine.zero->stop();
            break;
          case 2:
            machine.zero->between_steps([&] { EXPECT_EQ(toy.version(), machine.begun); });
            break;
          case 3:
            machine.zero->read_spheres(rows);
            break;
          default:
            (void)machine.zero->start();
        }
      }
    });
  }
  while (machine.completed < kSteps) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  done = true;
  for (auto& meddler : meddlers) meddler.join();
  EXPECT_EQ(toy.weights(), serial.weights());
  EXPECT_EQ(toy.lane_violations(), 0);
}

TEST_P(Crew, CanBeDestroyedWhileItRuns) {
  for (std::uint64_t i = 0; i < test::repeated(10, 4); ++i) {
    ToyTraining toy({});
    std::atomic<std::uint64_t> begun{0};
    auto made = NodeZero::create({GetParam(), 1}, endless(toy, begun));
    ASSERT_TRUE(made.value()->start().ok());
    while (begun < 3) std::this_thread::yield();
  }
}

TEST(NodeZero, IsCreatedAndDestroyedManyTimes) {
  for (std::uint64_t i = 0; i < test::repeated(200, 20); ++i) {
    ToyTraining toy({});
    std::atomic<std::uint64_t> begun{0};
    auto made = NodeZero::create({2, 1}, endless(toy, begun));
    ASSERT_TRUE(made.ok());
    if (i % 2 == 0) {
      ASSERT_TRUE(made.value()->start().ok());
    }
  }
}

TEST(NodeZero, ManyReadersDisturbNothing) {
  constexpr std::uint64_t kSteps = test::repeated(200, 40);
  ToyTraining serial({});
  for (std::uint64_t step = 1; step <= kSteps; ++step) serial.run_serially(step);
  ToyTraining toy({});
  ToyMachine machine({2, 1}, toy, kSteps);
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      std::vector<telemetry::SphereRow> rows(13);
      std::vector<telemetry::TraceRow> spans(1'024);
      while (!done) {
        machine.zero->read_spheres(rows);
        for (const auto& row : rows) {
          EXPECT_LT(row.state, 9);
          EXPECT_LE(row.utilization, 1.0F);
        }
        const std::size_t count = machine.zero->read_trace(spans);
        for (std::size_t i = 0; i < count; ++i) {
          EXPECT_LE(static_cast<int>(spans[i].kind), 5);
          EXPECT_LE(spans[i].step, kSteps);
        }
      }
    });
  }
  machine.run();
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(toy.weights(), serial.weights());
}

}  // namespace
}  // namespace crystalline::control
