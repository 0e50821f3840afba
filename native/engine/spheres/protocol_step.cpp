#include <string>
#include <utility>

#include "engine/spheres/protocol.hpp"

// A step or a sweep from BATCH_START to BATCH_COMPLETE.
namespace crystalline::spheres {

void Protocol::batch_start(Sphere& sphere, const BatchStart& payload) {
  // By number, not by children: those that have come since take part from the next step on.
  if (sphere.leaf_index != kNoSphere) {
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
  parent.step.begun = run_.steps_begun();
  parent.step.accumulated_items = 0;
  parent.step.children_computing = 0;
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    Sphere::Link& link = tree_[parent.children[c]].link;
    link.running = link.first_step <= run_.steps_begun();
    parent.step.children_computing += link.running ? 1 : 0;
  }
  parent.step.children_running = parent.step.children_computing;
  parent.state.move(SphereState::kWaiting, now_us_);
  send_to_running(parent, payload);
  // Before own leaves offer items: who steals one then finds its own leaves' BATCH_START too.
  flush();
}

void Protocol::leaf_done(Sphere& leaf) {
  const std::uint32_t items = std::exchange(leaf.step.accumulated_items, 0);
  leaf.step.started = false;
  if (run_.is_sweep()) return send_up(leaf, BatchComplete{run_.step()});
  leaf.state.move(SphereState::kWaiting, now_us_);
  send_up(leaf, GradientReady{run_.step(), items});
}

void Protocol::gradient_ready(Sphere& parent, const GradientReady& payload) {
  parent.counters.add(Figure::kGradientsComputed);
  parent.step.accumulated_items += payload.items;
  if (--parent.step.children_computing > 0) return;
  parent.state.move(SphereState::kAccumulating, now_us_);
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
    send(Message::of(sender, 0, WeightsUpdated{run_.step(), 0}));
  }
}

void Protocol::gradient_complete(Sphere& root) {
  root.state.move(SphereState::kUpdating, now_us_);
  if (const std::uint32_t item = run_.given_up(); item != StepRun::kNoItem) {
    run_.program().fail("micro-batch " + std::to_string(item) + " of sphere " +
                        std::to_string(leaf_of(item).id) + " failed again and again");
  }
  run_.program().between();
  open_phase(root, StepRun::Phase::kUpdate);
}

void Protocol::weights_updated(Sphere& root) {
  const std::uint64_t version = run_.program().publish();
  root.counters.add(Figure::kWeightsUpdated);
  root.weights_version = version;
  root.state.move(SphereState::kWaiting, now_us_);
  send_to_running(root, WeightsBroadcast{run_.step(), version});
}

void Protocol::weights_broadcast(Sphere& sphere, const WeightsBroadcast& payload) {
  sphere.state.move(SphereState::kUpdating, now_us_);
  sphere.counters.add(Figure::kWeightsUpdated);
  sphere.weights_version = payload.version;
  if (sphere.leaf_index != kNoSphere) {
    sphere.state.move(SphereState::kReady, now_us_);
    send_up(sphere, BatchComplete{payload.step});
  } else {
    sphere.state.move(SphereState::kWaiting, now_us_);
    send_to_running(sphere, payload);
  }
}

void Protocol::batch_complete(Sphere& parent, Sphere& child) {
  child.link.running = false;
  if (child.link.leaves) let_go(parent, child);
  if (--parent.step.children_running > 0) return;
  parent.state.move(SphereState::kReady, now_us_);
  send_up(parent, BatchComplete{run_.step()});
}

}  // namespace crystalline::spheres
