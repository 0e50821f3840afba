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

/// Tries of an item before it is given up, and the step with it.
constexpr std::uint32_t kMostAttempts = 3;

/// Slots of each ring between two threads: one ring fits a step's burst of 13 spheres many times;
/// smaller where there are many rings.
std::size_t ring_capacity(std::uint32_t workers) {
  return std::clamp<std::size_t>(4'096 / workers, 64, 1'024);
}

}  // namespace

Machine::Machine(const MachineConfig& config, const topology::Allocation& allocation)
    : workers_(config.threads),
      timeout_us_(std::uint64_t{config.sphere_timeout_ms} * 1'000),
      places_(topology::read_topology({}, topology::startup_affinity()), config.threads),
      tree_(config.depth, allocation, config.most_spheres,
            [this](const auto& make) { places_.at_each(make); }),
      office_(config.threads + 1, ring_capacity(config.threads),
              [this](const auto& make) { places_.at_each(make); }),
      outgoing_(office_, config.threads),
      faults_(config.faults),
      allocation_(allocation),
      most_levels_(config.growth.most_levels),
      depth_(config.growth),
      busy_at_last_read_us_(tree_.size(), 0),
      last_read_us_(now_us()),
      tally_(config.threads + 1) {
  const Worker::Shared shared{
      tree_, run_, office_, crew_, Patience::for_crew(workers_, places_.quota()), faults_};
  crew_.resize(workers_);
  // Made where it will run, as the spheres and the rings it receives from.
  places_.at_each(
      [&](std::uint32_t w) { crew_[w] = std::make_unique<Worker>(shared, w, places_.cpu_of(w)); });
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
  // It ends: a worker takes in what comes for it even while it waits, at its own bound, for Node
  // Zero.
  while (!outgoing_.send(tree_.worker_of(sphere), message)) {
    outgoing_.flush();
    std::this_thread::yield();
  }
  outgoing_.flush();
}

void Machine::inject(std::uint32_t sphere, const Message& message) { post(sphere, message); }

void Machine::listen() {
  std::vector<spheres::ErrorReport> reports;
  const std::size_t heard = office_.receive(workers_, [&](const Message& message) {
    ++arrived_[static_cast<std::size_t>(message.type)];
    if (message.type == MessageType::kErrorReport) {
      reports.push_back(message.as<spheres::ErrorReport>());
    }
  });
  heard_.fetch_add(heard, std::memory_order_relaxed);
  for (const spheres::ErrorReport& report : reports) recover(report);
}

void Machine::recover(const spheres::ErrorReport& report) {
  errors_.fetch_add(1, std::memory_order_relaxed);
  if (tree_[report.sphere].state.state() >= SphereState::kTerminating) return;
  const bool given_up =
      report.item != spheres::kNoItem && ++attempts_[report.item] >= kMostAttempts;
  if (given_up) run_.give_up(report.item);
  if (!given_up && report.item != spheres::kNoItem) {
    recoveries_.fetch_add(1, std::memory_order_relaxed);
  }
  tell(report.sphere, spheres::ErrorRecovery{report.item, given_up});
}

/// An item that takes too long is taken away from whoever has not begun it.
void Machine::look_after_items() {
  if (!run_.under_way() || run_.is_sweep()) return;
  const std::uint64_t now = now_us();
  for (const auto& worker : crew_) {
    const auto [item, since] = worker->computing();
    if (since == 0 || now - std::min(now, since) < timeout_us_ || item >= run_.items()) continue;
    if (run_.claim(item)) timeouts_.fetch_add(1, std::memory_order_relaxed);
  }
}

void Machine::await(MessageType type) {
  const auto index = static_cast<std::size_t>(type);
  sync::Parker& parker = office_.parker(workers_);
  const std::chrono::microseconds patience(
      std::clamp<std::uint64_t>(timeout_us_ / 4, 1'000, 100'000));
  for (listen(); arrived_[index] == awaited_[index]; listen()) {
    const std::uint32_t key = parker.prepare();
    if (office_.anything_for(workers_) || outgoing_.waiting() > 0) {
      parker.cancel();
      outgoing_.flush();
    } else if (!parker.wait_for(key, patience)) {
      look_after_items();
    }
    // Not while something else is awaited: one change of the tree after another.
    if (interlude_ && type == MessageType::kBatchComplete) interlude_();
  }
  ++awaited_[index];
}

void Machine::begin_and_await(std::uint64_t step) {
  attempts_.clear();
  tell(0, spheres::BatchStart{step});
  await(MessageType::kBatchComplete);
  run_.end();
  if (renumber_due_) renumber();
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
    listen();
    outgoing_.flush();
  }
}

bool Machine::synchronize(std::chrono::milliseconds patience) {
  const std::uint64_t end = now_us() + static_cast<std::uint64_t>(patience.count()) * 1'000;
  while (is_message_under_way()) {
    if (now_us() >= end) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    listen();
    outgoing_.flush();
  }
  return true;
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
  spheres::Statistics sum;
  for (const std::uint32_t id : ended_) sum.merge(tree_[id].statistics(now_us()));
  if (!threads_.empty()) {
    tell(0, spheres::StatsRequest{});
    await(MessageType::kStatsReport);
    sum.merge(tree_[0].subtree);
  } else {
    for (const std::uint32_t id : tree_.subtree(0)) sum.merge(tree_[id].statistics(now_us()));
  }
  return sum;
}

void Machine::reset_statistics() {
  if (!threads_.empty()) stand_still();
  const std::uint64_t now = now_us();
  for (std::uint32_t id = 0; id < tree_.size(); ++id) tree_[id].reset_statistics(now);
  work_at_rebalance_us_.fill(0);
  const std::lock_guard lock(reading_);
  std::fill(busy_at_last_read_us_.begin(), busy_at_last_read_us_.end(), 0);
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
