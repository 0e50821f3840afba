#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/spheres/fault_plan.hpp"
#include "engine/spheres/protocol.hpp"
#include "engine/telemetry/micro_batch_ring.hpp"
#include "engine/telemetry/trace_ring.hpp"

namespace crystalline::control {

/// How long a worker with nothing to do stays awake. A condition variable costs ~50 us a wake-up,
/// too dear inside a step, while spinning takes the processor from others when there are more
/// threads than processors.
struct Patience {
  std::uint32_t spins;     // with a pause instruction, first
  std::uint32_t yield_us;  // then giving the processor away between looks; then it sleeps

  /// For `threads` busy threads on `processors`.
  [[nodiscard]] static Patience for_crew(std::uint32_t threads, std::uint32_t processors) {
    return threads <= processors ? Patience{2'000, 2'000} : Patience{0, 50};
  }
};

/// One physical thread that runs the spheres placed on it: their messages, their items, stolen
/// items, parts of reductions and updates, in this order.
class Worker {
 public:
  struct Shared {
    spheres::SphereTree& tree;
    spheres::StepRun& run;
    spheres::PostOffice& office;
    const std::vector<std::unique_ptr<Worker>>& crew;  // complete before the first one runs
    Patience patience;
    spheres::FaultPlan& faults;
  };

  Worker(const Shared& shared, std::uint32_t index, std::optional<std::uint32_t> cpu);

  /// The thread's body; returns after stop().
  void run();
  /// Any thread, once the spheres are terminated: ends run().
  void stop();

  [[nodiscard]] const telemetry::TraceRing& trace() const { return trace_; }
  [[nodiscard]] const telemetry::MicroBatchRing& micro_batches() const { return micro_batches_; }
  [[nodiscard]] spheres::Traffic& traffic() { return protocol_.traffic(); }
  /// Any thread: messages that wait for one of its spheres.
  [[nodiscard]] std::uint32_t waiting_for(std::uint32_t sphere, std::size_t priority) const {
    return protocol_.waiting_for(sphere, priority);
  }
  /// Any thread: of all its spheres, since it was built.
  [[nodiscard]] std::uint64_t messages_sent() const { return protocol_.messages_sent(); }
  [[nodiscard]] std::uint64_t messages_handled() const { return protocol_.messages_handled(); }
  [[nodiscard]] std::uint64_t messages_dropped() const { return protocol_.messages_dropped(); }
  /// Any thread: the micro-batch of a step under way here and since when.
  struct Computing {
    std::uint32_t item;
    std::uint64_t since_us;  // machine clock; 0: none
  };
  [[nodiscard]] Computing computing() const;
  [[nodiscard]] bool may_speak_up() const { return protocol_.may_speak_up(); }
  /// Node Zero only, while the machine stands still: leaves or places have changed.
  void learn_places() { protocol_.learn_places(); }

 private:
  bool handle_messages();
  bool do_part();
  bool do_item();
  [[nodiscard]] std::optional<std::uint32_t> find_item();
  void compute(std::uint32_t item);
  void compute_step_item(std::uint32_t item, std::uint32_t sphere, bool stolen);
  void run_lane_again(std::uint32_t item);
  void endure(const spheres::Fault& fault, std::uint32_t item);
  [[nodiscard]] std::optional<std::uint32_t> steal_from(std::uint32_t victim);
  void offer_the_rest(std::uint32_t item);
  [[nodiscard]] bool anything_to_do() const;
  void rest();
  void record(std::uint64_t start_us, telemetry::TraceKind kind, std::uint32_t sphere,
              std::uint64_t step);

  Shared shared_;
  std::uint32_t index_;
  std::optional<std::uint32_t> cpu_;
  spheres::Protocol protocol_;
  telemetry::TraceRing trace_;
  telemetry::MicroBatchRing micro_batches_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> computing_{0};  // item, then since; 0: none
  std::uint32_t idle_looks_ = 0;
  std::uint64_t idle_since_us_ = 0;
};

}  // namespace crystalline::control
