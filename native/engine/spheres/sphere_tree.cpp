#include "engine/spheres/sphere_tree.hpp"

#include <algorithm>
#include <cassert>

namespace crystalline::spheres {

SphereTree::SphereTree(std::uint32_t depth, const topology::Allocation& allocation,
                       std::uint32_t most)
    : most_(most),
      spheres_(std::make_unique<std::unique_ptr<Sphere>[]>(most)),
      workers_(std::make_unique<std::atomic<std::uint16_t>[]>(most)) {
  assert(depth >= 1 && depth <= kLargestDepth);
  assert(most >= sphere_count(depth) && most <= kMostSpheres);
  add(kNoSphere, kNoGroup);
  for (std::uint32_t id = 0; size() < sphere_count(depth); ++id) {
    Sphere& parent = *spheres_[id];
    for (std::uint8_t group = 0; group < kBranching; ++group) {
      Sphere& child = *spheres_[add(id, group)];
      parent.children.insert(group, child.id);
      child.siblings = kBranching - 1;
    }
  }
  number_leaves();
  place_on_workers(allocation);
}

std::uint32_t SphereTree::add(std::uint32_t parent, std::uint8_t group) {
  const std::uint32_t id = count_.load(std::memory_order_relaxed);
  assert(id < most_);
  const bool root = parent == kNoSphere;
  const auto level = static_cast<std::uint8_t>(root ? 0 : spheres_[parent]->level + 1);
  spheres_[id] = std::make_unique<Sphere>(id, level, group, parent);
  give_to_worker(id, root ? 0 : worker_of(parent));
  count_.store(id + 1, std::memory_order_release);  // publishes the sphere to readers
  return id;
}

void SphereTree::link(Sphere& child) {
  Sphere& parent = *spheres_[child.parent];
  std::uint32_t at = parent.children.size();
  while (at > 0 && spheres_[parent.children[at - 1]]->group > child.group) --at;
  parent.children.insert(at, child.id);
}

void SphereTree::unlink(Sphere& child) { spheres_[child.parent]->children.remove(child.id); }

void SphereTree::relevel(std::uint32_t id) {
  for (const std::uint32_t each : subtree(id)) {
    const Sphere& above = *spheres_[spheres_[each]->parent];
    spheres_[each]->level = static_cast<std::uint8_t>(above.level + 1);
  }
}

std::uint32_t SphereTree::height(std::uint32_t id) const {
  std::uint32_t deepest = spheres_[id]->level;
  for (const std::uint32_t each : subtree(id)) {
    deepest = std::max<std::uint32_t>(deepest, spheres_[each]->level);
  }
  return deepest - spheres_[id]->level;
}

std::uint32_t SphereTree::child_of(const Sphere& parent, std::uint8_t group) const {
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    if (spheres_[parent.children[c]]->group == group) return parent.children[c];
  }
  return kNoSphere;
}

std::vector<std::uint32_t> SphereTree::subtree(std::uint32_t id) const {
  std::vector<std::uint32_t> ids = {id};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Sphere& sphere = *spheres_[ids[i]];
    for (std::uint32_t c = 0; c < sphere.children.size(); ++c) ids.push_back(sphere.children[c]);
  }
  return ids;
}

std::vector<std::uint32_t> SphereTree::leaves_below(const Sphere& sphere) const {
  if (sphere.is_leaf()) return {sphere.id};
  std::vector<std::vector<std::uint32_t>> below;
  std::size_t total = 0;
  for (std::uint32_t c = 0; c < sphere.children.size(); ++c) {
    below.push_back(leaves_below(*spheres_[sphere.children[c]]));
    total += below.back().size();
  }
  std::vector<std::uint32_t> ids;
  for (std::size_t turn = 0; ids.size() < total; ++turn) {
    for (const auto& child : below) {
      if (turn < child.size()) ids.push_back(child[turn]);
    }
  }
  return ids;
}

void SphereTree::number_leaves() {
  for (const std::uint32_t id : leaf_ids_) spheres_[id]->leaf_index = kNoSphere;
  leaf_ids_ = leaves_below(*spheres_[0]);
  for (std::uint32_t index = 0; index < leaf_ids_.size(); ++index) {
    spheres_[leaf_ids_[index]]->leaf_index = index;
  }
  leaves_.store(static_cast<std::uint32_t>(leaf_ids_.size()), std::memory_order_relaxed);
}

void SphereTree::place(Sphere& sphere, const topology::Allocation& allocation) {
  const std::uint32_t above = worker_of(sphere.parent);
  if (sphere.level == 1) {
    give_to_worker(sphere.id, allocation.worker_of[sphere.group]);
  } else if (sphere.level == 2 && allocation.workers > topology::kGroups) {
    // Those congruent to the group's worker modulo 12 share its subtree.
    const std::uint32_t sharing =
        (allocation.workers - above + topology::kGroups - 1) / topology::kGroups;
    give_to_worker(sphere.id, above + topology::kGroups * (sphere.group % sharing));
  } else {
    give_to_worker(sphere.id, above);
  }
}

void SphereTree::place_on_workers(const topology::Allocation& allocation) {
  for (const std::uint32_t id : subtree(0)) {
    if (id != 0) place(*spheres_[id], allocation);
  }
}

std::vector<std::uint32_t> SphereTree::leaves_of(std::uint32_t worker) const {
  std::vector<std::uint32_t> ids;
  for (const std::uint32_t id : leaf_ids_) {
    if (worker_of(id) == worker) ids.push_back(id);
  }
  return ids;
}

std::uint64_t SphereTree::memory_bytes() const {
  return sizeof(*this) + std::uint64_t{size()} * sizeof(Sphere) +
         most_ * (sizeof(spheres_[0]) + sizeof(workers_[0])) +
         leaf_ids_.capacity() * sizeof(leaf_ids_[0]);
}

std::string SphereTree::validate_children(const Sphere& parent) const {
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    const Sphere& child = *spheres_[parent.children[c]];
    const std::string name = "sphere " + std::to_string(child.id);
    if (child.parent != parent.id) return name + " has another parent";
    if (child.level != parent.level + 1) return name + " is on a wrong level";
    if (child.siblings + 1 != parent.children.size()) return name + " miscounts its siblings";
    if (child.group >= kBranching) return name + " has no group";
    if (c > 0 && spheres_[parent.children[c - 1]]->group >= child.group) {
      return name + " is out of order";
    }
  }
  return {};
}

std::string SphereTree::validate() const {
  std::uint32_t leaves = 0;
  for (const std::uint32_t id : subtree(0)) {
    const Sphere& sphere = *spheres_[id];
    if (sphere.id != id) return "sphere " + std::to_string(id) + " is misplaced";
    if (sphere.state.state() == SphereState::kTerminated && !spheres_[0]->children.empty() &&
        spheres_[0]->state.state() != SphereState::kTerminated) {
      return "sphere " + std::to_string(id) + " has ended and is still linked";
    }
    if (std::string wrong = validate_children(sphere); !wrong.empty()) return wrong;
    const bool numbered =
        sphere.leaf_index < leaf_ids_.size() && leaf_ids_[sphere.leaf_index] == id;
    if (sphere.is_leaf() != numbered) return "leaf number of " + std::to_string(id) + " is wrong";
    leaves += sphere.is_leaf() ? 1 : 0;
  }
  return leaves == leaf_ids_.size() ? "" : "leaves that are not in the tree are numbered";
}

}  // namespace crystalline::spheres
