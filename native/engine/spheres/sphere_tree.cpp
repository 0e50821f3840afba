#include "engine/spheres/sphere_tree.hpp"

#include <cassert>

namespace crystalline::spheres {

SphereTree::SphereTree(std::uint32_t depth, const topology::Allocation& allocation) {
  assert(depth >= 1 && depth <= kLargestDepth);
  spheres_.emplace_back(0U, std::uint8_t{0}, kNoGroup, kNoSphere);
  const std::uint32_t total = sphere_count(depth);
  for (std::uint32_t id = 0; spheres_.size() < total; ++id) {
    Sphere& parent = spheres_[id];
    for (std::uint8_t group = 0; group < kBranching; ++group) {
      const auto child = static_cast<std::uint32_t>(spheres_.size());
      spheres_.emplace_back(child, static_cast<std::uint8_t>(parent.level + 1), group, id);
      parent.children[parent.child_count++] = child;
    }
  }
  number_leaves(depth);
  place_on_workers(allocation);
}

void SphereTree::number_leaves(std::uint32_t depth) {
  leaf_ids_.resize(leaf_count(depth));
  for (std::uint32_t index = 0; index < leaf_ids_.size(); ++index) {
    std::uint32_t id = 0;
    for (std::uint32_t rest = index, level = 0; level < depth; ++level, rest /= kBranching) {
      id = spheres_[id].children[rest % kBranching];
    }
    leaf_ids_[index] = id;
    spheres_[id].leaf_index = index;
  }
}

void SphereTree::place_on_workers(const topology::Allocation& allocation) {
  // With more than 12 workers, those congruent to the group's worker modulo 12 share its subtree.
  for (std::uint32_t id = 1; id < size(); ++id) {
    Sphere& sphere = spheres_[id];
    if (sphere.level == 1) {
      sphere.worker = allocation.worker_of[sphere.group];
    } else if (sphere.level == 2 && allocation.workers > topology::kGroups) {
      const std::uint32_t first = spheres_[sphere.parent].worker;
      const std::uint32_t sharing =
          (allocation.workers - first + topology::kGroups - 1) / topology::kGroups;
      sphere.worker = first + topology::kGroups * (sphere.group % sharing);
    } else {
      sphere.worker = spheres_[sphere.parent].worker;
    }
  }
}

std::vector<std::uint32_t> SphereTree::leaves_of(std::uint32_t worker) const {
  std::vector<std::uint32_t> ids;
  for (const std::uint32_t id : leaf_ids_) {
    if (spheres_[id].worker == worker) ids.push_back(id);
  }
  return ids;
}

std::string SphereTree::validate() const {
  std::vector<std::uint32_t> parents(size(), 0);
  for (const Sphere& sphere : spheres_) {
    if (&sphere != &spheres_[sphere.id])
      return "sphere " + std::to_string(sphere.id) + " is misplaced";
    for (std::uint32_t c = 0; c < sphere.child_count; ++c) {
      if (sphere.children[c] >= size()) return "child of " + std::to_string(sphere.id) + " missing";
      const Sphere& child = spheres_[sphere.children[c]];
      ++parents[child.id];
      if (child.parent != sphere.id || child.level != sphere.level + 1 || child.group != c) {
        return "sphere " + std::to_string(child.id) + " disagrees with its parent";
      }
    }
    const bool numbered = sphere.leaf_index < leaves() && leaf_ids_[sphere.leaf_index] == sphere.id;
    if (sphere.is_leaf() != numbered)
      return "leaf number of " + std::to_string(sphere.id) + " is wrong";
  }
  for (std::uint32_t id = 0; id < size(); ++id) {
    if (parents[id] != (id == 0 ? 0U : 1U))
      return "sphere " + std::to_string(id) + " has not one parent";
  }
  return {};
}

}  // namespace crystalline::spheres
