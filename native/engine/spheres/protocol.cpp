#include "engine/spheres/protocol.hpp"

#include "engine/sync/clock.hpp"

namespace crystalline::spheres {

Protocol::Protocol(SphereTree& tree, StepRun& run, PostOffice& office, std::uint32_t worker)
    : tree_(tree),
      run_(run),
      office_(office),
      worker_(worker),
      inboxes_(tree),
      outgoing_(office, worker),
      own_leaves_(tree.leaves_of(worker)),
      a_leaf_of_(office.ranks() - 1, kNoSphere),
      next_asked_(worker) {
  if (own_leaves_.empty()) own_leaves_.push_back(tree.leaf_ids()[worker % tree.leaves()]);
  for (const std::uint32_t id : tree.leaf_ids()) a_leaf_of_[tree[id].worker] = id;
}

std::size_t Protocol::receive() {
  return office_.receive(worker_, [this](const Message& message) { inboxes_.deliver(message); });
}

std::size_t Protocol::handle_some(std::size_t most) {
  if (inboxes_.waiting() == 0) return 0;
  now_us_ = sync::now_us();
  Message message;
  std::size_t handled = 0;
  while (handled < most && inboxes_.next(message)) {
    handle(message);
    tree_[message.receiver].counters.add(Figure::kMessagesReceived);
    // After all it sent. Only this worker writes; release: who sees it sees what was done.
    handled_.store(handled_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    ++handled;
  }
  return handled;
}

void Protocol::send(const Message& message) {
  Message stamped = message;
  stamped.sent_us = now_us_;
  tree_[message.sender].counters.add(Figure::kMessagesSent);
  sent_.store(sent_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  const std::uint32_t rank =
      message.receiver == kNodeZero ? office_.ranks() - 1 : tree_[message.receiver].worker;
  if (rank == worker_) {
    stamped.sent_by = static_cast<std::uint16_t>(worker_);
    inboxes_.deliver(stamped);
  } else {
    outgoing_.send(rank, stamped);
  }
}

void Protocol::handle(const Message& message) {
  Sphere& sphere = tree_[message.receiver];
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
      return weights_updated(sphere);
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
      return batch_complete(sphere);
    case MessageType::kStatsRequest:
      return stats_request(sphere);
    case MessageType::kStatsReport:
      return stats_report(sphere);
    case MessageType::kShutdownRequest:
      return shutdown_request(sphere);
    case MessageType::kShutdownAck:
      return shutdown_ack(sphere);
    case MessageType::kWeightsRequest:
    case MessageType::kChildSpawn:
    case MessageType::kChildTerminate:
    case MessageType::kParentSync:
    case MessageType::kSiblingDiscover:
    case MessageType::kErrorReport:
    case MessageType::kErrorRecovery:
      return sphere.counters.add(Figure::kErrorsEncountered);  // nobody sends these to a sphere
  }
}

}  // namespace crystalline::spheres
