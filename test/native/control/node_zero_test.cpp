#include "engine/control/node_zero.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "engine/spheres/sphere_state.hpp"
#include "native/sanitized.hpp"
#include "toy_machine.hpp"
#include "toy_program.hpp"

// Node Zero's states, and what may be asked of it in each.
namespace crystalline::control {
namespace {

using spheres::SphereState;

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

class Meddled : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, Meddled, testing::Values(1, 2, 3, 5, 8, 13));

TEST_P(Meddled, KeepsItsResultThroughPausesAndStopsInAnyOrder) {
  constexpr std::uint64_t kSteps = test::repeated(test::repeated_under_any(150, 40), 10);
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

TEST_P(Meddled, CanBeDestroyedWhileItRuns) {
  for (std::uint64_t i = 0; i < test::repeated(10, 4); ++i) {
    ToyTraining toy({});
    std::atomic<std::uint64_t> begun{0};
    auto made = NodeZero::create({GetParam(), 1}, endless(toy, begun));
    ASSERT_TRUE(made.value()->start().ok());
    while (begun < 3) std::this_thread::yield();
  }
}

TEST(NodeZero, IsCreatedAndDestroyedManyTimes) {
  for (std::uint64_t i = 0; i < test::repeated_under_any(200, 20); ++i) {
    ToyTraining toy({});
    std::atomic<std::uint64_t> begun{0};
    auto made = NodeZero::create({2, 1}, endless(toy, begun));
    ASSERT_TRUE(made.ok());
    if (i % 2 == 0) {
      ASSERT_TRUE(made.value()->start().ok());
    }
  }
}

}  // namespace
}  // namespace crystalline::control
