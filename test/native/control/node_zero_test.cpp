#include "engine/control/node_zero.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace crystalline::control {
namespace {

using spheres::StepProgram;
using spheres::SweepProgram;

TEST(NodeZero, RunsSteps) {
  std::atomic<int> computed{0};
  std::atomic<int> reduced{0};
  std::atomic<int> updated{0};
  int steps = 0;
  Conductor conductor;
  conductor.next = [&]() -> std::variant<Conductor::Nothing, StepProgram, SweepProgram> {
    if (steps == 50) return Conductor::Nothing{};
    StepProgram p;
    p.step = static_cast<std::uint64_t>(++steps);
    p.items = 12;
    p.lanes = 4;
    p.parts = 5;
    p.compute = [&](std::uint32_t, std::uint32_t, std::uint32_t) {
      ++computed;
      return StepProgram::ItemResult{1.0F, 2.0F};
    };
    p.reduce = [&](std::uint32_t, std::uint32_t) { ++reduced; };
    p.between = [] {};
    p.update = [&](std::uint32_t, std::uint32_t) { ++updated; };
    p.publish = [&] { return std::uint64_t{1}; };
    return p;
  };
  conductor.completed = [] {};
  auto made = NodeZero::create({2, 1}, conductor);
  ASSERT_TRUE(made.ok());
  auto& zero = *made.value();
  ASSERT_TRUE(zero.start().ok());
  while (zero.state() != ControlState::kPaused) std::this_thread::yield();
  EXPECT_EQ(computed, 600);
  EXPECT_EQ(reduced, 250);
  EXPECT_EQ(updated, 250);
  std::vector<telemetry::SphereRow> rows(13);
  EXPECT_EQ(zero.read_spheres(rows), 13U);
  for (auto& r : rows)
           r.stolen_to, r.messages_received);
}

}  // namespace
}  // namespace crystalline::control
