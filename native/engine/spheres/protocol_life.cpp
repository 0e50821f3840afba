#include "engine/spheres/protocol.hpp"

// What is not a step: epochs, statistics, the end.
namespace crystalline::spheres {

void Protocol::epoch_start(Sphere& sphere, const EpochStart& payload) {
  if (sphere.state.state() == SphereState::kInitializing) return join(sphere);
  sphere.state.move_from(SphereState::kIdle, SphereState::kReady, now_us_);
  send_down(sphere, payload);
}

void Protocol::epoch_complete(Sphere& sphere, const Message& message) {
  const bool from_above = message.sender == sphere.parent || message.sender == kNodeZero;
  const auto payload = message.as<EpochComplete>();
  if (from_above) {
    sphere.missing.epoch_complete = sphere.children.size();
    send_down(sphere, payload);
  } else {
    --sphere.missing.epoch_complete;
  }
  if (sphere.missing.epoch_complete > 0) return;
  sphere.state.move(SphereState::kIdle, now_us_);
  send_up(sphere, payload);
}

void Protocol::stats_request(Sphere& sphere) {
  sphere.missing.stats_report = sphere.children.size();
  if (sphere.is_leaf()) {
    sphere.subtree = sphere.statistics(now_us_);
    return send_up(sphere, StatsReport{});
  }
  send_down(sphere, StatsRequest{});
}

void Protocol::stats_report(Sphere& parent) {
  if (--parent.missing.stats_report > 0) return;
  // The children's sums are whole and stay so until the next request: their reports said so.
  parent.subtree = parent.statistics(now_us_);
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    parent.subtree.merge(tree_[parent.children[c]].subtree);
  }
  send_up(parent, StatsReport{});
}

void Protocol::shutdown_request(Sphere& sphere) {
  sphere.state.move(SphereState::kTerminating, now_us_);
  sphere.missing.shutdown_ack = sphere.children.size();
  if (sphere.is_leaf()) return end_sphere(sphere);
  send_down(sphere, ShutdownRequest{});
}

void Protocol::shutdown_ack(Sphere& parent, const Message& message) {
  if (parent.state.state() != SphereState::kTerminating) return child_ended(parent, message.sender);
  if (--parent.missing.shutdown_ack == 0) end_sphere(parent);
}

void Protocol::end_sphere(Sphere& sphere) {
  sphere.state.move(SphereState::kTerminated, now_us_);
  send_up(sphere, ShutdownAck{});
}

}  // namespace crystalline::spheres
