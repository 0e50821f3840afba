#include "engine/spheres/kinship.hpp"

#include <algorithm>

namespace crystalline::spheres {
namespace {

/// More than any two spheres are apart.
constexpr std::uint32_t kNoKin = kLargestDepth + 1;

/// Which spheres are ancestors of a leaf of the worker.
std::vector<bool> ancestors_of(const SphereTree& tree, std::uint32_t worker) {
  std::vector<bool> above(tree.size(), false);
  for (const std::uint32_t leaf : tree.leaves_of(worker)) {
    for (std::uint32_t id = tree[leaf].parent; id != kNoSphere && !above[id];
         id = tree[id].parent) {
      above[id] = true;
    }
  }
  return above;
}

/// An idle leaf of the worker among a sphere's children; kNoSphere: none.
std::uint32_t idle_child(const SphereTree& tree, const Sphere& parent, std::uint32_t worker) {
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    const Sphere& child = tree[parent.children[c]];
    const bool here = child.leaf_index != kNoSphere && tree.worker_of(child.id) == worker;
    if (here && child.step.open_items == 0 && child.state.state() < SphereState::kTerminating) {
      return child.id;
    }
  }
  return kNoSphere;
}

}  // namespace

std::uint32_t generations_apart(const SphereTree& tree, std::uint32_t a, std::uint32_t b) {
  const std::uint32_t deepest = std::max<std::uint32_t>(tree[a].level, tree[b].level);
  while (a != b) {
    std::uint32_t& deeper = tree[a].level < tree[b].level ? b : a;
    deeper = tree[deeper].parent;
  }
  return deepest - tree[a].level;
}

std::vector<std::uint32_t> steal_order(const SphereTree& tree, std::uint32_t worker,
                                       std::uint32_t workers) {
  const std::vector<bool> above = ancestors_of(tree, worker);
  std::vector<std::uint32_t> nearest(workers, kNoKin);
  for (const std::uint32_t leaf : tree.leaf_ids()) {
    std::uint32_t generations = 1;
    std::uint32_t ancestor = tree[leaf].parent;
    for (; ancestor != kNoSphere && !above[ancestor]; ++generations) {
      ancestor = tree[ancestor].parent;
    }
    if (ancestor == kNoSphere) break;  // it has no leaf, so no kin
    std::uint32_t& best = nearest[tree.worker_of(leaf)];
    best = std::min(best, generations);
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t k = 1; k < workers; ++k) order.push_back((worker + k) % workers);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return nearest[a] < nearest[b]; });
  return order;
}

std::uint32_t idle_kin(const SphereTree& tree, const Sphere& leaf, std::uint32_t worker) {
  if (leaf.is_root()) return kNoSphere;
  const Sphere& parent = tree[leaf.parent];
  const std::uint32_t sibling = idle_child(tree, parent, worker);
  if (sibling != kNoSphere || parent.is_root()) return sibling;
  const Sphere& grandparent = tree[parent.parent];
  for (std::uint32_t c = 0; c < grandparent.children.size(); ++c) {
    const std::uint32_t cousin = idle_child(tree, tree[grandparent.children[c]], worker);
    if (cousin != kNoSphere) return cousin;
  }
  return kNoSphere;
}

}  // namespace crystalline::spheres
