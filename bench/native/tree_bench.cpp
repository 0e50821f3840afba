// The tree of spheres: building it, a broadcast down and a reduction back up, what a step costs
// beside its arithmetic, and a reduction of 1 M floats beside what memory allows.
//
// Usage: tree_bench [--json]. Two workers; medians, of the reduction the least of alternating ones,
// since a busy machine disturbs what lasts longer than a step. The peer of a step's overhead is the
// step of the baby model (4 blocks of width 128, batch 12, context 64) that trains in the same run;
// that of the reduction is a plain loop of two threads that reads and writes the same bytes.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "baby_run.hpp"
#include "crew.hpp"
#include "engine/base/aligned.hpp"
#include "engine/base/process_memory.hpp"
#include "engine/control/machine.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/training/reduction.hpp"
#include "figure.hpp"

namespace {

using crystalline::bench::median;
using crystalline::bench::Report;
using crystalline::bench::wall_ns;
using crystalline::control::Machine;
using crystalline::control::MachineConfig;
using crystalline::spheres::StepProgram;
using crystalline::spheres::SweepProgram;
using crystalline::topology::Allocation;

constexpr std::uint32_t kWorkers = 2;
constexpr std::uint32_t kParts = 64;  // as many as a model's parameters are cut into
constexpr std::size_t kFloats = 1 << 20;

/// Median milliseconds of `times` calls.
template <typename Work>
double median_ms(int times, Work&& work) {
  std::vector<double> each;
  for (int i = 0; i < times; ++i) {
    const double begin = wall_ns();
    work();
    each.push_back((wall_ns() - begin) / 1e6);
  }
  return median(std::move(each));
}

/// Twelve micro-batches that compute nothing, reduced and updated in parts.
StepProgram empty_step(std::uint64_t step) {
  StepProgram program;
  program.step = step;
  program.items = 12;
  program.lanes = 4;
  program.parts = kParts;
  program.compute = [](auto, auto, auto) { return StepProgram::ItemResult{0, 0}; };
  program.reduce = [](auto, auto) {};
  program.between = [] {};
  program.update = [](auto, auto) {};
  program.publish = [step] { return step; };
  return program;
}

void bench_tree(const Report& report, std::uint32_t depth, const Allocation& allocation,
                double baby_ms) {
  const std::string spheres =
      ", " + std::to_string(crystalline::spheres::sphere_count(depth)) + " spheres";
  report.line("build" + spheres,
              median_ms(5, [&] { const crystalline::spheres::SphereTree tree(depth, allocation); }),
              "ms");
  Machine machine(MachineConfig{.threads = kWorkers, .depth = depth}, allocation);
  machine.launch();
  machine.begin_epoch();
  std::uint64_t step = 0;
  const int times = depth == 4 ? 100 : 1'000;
  for (int i = 0; i < 10; ++i) machine.execute(empty_step(++step));
  report.line("down and up" + spheres,
              median_ms(times,
                        [&] {
                          machine.execute(SweepProgram{++step, 0, [](auto, auto) {}});
                        }),
              "ms");
  report.line("statistics gathered" + spheres,
              median_ms(times, [&] { (void)machine.gather_statistics(); }), "ms");
  const double step_ms = median_ms(times, [&] { machine.execute(empty_step(++step)); });
  report.line("step without arithmetic" + spheres, {step_ms, baby_ms}, "baby model's step", "ms");
  machine.end_epoch();
}

/// Two ranks' floats.
struct Ranks {
  crystalline::base::AlignedVector<float> lanes[2];
  Ranks() {
    for (auto& lane : lanes) lane.assign(kFloats, 1.0F);
  }
};

/// Median microseconds from the end of the last micro-batch until the sum stands and the root
/// knows.
double reduction_us(const Allocation& allocation) {
  Machine machine(MachineConfig{.threads = kWorkers, .depth = 1}, allocation);
  machine.launch();
  machine.begin_epoch();
  Ranks ranks;
  std::atomic<double> begun{0};
  std::vector<double> each;
  StepProgram program = empty_step(0);
  program.compute = [&](auto, auto, auto) {
    begun = std::max(begun.load(), wall_ns());
    return StepProgram::ItemResult{0, 0};
  };
  program.reduce = [&](std::uint32_t part, auto) {
    const std::size_t begin = kFloats / kParts * part;
    (void)crystalline::training::reduce_lanes(ranks.lanes, begin, begin + kFloats / kParts);
  };
  program.between = [&] { each.push_back((wall_ns() - begun.load()) / 1e3); };
  for (std::uint64_t step = 1; step <= 100; ++step) {
    program.step = step;
    machine.execute(program);
  }
  machine.end_epoch();
  return median(std::move(each));
}

/// Median microseconds in which two threads read and write the same bytes, each its half.
double bandwidth_us() {
  Ranks ranks;
  std::vector<double> each;
  std::atomic<std::uint32_t> arrived{0};
  crystalline::bench::together(kWorkers, [&](std::uint32_t index) {
    const std::size_t half = kFloats / kWorkers;
    float* const a = ranks.lanes[0].data() + index * half;
    float* const b = ranks.lanes[1].data() + index * half;
    std::uint32_t target = 0;
    const auto meet = [&] {
      target += kWorkers;
      ++arrived;
      while (arrived.load() < target) crystalline::sync::pause();
    };
    for (int round = 0; round < 100; ++round) {
      meet();
      const double begin = wall_ns();
      for (std::size_t i = 0; i < half; ++i) {
        a[i] += b[i];
        b[i] = 0;
      }
      crystalline::bench::keep(*a);
      meet();
      if (index == 0) each.push_back((wall_ns() - begin) / 1e3);
    }
  });
  return median(std::move(each));
}

}  // namespace

int main(int count, char** values) {
  const Report report(count, values);
  const Allocation allocation =
      crystalline::topology::allocate(crystalline::topology::Strategy::kGrouped, kWorkers).value();
  {
    // First of all, while no freed memory hides what the tree takes.
    const std::uint64_t before = crystalline::base::resident_bytes();
    const Machine largest(MachineConfig{.threads = kWorkers, .depth = 4}, allocation);
    const std::uint64_t taken = crystalline::base::resident_bytes() - before;
    report.line("memory, 22621 spheres", static_cast<double>(taken) / (1 << 20), "MiB");
  }
  crystalline::bench::BabyRun baby(kWorkers);
  (void)baby.train(10);  // the first ones touch fresh memory
  const double baby_ms = median(baby.train(70));
  baby.end();
  for (std::uint32_t depth = 1; depth <= 4; ++depth) {
    bench_tree(report, depth, allocation, baby_ms);
  }
  crystalline::bench::Times reduction{1e300, 1e300};
  for (int round = 0; round < 15; ++round) {
    reduction.ours = std::min(reduction.ours, reduction_us(allocation));
    reduction.peer = std::min(reduction.peer, bandwidth_us());
  }
  report.line("reduction of 2 x 1 M floats", reduction, "memory bandwidth", "us");
  return 0;
}
