#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/spheres/sphere.hpp"
#include "engine/spheres/sphere_block.hpp"
#include "engine/topology/allocation.hpp"
#include "engine/topology/places.hpp"

namespace crystalline::spheres {

inline constexpr std::uint32_t kLargestDepth = 4;
/// Spheres a tree can ever have; ids are not used again.
inline constexpr std::uint32_t kMostSpheres = 65'536;

/// Spheres in a full tree of `depth` levels below the root: 1 + 12 + ... + 12^depth.
[[nodiscard]] constexpr std::uint32_t sphere_count(std::uint32_t depth) {
  std::uint32_t count = 1;
  for (std::uint32_t level = 0; level < depth; ++level) count = count * kBranching + 1;
  return count;
}
/// Leaves of that tree: 12^depth.
[[nodiscard]] constexpr std::uint32_t leaf_count(std::uint32_t depth) {
  std::uint32_t count = 1;
  for (std::uint32_t level = 0; level < depth; ++level) count *= kBranching;
  return count;
}

/// The tree of spheres: built full, ids level by level (0 is the root, 1..12 its children, ...);
/// later ones get the next ids.
///
/// Any thread may read spheres by id at any time. Links change when spheres come, go and move, by
/// the parent's worker; leaf numbers and places only while the machine stands still, by Node Zero.
///
/// Leaves are numbered so that neighbouring numbers lie in neighbouring groups of the first level:
/// a node's leaves are those of its children, taken in turns. So a step with few items spreads over
/// all groups, and in a full tree of depth 1 leaf i is sphere 1 + i.
///
/// The spheres a tree begins with lie side by side by worker, in memory that worker wrote first;
/// those that come later lie where Node Zero makes them.
class SphereTree {
 public:
  /// depth 1..kLargestDepth; `most`: spheres it may ever have, sphere_count(depth)..kMostSpheres;
  /// `at_each` calls for every worker, absent: all spheres are made here.
  SphereTree(std::uint32_t depth, const topology::Allocation& allocation,
             std::uint32_t most = kMostSpheres, const topology::AtEach& at_each = {});

  /// Spheres ever made.
  [[nodiscard]] std::uint32_t size() const { return count_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint32_t most() const { return most_; }
  /// Spheres that can still be made.
  [[nodiscard]] std::uint32_t ids_left() const { return most_ - size(); }
  [[nodiscard]] std::uint32_t leaves() const { return leaves_.load(std::memory_order_relaxed); }
  [[nodiscard]] Sphere& operator[](std::uint32_t id) { return *spheres_[id]; }
  [[nodiscard]] const Sphere& operator[](std::uint32_t id) const { return *spheres_[id]; }
  [[nodiscard]] Sphere& leaf(std::uint32_t index) { return *spheres_[leaf_ids_[index]]; }
  [[nodiscard]] std::span<const std::uint32_t> leaf_ids() const { return leaf_ids_; }
  /// The worker a sphere lives on. In a table of its own, which stays in a near cache: every
  /// message asks.
  [[nodiscard]] std::uint32_t worker_of(std::uint32_t id) const {
    return workers_[id].load(std::memory_order_relaxed);
  }
  /// Whoever adds it, or Node Zero while the machine stands still; workers 0..65,535.
  void give_to_worker(std::uint32_t id, std::uint32_t worker) {
    workers_[id].store(static_cast<std::uint16_t>(worker), std::memory_order_relaxed);
  }
  /// Ids of the leaves that live on `worker`.
  [[nodiscard]] std::vector<std::uint32_t> leaves_of(std::uint32_t worker) const;

  /// Makes a sphere, not yet linked; its id. The caller has checked ids_left().
  std::uint32_t add(std::uint32_t parent, std::uint8_t group);
  /// Puts a sphere among its parent's children, in the order of groups.
  void link(Sphere& child);
  void unlink(Sphere& child);
  /// After a sphere has got another parent: the levels of it and of all below it.
  void relevel(std::uint32_t id);
  /// Levels below a sphere: 0 for a leaf.
  [[nodiscard]] std::uint32_t height(std::uint32_t id) const;
  /// The child of that group; kNoSphere: none.
  [[nodiscard]] std::uint32_t child_of(const Sphere& parent, std::uint8_t group) const;
  /// Ids of a sphere and all below it, parents first.
  [[nodiscard]] std::vector<std::uint32_t> subtree(std::uint32_t id) const;

  /// Numbers the leaves anew, after links have changed.
  void number_leaves();
  /// A sphere lives on the worker its first-level group is allocated to; workers past the 12th
  /// share the second level of the group's subtree.
  void place_on_workers(const topology::Allocation& allocation);

  /// Bytes in use: spheres, the tables of their ids and workers, leaf numbers.
  [[nodiscard]] std::uint64_t memory_bytes() const;

  /// Empty when every living sphere is linked once, and parents, children, levels, siblings and
  /// leaf numbers agree; else what is wrong. While the machine stands still.
  [[nodiscard]] std::string validate() const;

 private:
  [[nodiscard]] std::vector<std::uint32_t> leaves_below(const Sphere& sphere) const;
  /// Of a sphere of that level and group, whose parent is on worker `above`.
  [[nodiscard]] static std::uint32_t worker_for(std::uint32_t level, std::uint8_t group,
                                                std::uint32_t above,
                                                const topology::Allocation& allocation);
  void make_spheres_of(std::uint32_t worker, std::uint32_t built);
  /// Marks the children as `reached`.
  [[nodiscard]] std::string validate_children(const Sphere& parent,
                                              std::vector<bool>& reached) const;
  [[nodiscard]] std::string validate_sphere(const Sphere& sphere) const;

  std::uint32_t most_;
  std::vector<SphereBlock> blocks_;                        // by worker: the first spheres
  std::deque<Sphere> later_;                               // those that came after them
  std::unique_ptr<Sphere*[]> spheres_;                     // index = id; a sphere never moves
  std::unique_ptr<std::atomic<std::uint16_t>[]> workers_;  // index = id
  std::atomic<std::uint32_t> count_{0};
  std::vector<std::uint32_t> leaf_ids_;
  std::atomic<std::uint32_t> leaves_{0};
};

}  // namespace crystalline::spheres
