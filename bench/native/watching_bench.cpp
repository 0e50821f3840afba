// What recording costs: a step of the baby model while its frames are read as a window reads them,
// beside the same step while nobody looks, in alternating runs; and the nanoseconds of each record,
// with what a step writes of them.
//
// Usage: watching_bench [--json].

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "baby_run.hpp"
#include "engine/telemetry/event_ring.hpp"
#include "engine/telemetry/micro_batch_ring.hpp"
#include "engine/telemetry/trace_ring.hpp"
#include "figure.hpp"

namespace crystalline::bench {
namespace {

constexpr std::uint32_t kWorkers = 2;
constexpr std::uint32_t kItems = 12;
constexpr std::uint32_t kTokens = kItems * 64;

/// Reads every kind of frame 60 times a second until it is destroyed.
class Watcher {
 public:
  explicit Watcher(session::Session& session)
      : thread_([&session](const std::stop_token& stop) {
          std::vector<std::byte> frame(std::size_t{1} << 20);
          while (!stop.stop_requested()) {
            for (const session::FrameKind kind : session::kFrameKinds) {
              (void)session.read_frame(kind, 0, frame);
            }
            std::this_thread::sleep_for(std::chrono::microseconds(16'667));
          }
        }) {}

 private:
  std::jthread thread_;
};

void watched(const Report& report) {
  BabyRun baby(kWorkers);
  (void)baby.train(20);
  Times step{1e300, 1e300};
  for (int round = 0; round < 24; ++round) {
    {
      const Watcher watcher(baby.session());
      step.ours = std::min(step.ours, median(baby.train(15)));
    }
    step.peer = std::min(step.peer, median(baby.train(15)));
  }
  baby.end();
  report.line("step, all frames at 60 Hz", step, "nobody looks", "ms");
}

void records(const Report& report, double step_ns) {
  constexpr int kRecords = 100'000;
  telemetry::TraceRing spans;
  const double span = fastest(21, kRecords, processor_ns, [&] {
    for (std::uint32_t i = 0; i < kRecords; ++i) {
      spans.record({i, 1, i, 0, telemetry::TraceKind::kCompute, 1});
    }
  });
  telemetry::MicroBatchRing batches;
  const double batch = fastest(21, kRecords, processor_ns, [&] {
    for (std::uint32_t i = 0; i < kRecords; ++i) batches.record({i, i, 1, 1, 1, 0, 1.0F, 1.0F});
  });
  telemetry::EventRing events;
  const std::vector<telemetry::EventRow> rows(kTokens);
  const double event = fastest(21, 100.0 * kTokens, processor_ns, [&] {
    for (int i = 0; i < 100; ++i) events.append(rows);
  });
  report.line("a span recorded", span, "ns");
  report.line("a micro-batch recorded", batch, "ns");
  report.line("an event recorded", event, "ns");
  // A span a micro-batch, a part of both phases (64 at most) and Node Zero's two.
  const double all = span * (kItems + 2 * 64 + 2) + batch * kItems + event * kTokens;
  report.line("a step's records", {all / 1e3, step_ns / 1e3}, "baby model's step", "us");
}

void run(int argc, char** argv) {
  const Report report(argc, argv);
  watched(report);
  BabyRun baby(kWorkers);
  (void)baby.train(20);
  records(report, median(baby.train(40)) * 1e6);
}

}  // namespace
}  // namespace crystalline::bench

int main(int argc, char** argv) { crystalline::bench::run(argc, argv); }
