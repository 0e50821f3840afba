#include <algorithm>

#include "engine/spheres/protocol.hpp"

// Spheres that come and go while the machine stands still, and messages that do not fit.
namespace crystalline::spheres {

void Protocol::child_spawn(Sphere& parent, const ChildSpawn& payload) {
  Sphere& child = tree_[payload.child];
  tree_.link(child);
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    const std::uint32_t sibling = parent.children[c];
    if (sibling == child.id) continue;
    send(Message::of(parent.id, sibling, SiblingDiscover{child.id, true}));
    send(Message::of(parent.id, child.id, SiblingDiscover{sibling, true}));
  }
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
  send(Message::of(parent.id, payload.child, ShutdownRequest{}));
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
  send_up(sphere, ErrorReport{sphere.id, message.type, state});
}

void Protocol::error_report(Sphere& sphere, const Message& message) {
  send_up(sphere, message.as<ErrorReport>());
}

void Protocol::error_recovery(Sphere& sphere) {
  // A message that does not fit has changed nothing, so there is nothing to undo.
  sphere.counters.add(Figure::kRetriesAttempted);
}

}  // namespace crystalline::spheres
