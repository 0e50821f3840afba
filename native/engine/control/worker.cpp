#include "engine/control/worker.hpp"

#include <chrono>
#include <thread>

#include "engine/sync/clock.hpp"
#include "engine/sync/pause.hpp"
#include "engine/topology/affinity.hpp"

namespace crystalline::control {
namespace {

/// `computing_`: the item, then 42 bits of time.
constexpr int kItemBits = 22;

}  // namespace

using spheres::StepRun;
using sync::now_us;
using telemetry::TraceKind;

Worker::Worker(const Shared& shared, std::uint32_t index, std::optional<std::uint32_t> cpu)
    : shared_(shared),
      index_(index),
      cpu_(cpu),
      protocol_(shared.tree, shared.run, shared.office, index) {}

void Worker::stop() {
  stopping_.store(true, std::memory_order_seq_cst);
  shared_.office.parker(index_).notify();
}

void Worker::run() {
  if (cpu_) topology::pin_this_thread(*cpu_);
  while (!stopping_.load(std::memory_order_relaxed)) {
    if (handle_messages() || do_part() || do_item()) {
      idle_looks_ = 0;
    } else {
      rest();
    }
  }
}

bool Worker::handle_messages() {
  const std::size_t received = protocol_.receive();
  const std::size_t handled = protocol_.handle_some(spheres::Protocol::kBurst);
  protocol_.flush();
  return received + handled > 0;
}

bool Worker::do_part() {
  const auto part = shared_.run.take_part();
  if (!part) return false;
  const std::uint64_t start = now_us();
  const std::uint64_t step = shared_.run.step();
  const auto& program = shared_.run.program();
  const bool reducing = part->phase == StepRun::Phase::kReduce;
  (reducing ? program.reduce : program.update)(part->index, index_);
  record(start, reducing ? TraceKind::kReduce : TraceKind::kUpdate, 0, step);
  if (shared_.run.finish_part()) protocol_.end_phase(part->phase);
  return true;
}

std::optional<std::uint32_t> Worker::steal_from(std::uint32_t victim) {
  const auto stolen = shared_.crew[victim]->protocol_.ready_items().take_oldest();
  if (!stolen) return std::nullopt;
  // Its own leaves may have been told to start meanwhile: their items must not wait behind this.
  while (handle_messages()) {
  }
  return stolen;
}

std::optional<std::uint32_t> Worker::find_item() {
  // The oldest of its own first, so that its lanes advance together and none is left for the end;
  // then what was offered; then the oldest of a worker whose leaves are siblings of its own, of one
  // whose leaves are cousins, and so on to the furthest.
  if (const auto own = protocol_.ready_items().take_oldest()) return own;
  if (const auto offering = protocol_.offered_by()) {
    if (const auto stolen = steal_from(*offering)) {
      protocol_.accept_offer();
      return stolen;
    }
    protocol_.reject_offer();
  }
  return protocol_.steal([this](std::uint32_t victim) { return steal_from(victim); });
}

bool Worker::do_item() {
  const auto item = find_item();
  if (!item) return false;
  if (protocol_.ready_items().size() > 0) offer_the_rest(*item);
  compute(*item);
  protocol_.reset_hunger();
  return true;
}

void Worker::compute(std::uint32_t item) {
  const StepRun& run = shared_.run;
  const std::uint64_t step = run.step();
  const std::uint32_t sphere = protocol_.leaf_of(item).id;
  const bool stolen = protocol_.is_stolen(item);
  protocol_.begin_item(item);
  if (stolen) protocol_.flush();

  if (!run.is_sweep()) return compute_step_item(item, sphere, stolen);
  const std::uint64_t start = now_us();
  run.sweep().evaluate(item, index_);
  record(start, TraceKind::kEvaluate, sphere, step);
  protocol_.end_item(item, {0, 0});
}

void Worker::compute_step_item(std::uint32_t item, std::uint32_t sphere, bool stolen) {
  StepRun& run = shared_.run;
  const auto& program = run.program();
  const std::uint64_t start = now_us();
  computing_.store(start << kItemBits | item, std::memory_order_relaxed);
  const spheres::Fault* const fault = shared_.faults.strike(program.step, sphere);
  if (fault != nullptr) endure(*fault, item);
  const bool taken_away = !run.claim(item);
  spheres::StepProgram::ItemResult result{0, 0};
  if (!taken_away) {
    run_lane_again(item);
    result = program.compute(item, run.lane_of(item), index_);
    result.failed |= fault != nullptr && fault->kind == spheres::FaultKind::kFail;
  }
  computing_.store(0, std::memory_order_relaxed);
  const std::uint64_t end = now_us();
  record(start, stolen ? TraceKind::kSteal : TraceKind::kCompute, sphere, program.step);
  if (taken_away || result.failed) return protocol_.fail_item(item, !taken_away);
  // Without a loss it was given up by a pause: its step is done again, and recorded then.
  if (result.loss_nats > 0) {
    micro_batches_.record({end, program.step, item, sphere, static_cast<std::uint32_t>(end - start),
                           index_, result.loss_nats, result.gradient_norm});
  }
  protocol_.end_item(item, result);
}

/// After a failure: the lane begins anew, so that the sums come in the order they always have.
void Worker::run_lane_again(std::uint32_t item) {
  if (!shared_.run.take_spoilt_lane(item)) return;
  const auto& program = shared_.run.program();
  const std::uint32_t lane = shared_.run.lane_of(item);
  program.clear_lane(lane);
  for (std::uint32_t i = shared_.run.lane_begin(item); i < item; ++i) {
    (void)program.compute(i, lane, index_);
  }
}

/// Lets a fault delay the item, no longer than it takes Node Zero to take it away.
void Worker::endure(const spheres::Fault& fault, std::uint32_t item) {
  if (fault.kind == spheres::FaultKind::kFail) return;
  const bool hangs = fault.kind == spheres::FaultKind::kHang;
  const std::uint64_t end = now_us() + std::uint64_t{fault.delay_ms} * 1'000;
  while ((hangs || now_us() < end) && !shared_.run.is_claimed(item)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

Worker::Computing Worker::computing() const {
  const std::uint64_t word = computing_.load(std::memory_order_relaxed);
  return {static_cast<std::uint32_t>(word & ((1U << kItemBits) - 1)), word >> kItemBits};
}

void Worker::offer_the_rest(std::uint32_t item) {
  // A hint suffices: whoever is not asked misses work that this worker does anyway.
  for (std::uint32_t rank = 0; rank < shared_.crew.size(); ++rank) {
    if (rank == index_ || !shared_.office.parker(rank).asleep()) continue;
    protocol_.offer_work(item, rank);
    return protocol_.flush();
  }
}

bool Worker::anything_to_do() const {
  if (stopping_.load(std::memory_order_seq_cst) || shared_.run.has_parts() ||
      shared_.office.anything_for(index_) || protocol_.has_unsent()) {
    return true;
  }
  for (const auto& worker : shared_.crew) {
    if (worker->protocol_.ready_items().size() > 0) return true;
  }
  return false;
}

void Worker::rest() {
  ++idle_looks_;
  if (idle_looks_ <= shared_.patience.spins) return sync::pause();
  const std::uint64_t now = now_us();
  if (idle_looks_ == shared_.patience.spins + 1) idle_since_us_ = now;
  if (now - idle_since_us_ < shared_.patience.yield_us) return std::this_thread::yield();

  protocol_.ask_for_work();
  protocol_.flush();
  sync::Parker& parker = shared_.office.parker(index_);
  const std::uint32_t key = parker.prepare();
  if (anything_to_do()) return parker.cancel();
  parker.wait(key);
  idle_looks_ = 0;
  protocol_.reset_hunger();
}

void Worker::record(std::uint64_t start_us, TraceKind kind, std::uint32_t sphere,
                    std::uint64_t step) {
  trace_.record({start_us, static_cast<std::uint32_t>(now_us() - start_us),
                 static_cast<std::uint32_t>(step),
                 static_cast<std::uint8_t>(std::min(index_, 254U)), kind,
                 static_cast<std::uint16_t>(std::min(sphere, 0xffffU))});
}

}  // namespace crystalline::control
