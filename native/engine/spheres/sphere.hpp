#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>

#include "engine/base/aligned.hpp"
#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_state.hpp"

namespace crystalline::spheres {

inline constexpr std::uint32_t kBranching = 12;
inline constexpr std::uint32_t kNoSphere = 0xffff'ffff;
/// Group of the root, which has none.
inline constexpr std::uint8_t kNoGroup = 255;

/// What one sphere has done since it was built. Written relaxed by the workers, read by anyone.
struct alignas(base::kCacheLine) SphereCounters {
  using Count = std::atomic<std::uint64_t>;
  Count messages_received{0};
  Count messages_sent{0};
  Count micro_batches{0};    // computed for it, by any worker
  Count gradients{0};        // a leaf: items in its lanes; a parent: children's gradients taken
  Count weights_updated{0};  // versions it was told of
  Count stolen_from{0};      // its items computed on another worker than its own
  Count stolen_to{0};        // items that its worker computed for others in its name
  Count errors{0};           // messages that fitted neither its state nor its place
  std::atomic<std::int32_t> queued_items{0};  // may be begun before they are told: below 0
  std::atomic<float> loss_nats{std::numeric_limits<float>::quiet_NaN()};
  std::atomic<float> gradient_norm{std::numeric_limits<float>::quiet_NaN()};

  static void add(Count& count) { count.fetch_add(1, std::memory_order_relaxed); }
};

/// A sphere's messages in four first-in-first-out lists of its worker's pool.
struct SphereInbox {
  static constexpr std::uint32_t kEnd = 0xffff'ffff;
  struct List {
    std::uint32_t head = kEnd;  // index into the pool
    std::uint32_t tail = kEnd;
    std::uint32_t next_ready = kEnd;  // next sphere with messages of this priority
  };
  std::array<List, kPriorities> lists;                           // the worker's alone
  std::array<std::atomic<std::uint32_t>, kPriorities> counts{};  // read by anyone
};
static_assert(sizeof(SphereInbox) <= 64);

/// A node of the tree. Identity and links are constant while the machine runs; `step` belongs to
/// the sphere's worker; the rest is atomic.
struct Sphere {
  Sphere(std::uint32_t id_, std::uint8_t level_, std::uint8_t group_, std::uint32_t parent_)
      : id(id_), level(level_), group(group_), parent(parent_) {}

  const std::uint32_t id;
  const std::uint8_t level;    // 0 is the root
  const std::uint8_t group;    // 0..11, its place among its siblings; kNoGroup: the root
  const std::uint32_t parent;  // kNoSphere: the root
  std::uint32_t worker = 0;
  std::uint32_t leaf_index = kNoSphere;  // among the leaves; kNoSphere: has children
  std::uint32_t child_count = 0;
  std::array<std::uint32_t, kBranching> children{};

  [[nodiscard]] bool is_leaf() const { return child_count == 0; }
  [[nodiscard]] bool is_root() const { return parent == kNoSphere; }

  /// Where the sphere stands in the step under way.
  struct StepPlace {
    // A leaf: items told by BATCH_START less items accumulated. Messages of different senders may
    // overtake each other, so an accumulation may come first and make it negative.
    std::int64_t open_items = 0;
    bool started = false;                  // a leaf: BATCH_START has come
    std::uint32_t accumulated_items = 0;   // below it, this step
    std::uint32_t children_computing = 0;  // have not sent GRADIENT_READY
    std::uint32_t children_running = 0;    // have not sent BATCH_COMPLETE
    std::uint32_t children_alive = 0;      // have not sent SHUTDOWN_ACK
  };
  StepPlace step;
  SphereInbox inbox;
  StateCell state;
  SphereCounters counters;
};

}  // namespace crystalline::spheres
