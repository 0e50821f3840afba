#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "engine/spheres/sphere.hpp"
#include "engine/topology/allocation.hpp"

namespace crystalline::spheres {

inline constexpr std::uint32_t kLargestDepth = 4;

/// Spheres in a tree of `depth` levels below the root: 1 + 12 + ... + 12^depth.
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

/// The full 12-ary tree of spheres, ids level by level (0 is the root, 1..12 its children, ...).
///
/// Leaves are numbered so that neighbouring numbers lie in neighbouring groups of the first level:
/// leaf i descends to child i mod 12, then (i / 12) mod 12, and so on. So a step with few items
/// spreads over all groups, and for depth 1 leaf i is sphere 1 + i.
class SphereTree {
 public:
  /// depth 1..kLargestDepth. A sphere lives on the worker its first-level group is allocated to;
  /// workers past the 12th take every (workers / 12)-th child of the group's children, from
  /// depth 2.
  SphereTree(std::uint32_t depth, const topology::Allocation& allocation);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(spheres_.size()); }
  [[nodiscard]] std::uint32_t leaves() const {
    return static_cast<std::uint32_t>(leaf_ids_.size());
  }
  [[nodiscard]] Sphere& operator[](std::uint32_t id) { return spheres_[id]; }
  [[nodiscard]] const Sphere& operator[](std::uint32_t id) const { return spheres_[id]; }
  [[nodiscard]] Sphere& leaf(std::uint32_t index) { return spheres_[leaf_ids_[index]]; }
  [[nodiscard]] std::span<const std::uint32_t> leaf_ids() const { return leaf_ids_; }
  /// Ids of the leaves that live on `worker`.
  [[nodiscard]] std::vector<std::uint32_t> leaves_of(std::uint32_t worker) const;

  /// Empty when parent, child and level agree everywhere and every sphere but the root has exactly
  /// one parent; else what is wrong.
  [[nodiscard]] std::string validate() const;

 private:
  void number_leaves(std::uint32_t depth);
  void place_on_workers(const topology::Allocation& allocation);

  std::deque<Sphere> spheres_;  // index = id; a deque, since a sphere never moves
  std::vector<std::uint32_t> leaf_ids_;
};

}  // namespace crystalline::spheres
