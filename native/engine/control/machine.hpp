#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "engine/control/depth_policy.hpp"
#include "engine/control/health.hpp"
#include "engine/control/inspection.hpp"
#include "engine/control/message_tally.hpp"
#include "engine/control/node_zero.hpp"
#include "engine/control/worker.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/spheres/step_run.hpp"
#include "engine/telemetry/sphere_row.hpp"
#include "engine/telemetry/trace_ring.hpp"
#include "engine/topology/places.hpp"

namespace crystalline::control {

/// One life of the tree: spheres, the workers that run them, and Node Zero's line to the root.
/// Functions marked "conductor" are for Node Zero's thread only.
class Machine {
 public:
  Machine(const MachineConfig& config, const topology::Allocation& allocation);
  ~Machine();  // conductor; terminates what still runs
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// Conductor: starts the threads; the spheres become ready.
  void launch();
  /// Conductor: runs a step or a sweep to its end. `interlude` is called whenever something may
  /// have been asked of it meanwhile: spawn, terminate_sphere and move may be called from it.
  void execute(spheres::StepProgram program);
  void execute(spheres::SweepProgram program);
  void on_interlude(std::function<void()> interlude) { interlude_ = std::move(interlude); }
  /// Any thread: has the interlude called soon.
  void wake() { office_.parker(workers_).notify(); }
  /// Conductor: the spheres take up work after a pause.
  void begin_epoch();
  /// Conductor: the spheres become idle; returns when no message is under way.
  void end_epoch();
  /// Conductor: the figures of all spheres, gathered up the tree when the threads run; those of
  /// spheres that have ended are in it.
  [[nodiscard]] spheres::Statistics gather_statistics();
  /// Conductor, between steps: they begin anew.
  void reset_statistics();

  /// Conductor, threads running, also during a step: a new sphere below `parent`; its id. It takes
  /// part from the next step on.
  [[nodiscard]] base::Result<std::uint32_t> spawn(std::uint32_t parent, std::uint8_t group);
  /// Conductor, likewise: ends a sphere and all below it, when its part of the step is done.
  [[nodiscard]] base::Result<void> terminate_sphere(std::uint32_t id);
  /// Conductor, likewise: gives a sphere, with all below it, another parent.
  [[nodiscard]] base::Result<void> move(std::uint32_t id, std::uint32_t parent);
  /// Conductor, after a step of so many micro-batches: lets the tree grow or shrink by the policy.
  void adapt(std::uint32_t items);
  /// Conductor, between steps or paused: the newest brood that the load made ends; false: none.
  bool shrink();
  [[nodiscard]] bool has_grown() const { return !broods_.empty(); }
  /// Conductor, between steps, threads running: moves groups between workers by the work measured
  /// since the last time.
  void rebalance();
  /// Conductor: what is wrong with the tree; empty: nothing.
  [[nodiscard]] std::string validate() const { return tree_.validate(); }
  /// Any thread: ERROR_REPORTs heard.
  [[nodiscard]] std::uint64_t errors() const { return errors_.load(std::memory_order_relaxed); }
  /// Any thread: how the machine is.
  [[nodiscard]] Health health() const;
  /// Conductor: returns when no message is under way; false: after `patience` one still is.
  [[nodiscard]] bool synchronize(std::chrono::milliseconds patience);
  /// Conductor: sends a sphere a message out of place; for tests of what spheres do with it.
  void inject(std::uint32_t sphere, const spheres::Message& message);
  /// Conductor: every sphere terminates and acknowledges, then the threads end. Idempotent.
  void terminate();
  /// Conductor: a span of Node Zero's own time, ending now.
  void record_control(std::uint64_t start_us, std::uint64_t step);

  [[nodiscard]] std::uint32_t workers() const { return workers_; }
  [[nodiscard]] const spheres::SphereTree& tree() const { return tree_; }
  /// Any thread.
  std::size_t read_spheres(std::span<telemetry::SphereRow> rows) const;
  std::size_t read_trace(std::span<telemetry::TraceRow> rows) const;
  std::size_t read_messages(std::span<telemetry::MessageRow> rows,
                            telemetry::MessageInterval& interval) const;
  [[nodiscard]] base::Result<SphereInspection> inspect(std::uint32_t sphere) const;

 private:
  template <typename Payload>
  void tell(std::uint32_t sphere, const Payload& payload) {
    post(sphere, spheres::Message::of(spheres::kNodeZero, sphere, payload));
  }
  void post(std::uint32_t sphere, spheres::Message message);
  /// Takes what has come for Node Zero.
  void listen();
  void recover(const spheres::ErrorReport& report);
  /// Sleeps until a message of this type comes that was not awaited before; looks after the spheres
  /// meanwhile.
  void await(spheres::MessageType type);
  void look_after_items();
  /// Returns when no message is on its way or being handled.
  void stand_still();
  /// After links have changed: leaf numbers and places, when no step is under way; else at its end.
  void renumber();
  [[nodiscard]] base::Result<void> can_take(std::uint32_t parent, std::uint8_t group,
                                            std::uint32_t height) const;
  [[nodiscard]] base::Result<void> can_change(std::uint32_t id, const char* wish) const;
  /// Spawns and ends without numbering the leaves anew: renumber() is due.
  [[nodiscard]] base::Result<std::uint32_t> make_child(std::uint32_t parent, std::uint8_t group);
  [[nodiscard]] base::Result<void> end_child(std::uint32_t id);
  bool grow();
  [[nodiscard]] std::uint32_t leaf_to_grow() const;
  [[nodiscard]] bool is_brood(const spheres::Sphere& parent) const;
  void begin_and_await(std::uint64_t step);
  [[nodiscard]] bool is_message_under_way() const;
  /// Any thread: messages that wait for a sphere, by priority.
  [[nodiscard]] std::array<std::uint32_t, spheres::kPriorities> waiting_for(
      std::uint32_t sphere) const;
  [[nodiscard]] telemetry::SphereRow row_of(const spheres::Sphere& sphere, std::uint64_t now_us,
                                            std::uint64_t elapsed_us) const;

  std::uint32_t workers_;
  std::uint64_t timeout_us_;
  topology::Places places_;
  spheres::SphereTree tree_;
  spheres::StepRun run_;
  spheres::PostOffice office_;
  spheres::Outgoing outgoing_;
  spheres::FaultPlan faults_;
  std::vector<std::unique_ptr<Worker>> crew_;
  std::vector<std::thread> threads_;
  telemetry::TraceRing control_trace_;
  std::uint64_t epoch_ = 0;
  std::atomic<std::uint64_t> told_{0};     // messages from Node Zero
  mutable spheres::Traffic told_traffic_;  // likewise; readers mark that they watch
  std::atomic<std::uint64_t> heard_{0};    // messages to it
  std::array<std::uint64_t, spheres::kMessageTypes> arrived_{};  // by type
  std::array<std::uint64_t, spheres::kMessageTypes> awaited_{};
  std::map<std::uint32_t, std::uint32_t> attempts_;  // of this step's items that have failed
  std::function<void()> interlude_;
  bool renumber_due_ = false;
  std::atomic<std::uint64_t> errors_{0};
  std::atomic<std::uint64_t> recoveries_{0};
  std::atomic<std::uint64_t> timeouts_{0};
  topology::Allocation allocation_;
  std::array<std::uint64_t, topology::kGroups> work_at_rebalance_us_{};
  std::vector<std::uint32_t> ended_;  // spheres that are no more
  std::uint32_t most_levels_;
  DepthWatch depth_;
  std::vector<std::uint32_t> broods_;  // leaves that the load made parents, oldest first
  std::atomic<std::uint64_t> grown_{0};
  std::atomic<std::uint64_t> collapsed_{0};

  mutable std::mutex reading_;  // among readers: what they read last, for the utilization
  mutable std::vector<std::uint64_t> busy_at_last_read_us_;
  mutable std::uint64_t last_read_us_;
  mutable MessageTally tally_;
  mutable std::uint64_t tallied_us_ = 0;  // when messages were read last; 0: never
  mutable std::uint64_t tallied_ = 0;     // sent until then
};

}  // namespace crystalline::control
