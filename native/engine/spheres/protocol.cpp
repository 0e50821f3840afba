#include "engine/spheres/protocol.hpp"

#include <utility>

#include "engine/sync/clock.hpp"

namespace crystalline::spheres {

using sync::now_us;

Protocol::Protocol(SphereTree& tree, StepRun& run, PostOffice& office, std::uint32_t worker)
    : tree_(tree),
      run_(run),
      office_(office),
      worker_(worker),
      inboxes_(tree),
      outgoing_(office, worker),
      own_leaves_(tree.leaves_of(worker)) {
  if (own_leaves_.empty()) own_leaves_.push_back(tree.leaf_ids()[worker % tree.leaves()]);
}

void Protocol::send(const Message& message) {
  Message stamped = message;
  stamped.sent_us = now_us();
  if (message.sender != kNodeZero)
    SphereCounters::add(tree_[message.sender].counters.messages_sent);
  const std::uint32_t rank =
      message.receiver == kNodeZero ? office_.ranks() - 1 : tree_[message.receiver].worker;
  if (rank == worker_) {
    stamped.sent_by = static_cast<std::uint16_t>(worker_);
    inboxes_.deliver(stamped);
  } else {
    outgoing_.send(rank, stamped);
  }
}

std::size_t Protocol::receive() {
  return office_.receive(worker_, [this](const Message& message) { inboxes_.deliver(message); });
}

template <typename Payload>
void Protocol::send_up(const Sphere& sphere, const Payload& payload) {
  send(Message::of(sphere.id, sphere.is_root() ? kNodeZero : sphere.parent, payload));
}

template <typename Payload>
void Protocol::send_down(const Sphere& sphere, const Payload& payload) {
  for (std::uint32_t c = 0; c < sphere.child_count; ++c) {
    send(Message::of(sphere.id, sphere.children[c], payload));
  }
}

void Protocol::handle(const Message& message) {
  Sphere& sphere = tree_[message.receiver];
  SphereCounters::add(sphere.counters.messages_received);
  switch (message.type) {
    case MessageType::kBatchStart:
      return batch_start(sphere, message.as<BatchStart>());
    case MessageType::kGradientAccumulate:
      return gradient_accumulate(sphere, message.as<GradientAccumulate>());
    case MessageType::kGradientReady:
      return gradient_ready(sphere, message.as<GradientReady>());
    case MessageType::kGradientComplete:
      return gradient_complete(sphere);
    case MessageType::kWeightsUpdated:
      return weights_updated(sphere);
    case MessageType::kWeightsBroadcast:
      return weights_broadcast(sphere, message.as<WeightsBroadcast>());
    case MessageType::kBatchComplete:
      return batch_complete(sphere);
    case MessageType::kWorkAccept:
      return SphereCounters::add(sphere.counters.stolen_from);
    case MessageType::kShutdownRequest:
      return shutdown_request(sphere);
    case MessageType::kShutdownAck:
      return shutdown_ack(sphere);
    default:
      SphereCounters::add(sphere.counters.errors);
  }
}

// --- a step's beginning

void Protocol::batch_start(Sphere& sphere, const BatchStart& payload) {
  sphere.state.move_from(SphereState::kIdle, SphereState::kReady, now_us());
  if (sphere.is_leaf()) {
    start_leaf(sphere);
  } else {
    start_parent(sphere, payload);
  }
}

void Protocol::start_leaf(Sphere& leaf) {
  const std::uint32_t leaves = tree_.leaves();
  std::uint32_t items = 0;
  for (std::uint32_t item = leaf.leaf_index; item < run_.items(); item += leaves) ++items;
  leaf.step.open_items += items;
  leaf.step.started = true;
  leaf.counters.queued_items.fetch_add(static_cast<std::int32_t>(items), std::memory_order_relaxed);
  for (std::uint32_t item = leaf.leaf_index; item < run_.items(); item += leaves) {
    if (run_.is_first(item)) ready_items_.push(item);
  }
  if (leaf.step.open_items == 0) leaf_done(leaf);  // it has no items, or all are done already
}

void Protocol::start_parent(Sphere& parent, const BatchStart& payload) {
  parent.step.accumulated_items = 0;
  parent.step.children_computing = parent.child_count;
  parent.step.children_running = parent.child_count;
  parent.state.move(SphereState::kWaiting, now_us());
  send_down(parent, payload);
  // Before own leaves offer items: who steals one then finds its own leaves' BATCH_START too.
  outgoing_.flush();
}

// --- items

Sphere& Protocol::thief() {
  // The first own leaf that has nothing left to do; else they take turns.
  for (const std::uint32_t id : own_leaves_) {
    if (tree_[id].worker == worker_ && tree_[id].step.open_items == 0) return tree_[id];
  }
  next_thief_ = (next_thief_ + 1) % own_leaves_.size();
  return tree_[own_leaves_[next_thief_]];
}

void Protocol::begin_item(std::uint32_t item) {
  Sphere& leaf = leaf_of(item);
  leaf.counters.queued_items.fetch_sub(1, std::memory_order_relaxed);
  // The successor of an item may begin before its leaf's BATCH_START has arrived.
  const std::uint64_t now = now_us();
  leaf.state.move_from(SphereState::kIdle, SphereState::kReady, now);
  leaf.state.begin_computing(now);
  if (!is_stolen(item)) return;
  Sphere& taker = thief();
  if (&taker == &leaf) return;  // its own helper, a worker without leaves
  SphereCounters::add(taker.counters.stolen_to);
  send(Message::of(taker.id, leaf.id, WorkAccept{run_.step(), item}));
}

void Protocol::end_item(std::uint32_t item, StepProgram::ItemResult result) {
  Sphere& leaf = leaf_of(item);
  leaf.state.end_computing(now_us());
  // The lane's next item stays here, where the lane's memory is warm; others may still steal it.
  if (run_.has_successor(item)) ready_items_.push(item + 1);
  const GradientAccumulate payload{run_.step(), item, result.loss_nats, result.gradient_norm};
  if (is_stolen(item)) {
    send(Message::of(thief().id, leaf.id, payload));
  } else {
    gradient_accumulate(leaf, payload);
  }
}

void Protocol::gradient_accumulate(Sphere& leaf, const GradientAccumulate& payload) {
  SphereCounters::add(leaf.counters.micro_batches);
  if (!run_.is_sweep()) {
    SphereCounters::add(leaf.counters.gradients);
    leaf.counters.loss_nats.store(payload.loss_nats, std::memory_order_relaxed);
    leaf.counters.gradient_norm.store(payload.gradient_norm, std::memory_order_relaxed);
  }
  ++leaf.step.accumulated_items;
  if (--leaf.step.open_items == 0 && leaf.step.started) leaf_done(leaf);
}

void Protocol::leaf_done(Sphere& leaf) {
  const std::uint32_t items = std::exchange(leaf.step.accumulated_items, 0);
  leaf.step.started = false;
  if (run_.is_sweep()) return send_up(leaf, BatchComplete{run_.step()});
  leaf.state.move(SphereState::kWaiting, now_us());
  send_up(leaf, GradientReady{run_.step(), items});
}

// --- a step's end

void Protocol::gradient_ready(Sphere& parent, const GradientReady& payload) {
  SphereCounters::add(parent.counters.gradients);
  parent.step.accumulated_items += payload.items;
  if (--parent.step.children_computing > 0) return;
  parent.state.move(SphereState::kAccumulating, now_us());
  if (parent.is_root()) {
    open_phase(parent, StepRun::Phase::kReduce);
  } else {
    send_up(parent, GradientReady{run_.step(), parent.step.accumulated_items});
  }
}

void Protocol::open_phase(Sphere& root, StepRun::Phase phase) {
  if (run_.program().parts == 0) {
    return phase == StepRun::Phase::kReduce ? gradient_complete(root) : weights_updated(root);
  }
  run_.open(phase);
  office_.notify_workers_but(worker_);
}

void Protocol::end_phase(StepRun::Phase phase) {
  const std::uint32_t sender = own_leaves_.front();
  if (phase == StepRun::Phase::kReduce) {
    send(Message::of(sender, 0, GradientComplete{run_.step()}));
  } else {
    send(Message::of(sender, 0, WeightsUpdated{run_.step()}));
  }
}

void Protocol::gradient_complete(Sphere& root) {
  root.state.move(SphereState::kUpdating, now_us());
  run_.program().between();
  open_phase(root, StepRun::Phase::kUpdate);
}

void Protocol::weights_updated(Sphere& root) {
  const std::uint64_t version = run_.program().publish();
  SphereCounters::add(root.counters.weights_updated);
  root.state.move(SphereState::kWaiting, now_us());
  send_down(root, WeightsBroadcast{run_.step(), version});
}

void Protocol::weights_broadcast(Sphere& sphere, const WeightsBroadcast& payload) {
  sphere.state.move(SphereState::kUpdating, now_us());
  SphereCounters::add(sphere.counters.weights_updated);
  if (sphere.is_leaf()) {
    sphere.state.move(SphereState::kReady, now_us());
    send_up(sphere, BatchComplete{payload.step});
  } else {
    sphere.state.move(SphereState::kWaiting, now_us());
    send_down(sphere, payload);
  }
}

void Protocol::batch_complete(Sphere& parent) {
  if (--parent.step.children_running > 0) return;
  parent.state.move(SphereState::kReady, now_us());
  send_up(parent, BatchComplete{run_.step()});
}

// --- the end

void Protocol::shutdown_request(Sphere& sphere) {
  sphere.state.move(SphereState::kTerminating, now_us());
  sphere.step.children_alive = sphere.child_count;
  if (sphere.is_leaf()) return end_sphere(sphere);
  send_down(sphere, ShutdownRequest{});
}

void Protocol::shutdown_ack(Sphere& parent) {
  if (--parent.step.children_alive == 0) end_sphere(parent);
}

void Protocol::end_sphere(Sphere& sphere) {
  sphere.state.move(SphereState::kTerminated, now_us());
  send_up(sphere, ShutdownAck{});
}

}  // namespace crystalline::spheres
