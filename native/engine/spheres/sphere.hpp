#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "engine/base/aligned.hpp"
#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_state.hpp"
#include "engine/spheres/statistics.hpp"

namespace crystalline::spheres {

inline constexpr std::uint32_t kBranching = 12;
inline constexpr std::uint32_t kNoSphere = 0xffff'ffff;
/// Group of the root, which has none.
inline constexpr std::uint8_t kNoGroup = 255;

/// The ids of a sphere's children, in the order of their groups. Written by the parent's worker, or
/// by Node Zero while the machine stands still; any thread may look, and sees each id whole.
class Children {
 public:
  [[nodiscard]] std::uint32_t size() const { return size_.load(std::memory_order_acquire); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::uint32_t operator[](std::uint32_t i) const {
    return ids_[i].load(std::memory_order_relaxed);
  }
  void insert(std::uint32_t at, std::uint32_t id);
  void remove(std::uint32_t id);

 private:
  std::atomic<std::uint32_t> size_{0};
  std::array<std::atomic<std::uint32_t>, kBranching> ids_{};
};

/// Cache lines of a sphere, from its beginning, that messages touch.
inline constexpr std::size_t kHotLines = 8;

/// A node of the tree. Its identity never changes; its worker stands in the tree's table; its links
/// change whenever spheres come, go and move, by the parent's worker; `step`, `missing` and
/// `siblings` belong to the sphere's worker; the rest is atomic.
struct Sphere {
  Sphere(std::uint32_t id_, std::uint8_t level_, std::uint8_t group_, std::uint32_t parent_)
      : id(id_), group(group_), level(level_), parent(parent_) {}

  const std::uint32_t id;
  const std::uint8_t group;              // 0..11, its place among its siblings; kNoGroup: the root
  std::atomic<std::uint8_t> level;       // 0 is the root
  std::atomic<std::uint32_t> parent;     // kNoSphere: the root
  std::uint32_t leaf_index = kNoSphere;  // among the leaves; kNoSphere: has children
  /// How its parent holds it; the parent's worker's alone.
  struct Link {
    std::uint64_t first_step = 0;        // of StepRun::steps_begun, that it takes part in
    bool running = false;                // has its part of the step under way still to end
    bool leaves = false;                 // is to leave when it has
    std::uint32_t moves_to = kNoSphere;  // then; kNoSphere: it ends
  };
  Link link;
  std::uint32_t siblings = 0;  // living ones, as SIBLING_DISCOVER told

  [[nodiscard]] bool is_leaf() const { return children.empty(); }
  [[nodiscard]] bool is_root() const { return parent == kNoSphere; }

  /// Fetches what handling a message touches: in a large tree spheres are out of the caches between
  /// two messages, and fetching one while another is handled halves a broadcast's time.
  void prefetch() const {
    const auto* const line = reinterpret_cast<const std::byte*>(this);
    for (std::size_t i = 0; i < kHotLines; ++i) __builtin_prefetch(line + i * base::kCacheLine, 1);
  }

  /// Where the sphere stands in the step under way.
  struct StepPlace {
    // A leaf: items told by BATCH_START less items accumulated. Messages of different senders may
    // overtake each other, so an accumulation may come first and make it negative.
    std::int64_t open_items = 0;
    bool started = false;                  // a leaf: BATCH_START has come
    std::uint32_t accumulated_items = 0;   // below it, this step
    std::uint32_t children_computing = 0;  // have not sent GRADIENT_READY
    std::uint64_t begun = 0;               // of StepRun::steps_begun: the last that it passed on
    std::uint32_t children_running = 0;    // have not sent BATCH_COMPLETE
  };
  StepPlace step;
  /// Where it stands in what is not a step: children that have not answered yet.
  struct Answers {
    std::uint32_t epoch_complete = 0;
    std::uint32_t stats_report = 0;
    std::uint32_t shutdown_ack = 0;
  };
  Answers missing;
  std::atomic<std::uint64_t> weights_version{0};  // newest it was told of; 0: none
  StateCell state;
  Counters counters;
  Children children;
  std::atomic<std::uint64_t> born_us{0};     // machine clock, when the machine was launched
  std::atomic<std::uint64_t> counted_us{0};  // when figures and times were reset; 0: never

  /// Any thread: this sphere's figures and times, alone.
  [[nodiscard]] Statistics statistics(std::uint64_t now_us) const;
  /// Node Zero only, while the machine stands still: figures and times begin anew.
  void reset_statistics(std::uint64_t now_us);
  Statistics subtree;  // the worker's: gathered by STATS_REQUEST, whole after STATS_REPORT

  /// What it has been told of the boundary at multiples of 144,000; read by anyone.
  std::atomic<std::uint64_t> last_crossing{0};  // lattice index; 0: none
  std::atomic<bool> in_region{false};           // within 100 of a multiple
  std::atomic<bool> failing{false};             // an item of it has failed and not recovered
};

}  // namespace crystalline::spheres
