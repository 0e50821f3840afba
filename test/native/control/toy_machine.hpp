#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "engine/control/node_zero.hpp"
#include "toy_program.hpp"

namespace crystalline::control {

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

/// A toy training without end; counts the steps begun.
inline Conductor endless(ToyTraining& toy, std::atomic<std::uint64_t>& begun) {
  return {[&toy, &begun]() -> Next { return toy.program(++begun); }, [] {}};
}

}  // namespace crystalline::control
