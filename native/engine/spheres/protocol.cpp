#include "engine/spheres/protocol.hpp"

#include <thread>

#include "engine/spheres/kinship.hpp"
#include "engine/sync/clock.hpp"

namespace crystalline::spheres {

Protocol::Protocol(SphereTree& tree, StepRun& run, PostOffice& office, std::uint32_t worker)
    : tree_(tree),
      run_(run),
      office_(office),
      worker_(worker),
      outgoing_(office, worker),
      victims_(office.ranks() - 2) {
  learn_places();
}

void Protocol::learn_places() {
  own_leaves_ = tree_.leaves_of(worker_);
  if (own_leaves_.empty()) own_leaves_.push_back(tree_.leaf_ids()[worker_ % tree_.leaves()]);
  a_leaf_of_.assign(office_.ranks() - 1, kNoSphere);
  for (const std::uint32_t id : tree_.leaf_ids()) a_leaf_of_[tree_.worker_of(id)] = id;
  const auto order = steal_order(tree_, worker_, office_.ranks() - 1);
  for (std::size_t k = 0; k < order.size(); ++k) {
    victims_[k].store(order[k], std::memory_order_relaxed);
  }
}

std::size_t Protocol::receive() {
  const std::size_t received =
      office_.receive(worker_, [this](const Message& message) { inboxes_.deliver(message); });
  return received;
}

std::size_t Protocol::handle_some(std::size_t most) {
  if (inboxes_.waiting() == 0) return 0;
  now_us_ = sync::now_us();
  Message message;
  std::size_t handled = 0;
  while (handled < most && inboxes_.next(message)) {
    if (const auto following = inboxes_.upcoming(0)) tree_[*following].prefetch();
    Sphere& receiver = tree_[message.receiver];
    if (receiver.state.state() == SphereState::kTerminated) {
      handle_late(receiver, message);
    } else {
      handle(message);
      receiver.counters.add(Figure::kMessagesReceived);
    }
    // After all it sent. Only this worker writes; release: who sees it sees what was done.
    handled_.store(handled_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    ++handled;
  }
  return handled;
}

void Protocol::send(const Message& message) {
  Message stamped = message;
  stamped.sent_us = now_us_;
  traffic_.note(message, now_us_);
  tree_[message.sender].counters.add(Figure::kMessagesSent);
  sent_.store(sent_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  const std::uint32_t rank =
      message.receiver == kNodeZero ? office_.ranks() - 1 : tree_.worker_of(message.receiver);
  if (rank == worker_) {
    outgoing_.stamp(stamped);
    return inboxes_.deliver(stamped);
  }
  // At the bound: who waits for this worker in turn goes on when it takes in what they sent.
  while (!outgoing_.send(rank, stamped)) {
    outgoing_.flush();
    (void)receive();
    std::this_thread::yield();
  }
}

bool Protocol::fits(const Sphere& sphere, const Message& message) const {
  const SphereState state = sphere.state.state();
  switch (message.type) {
    // What only a parent gets, and of these what only a waiting one.
    case MessageType::kGradientReady:
      return sphere.step.children_computing > 0;
    case MessageType::kBatchComplete:
      return sphere.step.children_running > 0 && is_from_child(sphere, message);
    case MessageType::kStatsReport:
      return sphere.missing.stats_report > 0;
    case MessageType::kShutdownAck:
      return !sphere.is_leaf();
    case MessageType::kChildTerminate:
    case MessageType::kParentSync:
      return !sphere.is_leaf();
    // What only the root gets, and only in its place in a step.
    case MessageType::kGradientComplete:
      return sphere.is_root() && state == SphereState::kAccumulating;
    case MessageType::kWeightsUpdated:
      return !sphere.is_root() || state == SphereState::kUpdating;
    // What only a leaf gets.
    case MessageType::kGradientAccumulate:
    case MessageType::kWorkAccept:
      return sphere.leaf_index != kNoSphere;
    default:
      return true;
  }
}

void Protocol::handle_late(Sphere& sphere, const Message& message) {
  const bool for_others = group_of(message.type) == 4 || message.type == MessageType::kErrorReport;
  if (!for_others || !is_from_child(sphere, message)) {
    sphere.counters.add(Figure::kMessagesDropped);
    return dropped_.store(dropped_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  // On its way up: the parent takes it instead.
  sphere.counters.add(Figure::kMessagesReceived);
  Message onward = message;
  onward.sender = sphere.id;
  onward.receiver = sphere.parent;
  send(onward);
}

void Protocol::handle(const Message& message) {
  Sphere& sphere = tree_[message.receiver];
  if (!fits(sphere, message)) return misfit(sphere, message);
  switch (message.type) {
    case MessageType::kWorkRequest:
      return work_request(sphere, message);
    case MessageType::kWorkOffer:
      return work_offer(sphere, message);
    case MessageType::kWorkAccept:
      return sphere.counters.add(Figure::kWorkStolenFrom);
    case MessageType::kWorkReject:
      return sphere.counters.add(Figure::kRetriesAttempted);
    case MessageType::kGradientReady:
      return gradient_ready(sphere, message.as<GradientReady>());
    case MessageType::kGradientAccumulate:
      return gradient_accumulate(sphere, message.as<GradientAccumulate>());
    case MessageType::kGradientComplete:
      return gradient_complete(sphere);
    case MessageType::kWeightsUpdated:
      if (!sphere.is_root()) return weights_for_child(sphere, message.as<WeightsUpdated>());
      return weights_updated(sphere);
    case MessageType::kWeightsRequest:
      return weights_request(sphere, message);
    case MessageType::kWeightsBroadcast:
      return weights_broadcast(sphere, message.as<WeightsBroadcast>());
    case MessageType::kBoundaryCrossing:
    case MessageType::kTwinPrimeHit:
    case MessageType::kBoundaryRegionEnter:
    case MessageType::kBoundaryRegionExit:
      return boundary_event(sphere, message);
    case MessageType::kEpochStart:
      return epoch_start(sphere, message.as<EpochStart>());
    case MessageType::kEpochComplete:
      return epoch_complete(sphere, message);
    case MessageType::kBatchStart:
      return batch_start(sphere, message.as<BatchStart>());
    case MessageType::kBatchComplete:
      return batch_complete(sphere, tree_[message.sender]);
    case MessageType::kStatsRequest:
      return stats_request(sphere);
    case MessageType::kStatsReport:
      return stats_report(sphere);
    case MessageType::kShutdownRequest:
      return shutdown_request(sphere);
    case MessageType::kShutdownAck:
      return shutdown_ack(sphere, message);
    case MessageType::kChildSpawn:
      return child_spawn(sphere, message);
    case MessageType::kChildTerminate:
      return child_terminate(sphere, message.as<ChildTerminate>());
    case MessageType::kParentSync:
      return parent_sync(sphere, message.as<ParentSync>());
    case MessageType::kSiblingDiscover:
      return sibling_discover(sphere, message.as<SiblingDiscover>());
    case MessageType::kErrorReport:
      return error_report(sphere, message);
    case MessageType::kErrorRecovery:
      return error_recovery(sphere, message.as<ErrorRecovery>());
  }
}

}  // namespace crystalline::spheres
