#include <utility>

#include "engine/spheres/kinship.hpp"
#include "engine/spheres/protocol.hpp"
#include "engine/sync/clock.hpp"

// Items: computed at home or stolen, asked for and offered.
namespace crystalline::spheres {

Sphere* Protocol::thief() {
  const auto lives = [&](std::uint32_t id) {
    return tree_[id].state.state() < SphereState::kTerminating;
  };
  // The first own leaf that has nothing left to do; else they take turns.
  for (const std::uint32_t id : own_leaves_) {
    if (tree_.worker_of(id) == worker_ && tree_[id].step.open_items == 0 && lives(id)) {
      return &tree_[id];
    }
  }
  for (std::size_t turns = 0; turns < own_leaves_.size(); ++turns) {
    next_thief_ = (next_thief_ + 1) % own_leaves_.size();
    if (lives(own_leaves_[next_thief_])) return &tree_[own_leaves_[next_thief_]];
  }
  return nullptr;
}

void Protocol::count_lane(Sphere& leaf, std::uint32_t item) {
  if (run_.is_sweep()) return;
  const std::uint32_t before = run_.take_lane(item, worker_);
  if (before == StepRun::kNoWorker) return;
  leaf.counters.add(before == worker_ ? Figure::kCacheHits : Figure::kCacheMisses);
}

void Protocol::begin_item(std::uint32_t item) {
  Sphere& leaf = leaf_of(item);
  now_us_ = sync::now_us();
  leaf.counters.queued_items.fetch_sub(1, std::memory_order_relaxed);
  // The successor of an item may begin before its leaf's EPOCH_START has arrived.
  leaf.state.move_from(SphereState::kIdle, SphereState::kReady, now_us_);
  leaf.state.begin_computing(now_us_);
  count_lane(leaf, item);
  if (!is_stolen(item)) return;
  const std::uint32_t kin = idle_kin(tree_, leaf, worker_);
  Sphere* const taker = kin == kNoSphere ? thief() : &tree_[kin];
  if (taker == nullptr || taker == &leaf) return;  // its own helper, a worker without leaves
  taker->counters.add(Figure::kWorkStolenTo);
  taker->counters.add(Figure::kWorkItemsStolen);
  send(Message::of(taker->id, leaf.id, WorkAccept{run_.step(), item}));
}

void Protocol::end_item(std::uint32_t item, StepProgram::ItemResult result) {
  Sphere& leaf = leaf_of(item);
  now_us_ = sync::now_us();
  leaf.state.end_computing(now_us_);
  // The lane's next item stays here, where the lane's memory is warm; others may still steal it.
  if (run_.has_successor(item)) ready_items_.push(item + 1);
  const GradientAccumulate payload{run_.step(), item, result.loss_nats, result.gradient_norm};
  if (is_stolen(item)) {
    const Sphere* const taker = thief();
    send(Message::of(taker == nullptr ? leaf.id : taker->id, leaf.id, payload));
  } else {
    gradient_accumulate(leaf, payload);
  }
}

void Protocol::fail_item(std::uint32_t item, bool spoilt) {
  Sphere& leaf = leaf_of(item);
  now_us_ = sync::now_us();
  leaf.state.end_computing(now_us_);
  leaf.failing.store(true, std::memory_order_relaxed);
  leaf.counters.add(Figure::kErrorsEncountered);
  leaf.counters.queued_items.fetch_add(1, std::memory_order_relaxed);
  if (spoilt) run_.spoil_lane(item);
  const auto state = static_cast<std::uint8_t>(leaf.state.state());
  send_up(leaf, ErrorReport{leaf.id, item, MessageType::kErrorReport, state});
}

void Protocol::gradient_accumulate(Sphere& leaf, const GradientAccumulate& payload) {
  leaf.counters.add(Figure::kBatchesCompleted);
  if (!run_.is_sweep()) {
    leaf.counters.add(Figure::kGradientsComputed);
    leaf.counters.loss_nats.store(payload.loss_nats, std::memory_order_relaxed);
    leaf.counters.gradient_norm.store(payload.gradient_norm, std::memory_order_relaxed);
    record_events(leaf, payload.item);
  }
  ++leaf.step.accumulated_items;
  if (--leaf.step.open_items == 0 && leaf.step.started) leaf_done(leaf);
}

void Protocol::ask_for_work() {
  if (asked_) return;
  asked_ = true;
  may_speak_up_.store(true, std::memory_order_seq_cst);
  if (run_.under_way()) request_work();
  may_speak_up_.store(offer_.has_value(), std::memory_order_seq_cst);
}

void Protocol::request_work() {
  // In the order of stealing, but everybody in turn: the nearest may never have any.
  for (std::size_t k = 0; k < victims_.size(); ++k) {
    const std::uint32_t asked = victims_[next_asked_].load(std::memory_order_relaxed);
    next_asked_ = (next_asked_ + 1) % victims_.size();
    if (a_leaf_of_[asked] == kNoSphere) continue;
    const Sphere* const asking = thief();
    if (asking == nullptr) return;
    return send(Message::of(asking->id, a_leaf_of_[asked], WorkRequest{run_.steps_begun(), 1}));
  }
}

void Protocol::work_request(Sphere& leaf, const Message& message) {
  const auto waiting = static_cast<std::uint32_t>(ready_items_.size());
  const std::uint64_t step = message.as<WorkRequest>().step;
  if (waiting > 0) {
    send(Message::of(leaf.id, message.sender, WorkOffer{step, waiting}));
  } else {
    send(Message::of(leaf.id, message.sender, WorkReject{step}));
  }
}

void Protocol::offer_work(std::uint32_t item, std::uint32_t idle_worker) {
  if (a_leaf_of_[idle_worker] == kNoSphere) return office_.parker(idle_worker).notify();
  const auto waiting = static_cast<std::uint32_t>(ready_items_.size());
  const std::uint32_t sender = is_stolen(item) ? own_leaves_.front() : leaf_of(item).id;
  send(Message::of(sender, a_leaf_of_[idle_worker], WorkOffer{run_.steps_begun(), waiting}));
}

void Protocol::work_offer(Sphere& leaf, const Message& message) {
  offer_ = {message.sender, leaf.id};
  may_speak_up_.store(true, std::memory_order_seq_cst);
}

std::optional<std::uint32_t> Protocol::offered_by() {
  if (!offer_) return std::nullopt;
  return tree_.worker_of(offer_->first);
}

void Protocol::reject_offer() {
  const auto [from, to] = *std::exchange(offer_, std::nullopt);
  send(Message::of(to, from, WorkReject{run_.steps_begun()}));
  may_speak_up_.store(false, std::memory_order_seq_cst);
}

void Protocol::accept_offer() {
  offer_.reset();
  may_speak_up_.store(false, std::memory_order_seq_cst);
}

}  // namespace crystalline::spheres
