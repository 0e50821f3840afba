#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/control/depth_policy.hpp"
#include "engine/control/health.hpp"
#include "engine/control/inspection.hpp"
#include "engine/spheres/fault_plan.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/spheres/statistics.hpp"
#include "engine/spheres/step_program.hpp"
#include "engine/telemetry/message_row.hpp"
#include "engine/telemetry/sphere_row.hpp"
#include "engine/telemetry/trace_row.hpp"
#include "engine/topology/allocation.hpp"

namespace crystalline::control {

/// The five states of the control process.
enum class ControlState { kInitializing, kRunning, kPaused, kStopping, kStopped };

/// Workers at most.
inline constexpr std::uint32_t kLargestCrew = 256;

struct MachineConfig {
  /// Workers, 1..kLargestCrew. Each is pinned to a processor of the start-up affinity mask; with
  /// more workers than processors none is pinned and the system spreads them.
  std::uint32_t threads = 1;
  /// Levels below the root: 1 is root + 12 leaves; 1..4.
  std::uint32_t depth = 1;
  /// How the 12 groups are given to the workers. Grouped suits lanes, which are runs of
  /// neighbouring items: a lane then mostly stays where its leaves live.
  topology::Strategy strategy = topology::Strategy::kGrouped;
  /// A micro-batch that has not begun after this long is given to another try.
  std::uint32_t sphere_timeout_ms = 30'000;
  /// Faults to inject.
  std::vector<spheres::Fault> faults = {};
  /// Whether and how the tree grows beyond `depth` under load and shrinks again.
  DepthPolicy growth = {};
  /// Spheres the tree may ever have, those that have ended among them, until the machine is stopped
  /// and started anew: those of `depth`..65,536. Ids are not used again.
  std::uint32_t most_spheres = spheres::kMostSpheres;
};

/// What Node Zero asks for between steps, on Node Zero's thread.
struct Conductor {
  /// The next thing to do: a step, a sweep, or nothing more (the machine then pauses itself).
  struct Nothing {};
  std::function<std::variant<Nothing, spheres::StepProgram, spheres::SweepProgram>()> next;
  /// A step or a sweep has ended: record metrics, take events.
  std::function<void()> completed;
};

/// Node Zero: its own thread conducts, T pinned workers run the tree of spheres. Owns all of them.
///
/// Every call may come from any thread; those that change the machine wait for the step under way.
/// From inside the conductor, the listener or between_steps() they act at once.
class NodeZero {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<NodeZero>> create(const MachineConfig& config,
                                                                      Conductor conductor);
  ~NodeZero();  // stops and joins

  /// initializing|stopped|paused -> running. After stopped the tree is built anew.
  [[nodiscard]] base::Result<void> start();
  /// Returns when the machine stands still: after the step under way. Also legal when already
  /// paused.
  [[nodiscard]] base::Result<void> pause();
  /// Any state -> stopping -> stopped: every sphere terminates, the workers end. Idempotent.
  [[nodiscard]] base::Result<void> stop();
  [[nodiscard]] ControlState state() const;
  /// Runs `work` on Node Zero's thread between two steps and waits for it; also when paused.
  void between_steps(const std::function<void()>& work);
  /// Called on Node Zero's thread whenever state() changes.
  void on_state_change(std::function<void(ControlState)> listener);

  [[nodiscard]] std::uint32_t spheres() const;  // ever made, the ended ones too
  [[nodiscard]] std::uint32_t leaves() const;
  [[nodiscard]] std::uint32_t workers() const;
  /// A sphere more below `parent` (0 is the root), as its child of `group`; its id, never used
  /// before. Also during a step; it takes part from the next one on. The started machine only.
  [[nodiscard]] base::Result<std::uint32_t> spawn(std::uint32_t parent, std::uint8_t group);
  /// Ends a sphere and all below it, when its part of the step under way is done; not the root, nor
  /// its last child. The started machine only.
  [[nodiscard]] base::Result<void> terminate(std::uint32_t sphere);
  /// Gives a sphere, with all below it, another parent; likewise.
  [[nodiscard]] base::Result<void> move(std::uint32_t sphere, std::uint32_t parent);
  /// Between two steps: returns when every message sent has been handled. cancelled: after
  /// `patience` one still was under way.
  [[nodiscard]] base::Result<void> synchronize(std::chrono::milliseconds patience);
  /// Any thread, at any time: how the machine is.
  [[nodiscard]] Health health() const;
  /// Moves groups from the worker that had most to do to the one that had least, as measured since
  /// the last time. Results do not change: which worker computes an item never matters to them.
  [[nodiscard]] base::Result<void> rebalance();
  /// Checks the tree's links; empty: sound.
  [[nodiscard]] std::string validate() const;
  /// Figures of all spheres since the tree was built or they were reset, gathered up the tree by
  /// messages between two steps.
  [[nodiscard]] spheres::Statistics statistics() const;
  /// Between two steps: every sphere's figures and times begin anew, but for the memory it takes.
  void reset_statistics();
  /// Any thread, wait-free for the machine: rows in id order; returns rows written. Utilization is
  /// since the last read by anyone.
  std::size_t read_spheres(std::span<telemetry::SphereRow> rows) const;
  /// Newest spans, oldest first; start relative to now; returns spans written.
  std::size_t read_trace(std::span<telemetry::TraceRow> rows) const;
  /// What was sent over which link since the last reading by anyone, one row a link, type and
  /// priority; the rows count the newest 4,096 messages of each thread, and only when the reading
  /// before was less than two seconds ago. Returns rows written.
  std::size_t read_messages(std::span<telemetry::MessageRow> rows,
                            telemetry::MessageInterval& interval) const;
  /// Any thread, at any time: one sphere's account of itself. not-found: there is no such sphere.
  [[nodiscard]] base::Result<SphereInspection> inspect(std::uint32_t sphere) const;

 private:
  struct Impl;
  explicit NodeZero(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace crystalline::control
