#include "engine/spheres/sphere_tree.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace crystalline::spheres {

namespace {

/// Of a sphere of a full tree, whose ids go level by level.
std::uint8_t level_in_full_tree(std::uint32_t id) {
  std::uint8_t level = 0;
  while (id >= sphere_count(level)) ++level;
  return level;
}
std::uint32_t parent_in_full_tree(std::uint32_t id) {
  return id == 0 ? kNoSphere : (id - 1) / kBranching;
}
std::uint8_t group_in_full_tree(std::uint32_t id) {
  return id == 0 ? kNoGroup : static_cast<std::uint8_t>((id - 1) % kBranching);
}

}  // namespace

SphereTree::SphereTree(std::uint32_t depth, const topology::Allocation& allocation,
                       std::uint32_t most, const topology::AtEach& at_each)
    : most_(most),
      blocks_(allocation.workers),
      spheres_(std::make_unique<Sphere*[]>(most)),
      workers_(std::make_unique<std::atomic<std::uint16_t>[]>(most)) {
  assert(depth >= 1 && depth <= kLargestDepth);
  assert(most >= sphere_count(depth) && most <= kMostSpheres);
  const std::uint32_t built = sphere_count(depth);
  for (std::uint32_t id = 1; id < built; ++id) {
    give_to_worker(id, worker_for(level_in_full_tree(id), group_in_full_tree(id),
                                  worker_of(parent_in_full_tree(id)), allocation));
  }
  (at_each ? at_each : topology::here(allocation.workers))(
      [&](std::uint32_t worker) { make_spheres_of(worker, built); });
  count_.store(built, std::memory_order_release);
  number_leaves();
}

void SphereTree::make_spheres_of(std::uint32_t worker, std::uint32_t built) {
  std::size_t own = 0;
  for (std::uint32_t id = 0; id < built; ++id) own += worker_of(id) == worker ? 1 : 0;
  SphereBlock block(own);
  for (std::uint32_t id = 0; id < built; ++id) {
    if (worker_of(id) != worker) continue;
    Sphere& sphere =
        block.make(id, level_in_full_tree(id), group_in_full_tree(id), parent_in_full_tree(id));
    spheres_[id] = &sphere;
    sphere.siblings = id == 0 ? 0 : kBranching - 1;
    const std::uint32_t first_child = id * kBranching + 1;
    for (std::uint32_t c = 0; c < kBranching && first_child < built; ++c) {
      sphere.children.insert(c, first_child + c);
    }
  }
  blocks_[worker] = std::move(block);
}

std::uint32_t SphereTree::add(std::uint32_t parent, std::uint8_t group) {
  const std::uint32_t id = count_.load(std::memory_order_relaxed);
  assert(id < most_);
  const auto level = static_cast<std::uint8_t>(spheres_[parent]->level + 1);
  spheres_[id] = &later_.emplace_back(id, level, group, parent);
  give_to_worker(id, worker_of(parent));
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

std::uint32_t SphereTree::worker_for(std::uint32_t level, std::uint8_t group, std::uint32_t above,
                                     const topology::Allocation& allocation) {
  if (level == 1) return allocation.worker_of[group];
  if (level != 2 || allocation.workers <= topology::kGroups) return above;
  // Those congruent to the group's worker modulo 12 share its subtree.
  const std::uint32_t sharing =
      (allocation.workers - above + topology::kGroups - 1) / topology::kGroups;
  return above + topology::kGroups * (group % sharing);
}

void SphereTree::place_on_workers(const topology::Allocation& allocation) {
  for (const std::uint32_t id : subtree(0)) {
    const Sphere& sphere = *spheres_[id];
    if (id == 0) continue;
    give_to_worker(id,
                   worker_for(sphere.level, sphere.group, worker_of(sphere.parent), allocation));
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

std::string SphereTree::validate_children(const Sphere& parent, std::vector<bool>& reached) const {
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    const std::uint32_t id = parent.children[c];
    const std::string name = "sphere " + std::to_string(id);
    if (id >= size()) return name + " is linked and was never made";
    if (reached[id]) return name + " is linked more than once";
    reached[id] = true;
    const Sphere& child = *spheres_[id];
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

std::string SphereTree::validate_sphere(const Sphere& sphere) const {
  const std::string name = "sphere " + std::to_string(sphere.id);
  const SphereState root = spheres_[0]->state.state();
  if (sphere.state.state() == SphereState::kTerminated && root != SphereState::kTerminated) {
    return name + " has ended and is still linked";
  }
  const std::uint32_t index = sphere.leaf_index;
  const bool right = sphere.is_leaf() ? index < leaf_ids_.size() && leaf_ids_[index] == sphere.id
                                      : index == kNoSphere;
  return right ? "" : "the leaf number of " + name + " is wrong";
}

std::string SphereTree::validate() const {
  std::vector<bool> reached(size());
  std::vector<std::uint32_t> ids = {0};
  reached[0] = true;
  if (!spheres_[0]->is_root() || spheres_[0]->level != 0) return "the root has a parent";
  std::uint32_t leaves = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Sphere& sphere = *spheres_[ids[i]];
    if (std::string wrong = validate_children(sphere, reached); !wrong.empty()) return wrong;
    if (std::string wrong = validate_sphere(sphere); !wrong.empty()) return wrong;
    leaves += sphere.is_leaf() ? 1 : 0;
    for (std::uint32_t c = 0; c < sphere.children.size(); ++c) ids.push_back(sphere.children[c]);
  }
  if (leaves != leaf_ids_.size()) return "leaves that are not in the tree are numbered";
  for (std::uint32_t id = 0; id < size(); ++id) {
    if (spheres_[id]->id != id) return "sphere " + std::to_string(id) + " is misplaced";
    if (!reached[id] && spheres_[id]->state.state() != SphereState::kTerminated) {
      return "sphere " + std::to_string(id) + " lives and is not linked";
    }
  }
  return {};
}

}  // namespace crystalline::spheres
