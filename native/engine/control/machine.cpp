#include "engine/control/machine.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "engine/sync/clock.hpp"
#include "engine/topology/affinity.hpp"
#include "engine/topology/topology.hpp"

namespace crystalline::control {

using spheres::Figure;
using spheres::Message;
using spheres::MessageType;
using spheres::Sphere;
using spheres::SphereState;
using sync::now_us;

namespace {

/// Slots of each ring between two threads: one ring fits a step's burst of 13 spheres many times;
/// smaller where there are many rings.
std::size_t ring_capacity(std::uint32_t workers) {
  return std::clamp<std::size_t>(4'096 / workers, 64, 1'024);
}

}  // namespace

Machine::Machine(const MachineConfig& config, const topology::Allocation& allocation)
    : workers_(config.threads),
      tree_(config.depth, allocation),
      office_(config.threads + 1, ring_capacity(config.threads)),
      outgoing_(office_, config.threads),
      allocation_(allocation),
      busy_at_last_read_us_(tree_.size(), 0),
      last_read_us_(now_us()),
      tally_(config.threads + 1) {
  const auto machine = topology::read_topology({}, topology::startup_affinity());
  const bool pinned = workers_ <= machine.cpus.size();
  const topology::CpuList order = machine.placement_order();
  const Worker::Shared shared{tree_, run_, office_, crew_,
                              Patience::for_crew(workers_, machine.quota)};
  for (std::uint32_t w = 0; w < workers_; ++w) {
    const auto cpu = pinned ? std::optional(order[w]) : std::nullopt;
    crew_.push_back(std::make_unique<Worker>(shared, w, cpu));
  }
}

Machine::~Machine() { terminate(); }

void Machine::launch() {
  const std::uint64_t now = now_us();
  for (std::uint32_t id = 0; id < tree_.size(); ++id) {
    tree_[id].born_us = now;
    tree_[id].counters.add(Figure::kMemoryAllocated, sizeof(Sphere));
    tree_[id].state.move(SphereState::kReady, now);
  }
  for (const auto& worker : crew_) threads_.emplace_back([&worker = *worker] { worker.run(); });
}

void Machine::post(std::uint32_t sphere, Message message) {
  message.sent_us = now_us();
  told_traffic_.note(message, message.sent_us);
  told_.fetch_add(1, std::memory_order_relaxed);
  outgoing_.send(tree_[sphere].worker, message);
  outgoing_.flush();
}

void Machine::inject(std::uint32_t sphere, const Message& message) { post(sphere, message); }

bool Machine::listen(MessageType type) {
  bool heard = false;
  std::vector<std::uint32_t> reporters;
  heard_ += office_.receive(workers_, [&](const Message& message) {
    heard |= message.type == type;
    if (message.type != MessageType::kErrorReport) return;
    errors_.fetch_add(1, std::memory_order_relaxed);
    reporters.push_back(message.as<spheres::ErrorReport>().sphere);
  });
  for (const std::uint32_t id : reporters) {
    if (tree_[id].state.state() < SphereState::kTerminating) tell(id, spheres::ErrorRecovery{});
  }
  return heard;
}

void Machine::await(MessageType type) {
  sync::Parker& parker = office_.parker(workers_);
  while (!listen(type)) {
    const std::uint32_t key = parker.prepare();
    if (office_.anything_for(workers_)) {
      parker.cancel();
    } else {
      parker.wait(key);
    }
  }
}

void Machine::begin_and_await(std::uint64_t step) {
  tell(0, spheres::BatchStart{step});
  await(MessageType::kBatchComplete);
  run_.end();
}

void Machine::execute(spheres::StepProgram program) {
  const std::uint64_t step = program.step;
  run_.begin(std::move(program));
  begin_and_await(step);
}

void Machine::execute(spheres::SweepProgram program) {
  const std::uint64_t step = program.step;
  run_.begin(std::move(program));
  begin_and_await(step);
}

void Machine::begin_epoch() { tell(0, spheres::EpochStart{++epoch_}); }

void Machine::end_epoch() {
  tell(0, spheres::EpochComplete{epoch_});
  await(MessageType::kEpochComplete);
  stand_still();
}

void Machine::stand_still() {
  // What crosses between siblings may still be under way; it is handled within microseconds.
  while (is_message_under_way()) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    (void)listen(MessageType::kErrorReport);
  }
}

bool Machine::is_message_under_way() const {
  // Handled first, sent last: both only grow and every message is sent before it is handled, so
  // sums that agree mean that between the two readings none was on its way and none being handled.
  // In between, that no worker is about to speak up unasked: one that was has its message in
  // `sent`.
  std::uint64_t handled = heard_;
  for (const auto& worker : crew_) handled += worker->messages_handled();
  for (const auto& worker : crew_) {
    if (worker->may_speak_up()) return true;
  }
  std::uint64_t sent = told_;
  for (const auto& worker : crew_) sent += worker->messages_sent();
  return sent != handled;
}

spheres::Statistics Machine::gather_statistics() {
  spheres::Statistics sum = ended_;
  if (!threads_.empty()) {
    tell(0, spheres::StatsRequest{});
    await(MessageType::kStatsReport);
    sum.merge(tree_[0].subtree);
  } else {
    for (const std::uint32_t id : tree_.subtree(0)) sum.merge(tree_[id].statistics(now_us()));
  }
  return sum;
}

void Machine::terminate() {
  if (threads_.empty()) {  // never launched, or terminated already
    for (std::uint32_t id = 0; id < tree_.size(); ++id) {
      tree_[id].state.move_from(SphereState::kInitializing, SphereState::kTerminating, now_us());
      tree_[id].state.move_from(SphereState::kTerminating, SphereState::kTerminated, now_us());
    }
    return;
  }
  tell(0, spheres::ShutdownRequest{});
  await(MessageType::kShutdownAck);
  for (const auto& worker : crew_) worker->stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Machine::record_control(std::uint64_t start_us, std::uint64_t step) {
  control_trace_.record({start_us, static_cast<std::uint32_t>(now_us() - start_us),
                         static_cast<std::uint32_t>(step), 255, telemetry::TraceKind::kControl,
                         0xffff});
}

}  // namespace crystalline::control
