#pragma once

#include <cstdint>
#include <vector>

#include "engine/spheres/inboxes.hpp"
#include "engine/spheres/message.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/spheres/step_run.hpp"
#include "engine/sync/work_deque.hpp"

namespace crystalline::spheres {

/// What a sphere does with each message, for the spheres of one worker; that worker's thread only.
///
/// A step: BATCH_START goes down; leaves put the first item of each of their lanes into the
/// worker's deque; a leaf whose items are all accumulated waits and sends GRADIENT_READY up; when
/// the root has all it accumulates (parts reduced by all workers), GRADIENT_COMPLETE makes it
/// update (parts again), WEIGHTS_UPDATED makes it publish; WEIGHTS_BROADCAST goes down,
/// BATCH_COMPLETE comes up. A sweep: BATCH_START down, items, BATCH_COMPLETE up.
class Protocol {
 public:
  Protocol(SphereTree& tree, StepRun& run, PostOffice& office, std::uint32_t worker);

  /// Handles one message addressed to a sphere of this worker.
  void handle(const Message& message);
  /// Routes a message: to this worker's inboxes, another worker or Node Zero.
  void send(const Message& message);
  /// Takes what other threads sent to this worker into the inboxes; returns how many.
  std::size_t receive();

  /// The worker begins an item, for a leaf of its own or a stolen one.
  void begin_item(std::uint32_t item);
  /// It has computed the item: frees the lane's next item and tells the leaf.
  void end_item(std::uint32_t item, StepProgram::ItemResult result);
  /// It has finished the last part of a phase: tells the root.
  void end_phase(StepRun::Phase phase);

  [[nodiscard]] Sphere& leaf_of(std::uint32_t item) { return tree_.leaf(item % tree_.leaves()); }
  [[nodiscard]] bool is_stolen(std::uint32_t item) { return leaf_of(item).worker != worker_; }
  [[nodiscard]] Inboxes& inboxes() { return inboxes_; }
  [[nodiscard]] Outgoing& outgoing() { return outgoing_; }
  [[nodiscard]] const Outgoing& outgoing() const { return outgoing_; }
  /// Items that can start now. Push: this worker; take: anyone.
  [[nodiscard]] sync::WorkDeque<std::uint32_t>& ready_items() { return ready_items_; }
  [[nodiscard]] const sync::WorkDeque<std::uint32_t>& ready_items() const { return ready_items_; }

 private:
  void batch_start(Sphere& sphere, const BatchStart& payload);
  void start_leaf(Sphere& leaf);
  void start_parent(Sphere& parent, const BatchStart& payload);
  void gradient_accumulate(Sphere& leaf, const GradientAccumulate& payload);
  void leaf_done(Sphere& leaf);
  void gradient_ready(Sphere& parent, const GradientReady& payload);
  void open_phase(Sphere& root, StepRun::Phase phase);
  void gradient_complete(Sphere& root);
  void weights_updated(Sphere& root);
  void weights_broadcast(Sphere& sphere, const WeightsBroadcast& payload);
  void batch_complete(Sphere& parent);
  void shutdown_request(Sphere& sphere);
  void shutdown_ack(Sphere& parent);
  void end_sphere(Sphere& sphere);

  template <typename Payload>
  void send_up(const Sphere& sphere, const Payload& payload);
  template <typename Payload>
  void send_down(const Sphere& sphere, const Payload& payload);
  /// The leaf in whose name this worker takes work.
  [[nodiscard]] Sphere& thief();

  SphereTree& tree_;
  StepRun& run_;
  PostOffice& office_;
  std::uint32_t worker_;
  Inboxes inboxes_;
  Outgoing outgoing_;
  sync::WorkDeque<std::uint32_t> ready_items_;
  std::vector<std::uint32_t> own_leaves_;  // at least one: the helped leaf of a worker without any
  std::size_t next_thief_ = 0;
};

}  // namespace crystalline::spheres
