// What recording costs: a step of the baby model while its frames are read as for a window,
// beside the same step while nobody looks, in alternating runs; and the nanoseconds of each record,
// with what a step writes of them.
//
// Usage: watching_bench [--json].

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// Reads frames as the host does for one window (src/main/host/pump/frame-pump.ts), until it is
/// destroyed: thirty looks a second; tokens once; of the events only what is new; sphere frames for
/// at most a hundredth of one processor's time; every frame copied once, to be sent.
class Watcher {
 public:
  explicit Watcher(session::Session& session)
      : session_(session), thread_([this](const std::stop_token& stop) {
          read(session::FrameKind::kTokens);
          for (; !stop.stop_requested(); std::this_thread::sleep_for(kTick)) look();
        }) {}

 private:
  static constexpr std::chrono::microseconds kTick{33'333};
  static constexpr double kSphereShare = 0.01;

  void look() {
    const double begun = wall_ns();
    if (begun >= spheres_due_ns_) {
      read(session::FrameKind::kSpheres);
      spheres_due_ns_ = begun + (wall_ns() - begun) / kSphereShare;
    }
    read(session::FrameKind::kTrace);
    read(session::FrameKind::kMessages);
    read(session::FrameKind::kEvents);
    if (sent_.empty()) return;
    const auto rows = field<std::uint32_t>(16);
    if (rows > 0) newest_n_ = static_cast<std::uint64_t>(field<double>(24)) + rows - 1;
  }
  void read(session::FrameKind kind) {
    const std::size_t bytes = session_.read_frame(kind, newest_n_, buffer_);
    sent_.assign(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(bytes));
  }
  /// Of the frame read last.
  template <typename T>
  [[nodiscard]] T field(std::size_t at) const {
    T value{};
    std::memcpy(&value, sent_.data() + at, sizeof(T));
    return value;
  }

  session::Session& session_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(std::size_t{1} << 20);
  std::vector<std::byte> sent_;
  std::uint64_t newest_n_ = 0;  // lattice index of the newest event read
  double spheres_due_ns_ = 0;
  std::jthread thread_;  // last: it uses the above
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
  report.line("step, watched at 30 Hz", step, "nobody looks", "ms");
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
