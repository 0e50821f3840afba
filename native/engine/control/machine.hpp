#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "engine/control/node_zero.hpp"
#include "engine/control/worker.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/spheres/step_run.hpp"
#include "engine/telemetry/sphere_row.hpp"
#include "engine/telemetry/trace_ring.hpp"

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
  /// Conductor: runs a step or a sweep to its end.
  void execute(spheres::StepProgram program);
  void execute(spheres::SweepProgram program);
  /// Conductor: the spheres take up work after a pause.
  void begin_epoch();
  /// Conductor: the spheres become idle; returns when no message is under way.
  void end_epoch();
  /// Conductor: the figures of all spheres, gathered up the tree when the threads run.
  [[nodiscard]] spheres::Statistics gather_statistics();
  /// Conductor: every sphere terminates and acknowledges, then the threads end. Idempotent.
  void terminate();
  /// Conductor: a span of Node Zero's own time, ending now.
  void record_control(std::uint64_t start_us, std::uint64_t step);

  [[nodiscard]] std::uint32_t workers() const { return workers_; }
  [[nodiscard]] const spheres::SphereTree& tree() const { return tree_; }
  /// Any thread.
  std::size_t read_spheres(std::span<telemetry::SphereRow> rows) const;
  std::size_t read_trace(std::span<telemetry::TraceRow> rows) const;

 private:
  template <typename Payload>
  void tell_root(const Payload& payload);
  /// Conductor: sleeps until a message of this type comes from the root.
  void await_root(spheres::MessageType type);
  void begin_and_await(std::uint64_t step);
  [[nodiscard]] bool is_message_under_way() const;
  [[nodiscard]] telemetry::SphereRow row_of(const spheres::Sphere& sphere, std::uint64_t now_us,
                                            std::uint64_t elapsed_us) const;

  std::uint32_t workers_;
  spheres::SphereTree tree_;
  spheres::StepRun run_;
  spheres::PostOffice office_;
  spheres::Outgoing outgoing_;
  std::vector<std::unique_ptr<Worker>> crew_;
  std::vector<std::thread> threads_;
  telemetry::TraceRing control_trace_;
  std::uint64_t epoch_ = 0;
  std::uint64_t told_root_ = 0;   // messages to the root
  std::uint64_t heard_root_ = 0;  // messages from it

  mutable std::mutex reading_;  // among readers: what they read last, for the utilization
  mutable std::vector<std::uint64_t> busy_at_last_read_us_;
  mutable std::uint64_t last_read_us_;
};

}  // namespace crystalline::control
