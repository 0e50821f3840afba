#include <limits>

#include "engine/spheres/protocol.hpp"

// Spheres that come, go and move, messages that do not fit, items that fail.
namespace crystalline::spheres {

void Protocol::child_spawn(Sphere& parent, const Message& message) {
  Sphere& child = tree_[message.as<ChildSpawn>().child];
  const bool moved = message.sender != kNodeZero;
  if (moved) {
    child.parent = parent.id;
    tree_.relevel(child.id);
  }
  child.link = {.first_step = run_.steps_begun() + 1};
  tree_.link(child);
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    const std::uint32_t sibling = parent.children[c];
    if (sibling == child.id) continue;
    send(Message::of(parent.id, sibling, SiblingDiscover{child.id, true}));
    send(Message::of(parent.id, child.id, SiblingDiscover{sibling, true}));
  }
  if (moved) return send(Message::of(parent.id, kNodeZero, ParentSync{child.id}));
  send(Message::of(parent.id, child.id, EpochStart{0}));
}

void Protocol::join(Sphere& child) {
  child.state.move(SphereState::kReady, now_us_);
  send_up(child, WeightsRequest{});
}

void Protocol::weights_request(Sphere& parent, const Message& message) {
  send(Message::of(parent.id, message.sender, WeightsUpdated{0, parent.weights_version}));
}

void Protocol::weights_for_child(Sphere& child, const WeightsUpdated& payload) {
  child.weights_version = payload.version;
  send_up(child, ParentSync{child.id});
}

void Protocol::parent_sync(Sphere& parent, const ParentSync& payload) {
  send(Message::of(parent.id, kNodeZero, payload));
}

void Protocol::child_terminate(Sphere& parent, const ChildTerminate& payload) {
  Sphere& child = tree_[payload.child];
  child.link.leaves = true;
  child.link.moves_to = payload.moves_to;
  // The step may have begun and not come here yet: the child's items are waited for all the same.
  const std::uint64_t step = run_.steps_begun();
  const bool starts = run_.under_way() && parent.step.begun < step && child.link.first_step <= step;
  if (!child.link.running && !starts) let_go(parent, child);
}

void Protocol::let_go(Sphere& parent, Sphere& child) {
  child.link.leaves = false;
  if (child.link.moves_to != kNoSphere) return move_child(parent, child);
  send(Message::of(parent.id, child.id, ShutdownRequest{}));
}

void Protocol::move_child(Sphere& parent, Sphere& child) {
  tree_.unlink(child);
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    const std::uint32_t sibling = parent.children[c];
    send(Message::of(parent.id, sibling, SiblingDiscover{child.id, false}));
    send(Message::of(parent.id, child.id, SiblingDiscover{sibling, false}));
  }
  send(Message::of(parent.id, child.link.moves_to, ChildSpawn{child.id}));
}

void Protocol::child_ended(Sphere& parent, std::uint32_t child) {
  tree_.unlink(tree_[child]);
  send_down(parent, SiblingDiscover{child, false});
  send(Message::of(parent.id, kNodeZero, ParentSync{child}));
}

void Protocol::sibling_discover(Sphere& sphere, const SiblingDiscover& payload) {
  sphere.siblings += payload.joined ? 1 : 0;
  sphere.siblings -= payload.joined ? 0 : 1;
}

void Protocol::misfit(Sphere& sphere, const Message& message) {
  sphere.counters.add(Figure::kErrorsEncountered);
  const auto state = static_cast<std::uint8_t>(sphere.state.state());
  send_up(sphere, ErrorReport{sphere.id, kNoItem, message.type, state});
}

void Protocol::error_report(Sphere& sphere, const Message& message) {
  send_up(sphere, message.as<ErrorReport>());
}

void Protocol::error_recovery(Sphere& sphere, const ErrorRecovery& payload) {
  sphere.counters.add(Figure::kRetriesAttempted);
  // A message that does not fit has changed nothing, so there is nothing to undo.
  if (payload.item == kNoItem) return;
  sphere.failing.store(false, std::memory_order_relaxed);
  if (!payload.given_up) {
    run_.restore(payload.item);
    return ready_items_.push(payload.item);
  }
  // The step will change nothing, but it has to end: what waits for the item goes on.
  sphere.counters.queued_items.fetch_sub(1, std::memory_order_relaxed);
  if (run_.has_successor(payload.item)) ready_items_.push(payload.item + 1);
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  gradient_accumulate(sphere, {run_.step(), payload.item, kNone, kNone});
}

}  // namespace crystalline::spheres
