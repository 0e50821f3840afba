#include <atomic>
#include <barrier>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "crew.hpp"
#include "engine/base/aligned.hpp"
#include "engine/spheres/step_run.hpp"
#include "engine/sync/latest_cell.hpp"
#include "engine/sync/parker.hpp"
#include "engine/sync/versioned_region.hpp"
#include "engine/training/reduction.hpp"

// What threads share: snapshots of a region, also under a writer that never stops; the barrier
// between the phases of a step; the reduction of gradient lanes beside a plain copy of as many
// bytes, which is what the memory allows.
namespace crystalline::bench {
namespace {

using Region = sync::VersionedRegion<float>;
constexpr int kRounds = 21;

void publish(Region& region, float value) {
  auto handle = region.write();
  if (!handle.ok()) std::abort();
  for (float& each : handle.value().data().kernel_destination()) each = value;
  std::move(handle).value().commit();
}

/// Nanoseconds to take a snapshot, without giving it back.
double taken(const Region& region) {
  constexpr std::size_t kHeld = 1'000;
  std::vector<Region::ReadOnly> held;
  held.reserve(kHeld);
  double least = 1e300;
  for (int round = 0; round < 50 * kRounds; ++round) {
    held.clear();
    const double start = processor_ns();
    for (std::size_t i = 0; i < kHeld; ++i) held.push_back(region.read());
    least = std::min(least, (processor_ns() - start) / kHeld);
  }
  return least;
}

/// A snapshot of each size, beside a copy under a lock; a second thread is alive, without which
/// the C library's locks cost less.
void snapshots(const Report& report) {
  std::atomic<bool> over{false};
  std::jthread other([&] {
    while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  constexpr int kReads = 200'000;
  for (const std::size_t bytes : {std::size_t{64}, std::size_t{4'096}, std::size_t{1} << 20}) {
    Region region(bytes / sizeof(float));
    publish(region, 1);
    std::vector<float> copy(region.size());
    std::shared_mutex mutex;
    const int copies = static_cast<int>(std::min<std::size_t>(kReads, (1U << 28) / bytes));
    double sum = 0;
    Times times{1e300, 1e300};
    for (int round = 0; round < kRounds; ++round) {
      times.ours = std::min(times.ours, fastest(1, kReads, processor_ns, [&] {
                              for (int i = 0; i < kReads; ++i) sum += region.read().data()[0];
                            }));
      times.peer = std::min(times.peer, fastest(1, copies, processor_ns, [&] {
                              for (int i = 0; i < copies; ++i) {
                                const std::shared_lock lock(mutex);
                                std::memcpy(copy.data(), region.read().data().data(), bytes);
                                keep(copy[0]);
                              }
                            }));
    }
    keep(sum);
    report.line("snapshot of " + std::to_string(bytes) + " bytes, given back", times,
                "shared_mutex+copy", "ns");
    report.line("snapshot of " + std::to_string(bytes) + " bytes, taken", taken(region), "ns");
  }
  over = true;
}

/// A reader beside a writer that never stops: the mean, and how many versions were written.
void snapshots_beside_a_writer(const Report& report) {
  constexpr std::uint64_t kReads = 200'000;
  double least = 1e300;
  double torn = 0;
  std::uint64_t versions = 0;
  for (int round = 0; round < kRounds; ++round) {
    Region region(1'024);
    std::atomic<bool> over{false};
    double ns = 0;
    together(2, [&](std::uint32_t thread) {
      if (thread == 0) {
        for (float value = 1; !over.load(std::memory_order_relaxed); ++value) {
          publish(region, value);
        }
        return;
      }
      const double start = wall_ns();
      for (std::uint64_t i = 0; i < kReads; ++i) {
        const auto handle = region.read();
        torn += handle.data().front() != handle.data().back() ? 1 : 0;
      }
      ns = (wall_ns() - start) / kReads;
      over = true;
    });
    least = std::min(least, ns);
    versions += region.version();
  }
  report.line("4 KiB read, its two ends, beside a writer", least, "ns");
  report.line("versions a read meanwhile", static_cast<double>(versions) / kRounds / kReads,
              "versions");
  report.line("torn reads", torn, "reads");
}

void cells(const Report& report) {
  struct Value {
    std::uint64_t words[8] = {};
  };
  sync::LatestCell<Value> cell;
  Value value;
  constexpr int kTimes = 500'000;
  report.line("latest cell, publish and take 64 bytes",
              fastest(kRounds, kTimes, processor_ns,
                      [&] {
                        for (int i = 0; i < kTimes; ++i) {
                          value.words[0] = static_cast<std::uint64_t>(i);
                          cell.publish(value);
                          if (!cell.take(value)) std::abort();
                        }
                      }),
              "ns");
  sync::Parker parker;
  report.line("notify, nobody asleep",
              fastest(kRounds, kTimes, processor_ns,
                      [&] {
                        for (int i = 0; i < kTimes; ++i) parker.notify();
                      }),
              "ns");
}

/// Wall nanoseconds a phase: `threads` threads take its parts until all are done, then the next
/// phase opens, as in a step. The barrier is in it.
double phases(std::uint32_t threads, std::uint32_t parts, int count,
              const std::function<void(std::uint32_t)>& body) {
  spheres::StepRun run;
  spheres::StepProgram program;
  program.items = 1;
  program.lanes = 1;
  program.parts = parts;
  run.begin(program);
  std::atomic<int> phase{0};
  run.open(spheres::StepRun::Phase::kReduce);
  const double ns = together(threads, [&](std::uint32_t) {
    std::uint32_t looks = 0;
    while (phase.load(std::memory_order_relaxed) < count) {
      const auto part = run.take_part();
      if (!part) {
        ++looks % 1'000 == 0 ? std::this_thread::yield() : sync::pause();
        continue;
      }
      body(part->index);
      if (!run.finish_part()) continue;
      if (phase.fetch_add(1, std::memory_order_relaxed) + 1 < count) {
        run.open(spheres::StepRun::Phase::kReduce);
      }
    }
  });
  return ns / count;
}

double standard_barrier(std::uint32_t threads, int count) {
  std::barrier barrier(threads);
  return together(threads,
                  [&](std::uint32_t) {
                    for (int i = 0; i < count; ++i) barrier.arrive_and_wait();
                  }) /
         count;
}

void barriers(const Report& report) {
  for (const std::uint32_t threads : {2U, 13U}) {
    const int count = threads == 2 ? 10'000 : 100;
    Times times{1e300, 1e300};
    for (int round = 0; round < 9; ++round) {
      times.ours = std::min(times.ours, phases(threads, threads, count, [](std::uint32_t) {}));
      times.peer = std::min(times.peer, standard_barrier(threads, count));
    }
    report.line("phase of parts, " + std::to_string(threads) + " threads", times, "std::barrier",
                "ns");
  }
}

/// Lanes of 2^20 floats are added in order and cleared, as a step does; the copy moves as many
/// bytes: each read once and written once.
void all_reduce(const Report& report, std::size_t lanes) {
  constexpr std::size_t kFloats = 1U << 20;
  constexpr std::uint32_t kParts = 64;
  constexpr std::size_t kPart = kFloats / kParts;
  std::vector<base::AlignedVector<float>> values(lanes, base::AlignedVector<float>(kFloats, 1.0F));
  base::AlignedVector<float> from(kFloats * lanes, 1.0F);
  base::AlignedVector<float> to(kFloats * lanes, 2.0F);
  Times times{1e300, 1e300};
  for (int round = 0; round < 2 * kRounds; ++round) {
    times.ours = std::min(times.ours, phases(2, kParts, 10, [&](std::uint32_t part) {
                            keep(training::reduce_lanes(values, part * kPart, (part + 1) * kPart));
                          }));
    times.peer = std::min(times.peer, phases(2, kParts, 10, [&](std::uint32_t part) {
                            std::memcpy(&to[part * kPart * lanes], &from[part * kPart * lanes],
                                        kPart * lanes * sizeof(float));
                          }));
  }
  const std::string name = "all-reduce " + std::to_string(lanes) + " x 1M floats, 2 threads";
  report.line(name, {times.ours / 1e3, times.peer / 1e3}, "memcpy of as many bytes", "us");
  report.line(name, 8.0 * static_cast<double>(lanes * kFloats) / times.ours, "GB/s");
}

void run(int argc, char** argv) {
  const Report report(argc, argv);
  snapshots(report);
  snapshots_beside_a_writer(report);
  cells(report);
  barriers(report);
  all_reduce(report, 2);
  all_reduce(report, 13);
}

}  // namespace
}  // namespace crystalline::bench

int main(int argc, char** argv) { crystalline::bench::run(argc, argv); }
