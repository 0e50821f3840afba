#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/spheres/inboxes.hpp"
#include "engine/spheres/message.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/spheres/step_run.hpp"
#include "engine/spheres/traffic.hpp"
#include "engine/sync/work_deque.hpp"

namespace crystalline::spheres {

/// What a sphere does with each message, for the spheres of one worker; that worker's thread only.
///
/// A step (protocol_step.cpp): BATCH_START goes down; leaves put the first item of each of their
/// lanes into the worker's deque; a leaf whose items are all accumulated waits and sends
/// GRADIENT_READY up; when the root has all it accumulates (parts reduced by all workers),
/// GRADIENT_COMPLETE makes it update (parts again), WEIGHTS_UPDATED makes it publish;
/// WEIGHTS_BROADCAST goes down, BATCH_COMPLETE comes up. A sweep: BATCH_START down, items,
/// BATCH_COMPLETE up. A sphere that comes or moves during a step takes part from the next one on;
/// one that is to end or to move does so when its part is done. Items and stealing are in
/// protocol_work.cpp, boundary events in protocol_boundary.cpp, spheres that come and go in
/// protocol_family.cpp, epochs, statistics and the end in protocol_life.cpp. What each message says
/// and who sends it: message.hpp.
class Protocol {
 public:
  /// Messages handled between two looks at what has arrived: so many at most overtake an urgent one
  /// that comes after them.
  static constexpr std::size_t kBurst = 32;

  Protocol(SphereTree& tree, StepRun& run, PostOffice& office, std::uint32_t worker);
  /// Node Zero only, while the machine stands still: leaves or places have changed.
  void learn_places();

  /// Takes what other threads sent to this worker into the inboxes; returns how many.
  std::size_t receive();
  /// Handles up to `most` waiting messages; returns how many.
  std::size_t handle_some(std::size_t most);
  /// Shows the messages sent so far to their receivers.
  void flush() { outgoing_.flush(); }
  /// Any thread: messages this worker's spheres have sent, and have handled to the end.
  [[nodiscard]] std::uint64_t messages_sent() const {
    return sent_.load(std::memory_order_acquire);
  }
  [[nodiscard]] std::uint64_t messages_handled() const {
    return handled_.load(std::memory_order_acquire);
  }
  /// Any thread: of the handled ones, those whose receiver had ended and that mattered to nobody
  /// else.
  [[nodiscard]] std::uint64_t messages_dropped() const {
    return dropped_.load(std::memory_order_relaxed);
  }
  /// Any thread: it may send a message that no message made it send. seq_cst against StepRun::end:
  /// either this is seen, or the step's end is, and nothing is sent.
  [[nodiscard]] bool may_speak_up() const { return may_speak_up_.load(std::memory_order_seq_cst); }
  /// Any thread: messages that wait for one of its spheres.
  [[nodiscard]] std::uint32_t waiting_for(std::uint32_t sphere, std::size_t priority) const {
    return inboxes_.waiting_for(sphere, priority);
  }
  /// Any thread: what its spheres have sent lately, while somebody watches.
  [[nodiscard]] Traffic& traffic() { return traffic_; }
  /// Messages that wait for room in a ring.
  [[nodiscard]] bool has_unsent() const { return outgoing_.waiting() > 0; }

  /// The worker begins an item, for a leaf of its own or a stolen one.
  void begin_item(std::uint32_t item);
  /// It has computed the item: frees the lane's next item and tells the leaf.
  void end_item(std::uint32_t item, StepProgram::ItemResult result);
  /// It could not compute the item: tells Node Zero, which says what becomes of it. `spoilt`: the
  /// item's lane must run again from its first item.
  void fail_item(std::uint32_t item, bool spoilt);
  /// It has finished the last part of a phase: tells the root.
  void end_phase(StepRun::Phase phase);

  /// Nothing to do inside a step: asks another worker, once until reset_hunger().
  void ask_for_work();
  void reset_hunger() { asked_ = false; }
  /// Items wait here and `idle_worker` sleeps: offers them to it, which wakes it.
  void offer_work(std::uint32_t item, std::uint32_t idle_worker);
  /// The worker an offer came from, until it is accepted or rejected.
  [[nodiscard]] std::optional<std::uint32_t> offered_by();
  /// The offer gave an item; or it was taken up in vain.
  void accept_offer();
  void reject_offer();

  [[nodiscard]] Sphere& leaf_of(std::uint32_t item) { return tree_.leaf(item % tree_.leaves()); }
  [[nodiscard]] bool is_stolen(std::uint32_t item) {
    return tree_.worker_of(leaf_of(item).id) != worker_;
  }
  /// Lets `take` try the other workers for an item until one has one: nearest kin first (see
  /// steal_order). An idle worker looks at any time; while places change it may try some in the
  /// order that was.
  template <typename Take>
  [[nodiscard]] std::optional<std::uint32_t> steal(Take&& take) const {
    for (const auto& victim : victims_) {
      if (auto item = take(victim.load(std::memory_order_relaxed))) return item;
    }
    return std::nullopt;
  }
  /// Items that can start now. Push: this worker; take: anyone.
  [[nodiscard]] sync::WorkDeque<std::uint32_t>& ready_items() { return ready_items_; }
  [[nodiscard]] const sync::WorkDeque<std::uint32_t>& ready_items() const { return ready_items_; }

 private:
  [[nodiscard]] bool fits(const Sphere& sphere, const Message& message) const;
  void handle(const Message& message);
  void handle_late(Sphere& sphere, const Message& message);
  [[nodiscard]] bool is_from_child(const Sphere& sphere, const Message& message) const {
    return message.sender != kNodeZero && tree_[message.sender].parent == sphere.id;
  }
  void send(const Message& message);
  void prefetch_children(const Sphere& sphere) const {
    for (std::uint32_t c = 0; c < sphere.children.size(); ++c) {
      __builtin_prefetch(&tree_[sphere.children[c]]);
    }
  }
  template <typename Payload>
  void send_up(const Sphere& sphere, const Payload& payload) {
    send(Message::of(sphere.id, sphere.is_root() ? kNodeZero : sphere.parent.load(), payload));
  }
  template <typename Payload>
  void send_down(const Sphere& sphere, const Payload& payload) {
    prefetch_children(sphere);
    for (std::uint32_t c = 0; c < sphere.children.size(); ++c) {
      send(Message::of(sphere.id, sphere.children[c], payload));
    }
  }

  /// Likewise, to those that have their part of the step under way still to end.
  template <typename Payload>
  void send_to_running(const Sphere& sphere, const Payload& payload) {
    prefetch_children(sphere);
    for (std::uint32_t c = 0; c < sphere.children.size(); ++c) {
      const std::uint32_t child = sphere.children[c];
      if (tree_[child].link.running) send(Message::of(sphere.id, child, payload));
    }
  }

  // protocol_step.cpp
  void batch_start(Sphere& sphere, const BatchStart& payload);
  void start_leaf(Sphere& leaf);
  void start_parent(Sphere& parent, const BatchStart& payload);
  void leaf_done(Sphere& leaf);
  void gradient_ready(Sphere& parent, const GradientReady& payload);
  void open_phase(Sphere& root, StepRun::Phase phase);
  void gradient_complete(Sphere& root);
  void weights_updated(Sphere& root);
  void weights_broadcast(Sphere& sphere, const WeightsBroadcast& payload);
  void batch_complete(Sphere& parent, Sphere& child);

  // protocol_work.cpp
  void gradient_accumulate(Sphere& leaf, const GradientAccumulate& payload);
  void count_lane(Sphere& leaf, std::uint32_t item);
  void request_work();
  void work_request(Sphere& leaf, const Message& message);
  void work_offer(Sphere& leaf, const Message& message);
  /// The leaf in whose name this worker takes work; null: all of its leaves have ended.
  [[nodiscard]] Sphere* thief();

  // protocol_boundary.cpp
  void record_events(Sphere& leaf, std::uint32_t item);
  void record_region(Sphere& leaf, std::uint64_t first, std::uint64_t last);
  void report_event(Sphere& leaf, std::uint64_t n);
  void boundary_event(Sphere& sphere, const Message& message);

  // protocol_family.cpp
  void child_spawn(Sphere& parent, const Message& message);
  void join(Sphere& child);
  void weights_request(Sphere& parent, const Message& message);
  void weights_for_child(Sphere& child, const WeightsUpdated& payload);
  void parent_sync(Sphere& parent, const ParentSync& payload);
  void child_terminate(Sphere& parent, const ChildTerminate& payload);
  void child_ended(Sphere& parent, std::uint32_t child);
  void let_go(Sphere& parent, Sphere& child);
  void move_child(Sphere& parent, Sphere& child);
  void sibling_discover(Sphere& sphere, const SiblingDiscover& payload);
  void misfit(Sphere& sphere, const Message& message);
  void error_report(Sphere& sphere, const Message& message);
  void error_recovery(Sphere& sphere, const ErrorRecovery& payload);

  // protocol_life.cpp
  void epoch_start(Sphere& sphere, const EpochStart& payload);
  void epoch_complete(Sphere& sphere, const Message& message);
  void stats_request(Sphere& sphere);
  void stats_report(Sphere& parent);
  void shutdown_request(Sphere& sphere);
  void shutdown_ack(Sphere& parent, const Message& message);
  void end_sphere(Sphere& sphere);

  SphereTree& tree_;
  StepRun& run_;
  PostOffice& office_;
  std::uint32_t worker_;
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<std::uint64_t> handled_{0};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<bool> may_speak_up_{false};
  Traffic traffic_;
  Inboxes inboxes_;
  Outgoing outgoing_;
  sync::WorkDeque<std::uint32_t> ready_items_;
  std::uint64_t now_us_ =
      0;  // machine clock, read once a burst of messages and once an item's ends
  std::vector<std::uint32_t> own_leaves_;  // at least one: the helped leaf of a worker without any
  std::vector<std::uint32_t> a_leaf_of_;   // by worker: where to reach it; kNoSphere: it has none
  std::size_t next_thief_ = 0;
  std::vector<std::atomic<std::uint32_t>> victims_;  // the other workers, nearest kin first
  std::size_t next_asked_ = 0;                       // of victims_
  bool asked_ = false;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> offer_;  // from leaf, to leaf
};

}  // namespace crystalline::spheres
