// What a step costs beside its arithmetic: steps whose items compute nothing.
//
// Usage: step_overhead_bench [threads] [depth] [steps]. Prints one JSON line: microseconds a step
// from Node Zero's next() to the following next(), and the messages handled in it.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <variant>
#include <vector>

#include "engine/control/node_zero.hpp"

namespace {

using crystalline::control::Conductor;
using crystalline::control::ControlState;
using crystalline::control::NodeZero;
using crystalline::spheres::StepProgram;
using crystalline::spheres::SweepProgram;
using Clock = std::chrono::steady_clock;

std::uint32_t argument(int count, char** values, int index, std::uint32_t otherwise) {
  return index < count ? static_cast<std::uint32_t>(std::strtoul(values[index], nullptr, 10))
                       : otherwise;
}

StepProgram empty_step(std::uint64_t step) {
  StepProgram program;
  program.step = step;
  program.items = 12;
  program.lanes = 4;
  program.parts = 16;
  program.compute = [](auto, auto, auto) { return StepProgram::ItemResult{0, 0}; };
  program.reduce = [](auto, auto) {};
  program.between = [] {};
  program.update = [](auto, auto) {};
  program.publish = [step] { return step; };
  return program;
}

}  // namespace

int main(int count, char** values) {
  const std::uint32_t threads = argument(count, values, 1, 2);
  const std::uint32_t depth = argument(count, values, 2, 1);
  const std::uint32_t steps = argument(count, values, 3, 20'000);

  std::vector<Clock::time_point> begun;
  begun.reserve(steps + 1);
  Conductor conductor;
  conductor.next = [&]() -> std::variant<Conductor::Nothing, StepProgram, SweepProgram> {
    begun.push_back(Clock::now());
    if (begun.size() > steps) return Conductor::Nothing{};
    return empty_step(begun.size());
  };
  conductor.completed = [] {};
  auto made = NodeZero::create({.threads = threads, .depth = depth}, conductor);
  if (!made.ok() || !made.value()->start().ok()) return 1;
  NodeZero& zero = *made.value();
  while (zero.state() != ControlState::kPaused) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  std::vector<double> micros;
  for (std::size_t i = 1; i < begun.size(); ++i) {
    micros.push_back(std::chrono::duration<double, std::micro>(begun[i] - begun[i - 1]).count());
  }
  double sum = 0;
  for (const double each : micros) sum += each;
  std::sort(micros.begin(), micros.end());
  std::vector<crystalline::telemetry::SphereRow> rows(zero.spheres());
  zero.read_spheres(rows);
  std::uint64_t messages = 0;
  for (const auto& row : rows) messages += row.messages_received;
  std::printf(
      "{\"bench\":\"step_overhead\",\"threads\":%u,\"spheres\":%u,\"steps\":%u,"
      "\"mean_us\":%.2f,\"median_us\":%.2f,\"p99_us\":%.2f,\"messages_per_step\":%.1f}\n",
      threads, zero.spheres(), steps, sum / steps, micros[micros.size() / 2],
      micros[micros.size() * 99 / 100], static_cast<double>(messages) / steps);
}
