#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace crystalline::spheres {

/// The 28 kinds of message, in 9 groups.
enum class MessageType : std::uint8_t {
  // 1 work distribution
  kWorkRequest,
  kWorkOffer,
  kWorkAccept,
  kWorkReject,
  // 2 gradient synchronisation
  kGradientReady,
  kGradientAccumulate,
  kGradientComplete,
  // 3 weights
  kWeightsUpdated,
  kWeightsRequest,
  kWeightsBroadcast,
  // 4 boundary
  kBoundaryCrossing,
  kTwinPrimeHit,
  kBoundaryRegionEnter,
  kBoundaryRegionExit,
  // 5 coordination
  kEpochStart,
  kEpochComplete,
  kBatchStart,
  kBatchComplete,
  // 6 hierarchy
  kChildSpawn,
  kChildTerminate,
  kParentSync,
  kSiblingDiscover,
  // 7 errors
  kErrorReport,
  kErrorRecovery,
  // 8 statistics
  kStatsRequest,
  kStatsReport,
  // 9 shutdown
  kShutdownRequest,
  kShutdownAck,
};
inline constexpr std::size_t kMessageTypes = 28;

/// Group 1..9 of a type.
[[nodiscard]] int group_of(MessageType type);
[[nodiscard]] std::string_view name_of(MessageType type);

enum class Priority : std::uint8_t { kLow, kNormal, kHigh, kCritical };
inline constexpr std::size_t kPriorities = 4;

/// Sender or receiver that is no sphere: the control process.
inline constexpr std::uint32_t kNodeZero = 0xffff'ffff;

// Payloads: what each type says. Values only, at most 32 bytes.

/// A worker found nothing to do inside a step. A leaf of it -> a leaf of another worker.
struct WorkRequest {
  static constexpr MessageType kType = MessageType::kWorkRequest;
  static constexpr Priority kPriority = Priority::kLow;
  std::uint64_t step;
  std::uint32_t requested_items;
};
/// Items wait that nobody computes. A leaf of a busy worker -> a leaf of an idle one.
struct WorkOffer {
  static constexpr MessageType kType = MessageType::kWorkOffer;
  static constexpr Priority kPriority = Priority::kNormal;
  std::uint64_t step;
  std::uint32_t offered_items;
};
/// A thief tells the leaf whose item it took. Thief leaf -> home leaf.
struct WorkAccept {
  static constexpr MessageType kType = MessageType::kWorkAccept;
  // That of GRADIENT_ACCUMULATE, so that it arrives before the item's result.
  static constexpr Priority kPriority = Priority::kNormal;
  std::uint64_t step;
  std::uint32_t item;
};
/// Nothing to give (answer to a request) or nothing left to take (to an offer).
struct WorkReject {
  static constexpr MessageType kType = MessageType::kWorkReject;
  static constexpr Priority kPriority = Priority::kLow;
  std::uint64_t step;
};
/// All gradients below the sender are accumulated. Child -> parent.
struct GradientReady {
  static constexpr MessageType kType = MessageType::kGradientReady;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t step;
  std::uint32_t items;  // micro-batches in it
};
/// One item is computed and stands in its lane. Whoever computed it -> home leaf.
struct GradientAccumulate {
  static constexpr MessageType kType = MessageType::kGradientAccumulate;
  static constexpr Priority kPriority = Priority::kNormal;
  std::uint64_t step;
  std::uint32_t item;
  float loss_nats;
  float gradient_norm;
};
/// The last part is reduced. The worker that did it -> root.
struct GradientComplete {
  static constexpr MessageType kType = MessageType::kGradientComplete;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t step;
};
/// The last part is updated: the worker that did it -> root. The newest version there is: parent ->
/// child, answering WEIGHTS_REQUEST.
struct WeightsUpdated {
  static constexpr MessageType kType = MessageType::kWeightsUpdated;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t step;     // to the root
  std::uint64_t version;  // to a child
};
/// A sphere that has joined asks for the newest version. Child -> parent.
struct WeightsRequest {
  static constexpr MessageType kType = MessageType::kWeightsRequest;
  static constexpr Priority kPriority = Priority::kNormal;
};
/// A version of the weights is published. Parent -> children.
struct WeightsBroadcast {
  static constexpr MessageType kType = MessageType::kWeightsBroadcast;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t step;
  std::uint64_t version;
};
/// An event at the boundary. Leaf -> parent and on to the root; a crossing also -> siblings. No
/// less urgent than the gradients, so that a step's events arrive before its end.
template <MessageType Type, Priority Urgency>
struct BoundaryEvent {
  static constexpr MessageType kType = Type;
  static constexpr Priority kPriority = Urgency;
  std::uint64_t n;         // lattice index
  std::uint64_t distance;  // to the nearest multiple of 144,000
  std::uint32_t leaf;      // sphere it happened in
};
using BoundaryCrossing = BoundaryEvent<MessageType::kBoundaryCrossing, Priority::kHigh>;
using TwinPrimeHit = BoundaryEvent<MessageType::kTwinPrimeHit, Priority::kCritical>;
using BoundaryRegionEnter = BoundaryEvent<MessageType::kBoundaryRegionEnter, Priority::kHigh>;
using BoundaryRegionExit = BoundaryEvent<MessageType::kBoundaryRegionExit, Priority::kHigh>;

/// The machine runs from now on. Node Zero -> root, parent -> children. An epoch is what is trained
/// between a start and the next pause.
struct EpochStart {
  static constexpr MessageType kType = MessageType::kEpochStart;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t epoch;
};
/// The machine pauses. Down as EPOCH_START; the answer comes up: all below the sender stands still.
struct EpochComplete {
  static constexpr MessageType kType = MessageType::kEpochComplete;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t epoch;
};
/// A step or a sweep begins. Node Zero -> root, parent -> children.
struct BatchStart {
  static constexpr MessageType kType = MessageType::kBatchStart;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t step;
};
/// All below the sender is done with it. Child -> parent, root -> Node Zero.
struct BatchComplete {
  static constexpr MessageType kType = MessageType::kBatchComplete;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint64_t step;
};
/// A sphere was made, or has left its parent, for the receiver to take in. Node Zero, or the parent
/// before -> parent.
struct ChildSpawn {
  static constexpr MessageType kType = MessageType::kChildSpawn;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint32_t child;
};
/// A child is to end, and all below it, or to move with all below it to another parent, when its
/// part of the step under way is done. Node Zero -> parent.
struct ChildTerminate {
  static constexpr MessageType kType = MessageType::kChildTerminate;
  static constexpr Priority kPriority = Priority::kHigh;
  std::uint32_t child;
  std::uint32_t moves_to;  // sphere; 0xffffffff: it ends
};
/// A child is in its place: child -> parent; a child has come or gone: parent -> Node Zero.
struct ParentSync {
  static constexpr MessageType kType = MessageType::kParentSync;
  static constexpr Priority kPriority = Priority::kNormal;
  std::uint32_t child;
};
/// A sibling has come or gone. Parent -> its children.
struct SiblingDiscover {
  static constexpr MessageType kType = MessageType::kSiblingDiscover;
  static constexpr Priority kPriority = Priority::kNormal;
  std::uint32_t sibling;
  bool joined;
};

/// Item of an error that concerns none.
inline constexpr std::uint32_t kNoItem = 0xffff'ffff;
/// A message fits neither the receiver nor its state, or a micro-batch has failed. Sphere -> parent
/// and on to Node Zero.
struct ErrorReport {
  static constexpr MessageType kType = MessageType::kErrorReport;
  static constexpr Priority kPriority = Priority::kCritical;
  std::uint32_t sphere;
  std::uint32_t item;  // that failed; kNoItem: a message did not fit
  MessageType type;    // of the message
  std::uint8_t state;  // of the sphere
};
/// Carry on from where you stand; a failed item is to be tried again, or given up when it has
/// failed too often. Node Zero -> the sphere that reported.
struct ErrorRecovery {
  static constexpr MessageType kType = MessageType::kErrorRecovery;
  static constexpr Priority kPriority = Priority::kCritical;
  std::uint32_t item;  // kNoItem: none
  bool given_up;
};

/// Asks for the figures of a subtree. Node Zero -> root, parent -> children.
struct StatsRequest {
  static constexpr MessageType kType = MessageType::kStatsRequest;
  static constexpr Priority kPriority = Priority::kLow;
};
/// The sender's `subtree` is whole. Child -> parent, root -> Node Zero.
struct StatsReport {
  static constexpr MessageType kType = MessageType::kStatsReport;
  static constexpr Priority kPriority = Priority::kLow;
};
/// End. Node Zero -> root, parent -> children.
struct ShutdownRequest {
  static constexpr MessageType kType = MessageType::kShutdownRequest;
  static constexpr Priority kPriority = Priority::kCritical;
};
/// All below the sender has ended. Child -> parent, root -> Node Zero.
struct ShutdownAck {
  static constexpr MessageType kType = MessageType::kShutdownAck;
  static constexpr Priority kPriority = Priority::kCritical;
};

/// One message: a cache line, copied by value, owning nothing.
struct Message {
  MessageType type;
  Priority priority;
  std::uint16_t sent_by;   // rank of the sending worker
  std::uint32_t sender;    // sphere id, kNodeZero
  std::uint32_t receiver;  // sphere id, kNodeZero
  std::uint32_t sequence;  // of the sending worker, whoever receives it: unique until it wraps
  std::uint64_t sent_us;   // machine clock
  std::array<std::byte, 32> payload;

  template <typename Payload>
  [[nodiscard]] static Message of(std::uint32_t sender, std::uint32_t receiver,
                                  const Payload& value) {
    static_assert(sizeof(Payload) <= 32 && std::is_trivially_copyable_v<Payload>);
    Message message{Payload::kType, Payload::kPriority, 0, sender, receiver, 0, 0, {}};
    std::memcpy(message.payload.data(), &value, sizeof(Payload));
    return message;
  }
  /// The payload, when `type` is Payload's.
  template <typename Payload>
  [[nodiscard]] Payload as() const {
    Payload value;
    std::memcpy(&value, payload.data(), sizeof(Payload));
    return value;
  }
};
static_assert(sizeof(Message) <= 64);

}  // namespace crystalline::spheres
