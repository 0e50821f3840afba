#include <algorithm>

#include "engine/control/machine.hpp"

// The tree grows a brood below a leaf when the load asks for it, and loses its newest brood again.
namespace crystalline::control {

using spheres::kNoSphere;
using spheres::Sphere;

void Machine::adapt(std::uint32_t items) {
  switch (depth_.after_step(items, tree_.leaves())) {
    case DepthWatch::Wish::kGrow:
      (void)grow();
      return;
    case DepthWatch::Wish::kShrink:
      (void)shrink();
      return;
    case DepthWatch::Wish::kStay:
      return;
  }
}

/// The leaf nearest to the root; of these the one with the least number, which has most to do.
std::uint32_t Machine::leaf_to_grow() const {
  std::uint32_t found = kNoSphere;
  for (const std::uint32_t id : tree_.leaf_ids()) {
    if (found == kNoSphere || tree_[id].level < tree_[found].level) found = id;
  }
  return found;
}

bool Machine::grow() {
  if (threads_.empty()) return false;
  const std::uint32_t parent = leaf_to_grow();
  if (tree_[parent].level >= most_levels_) return false;
  if (tree_.ids_left() < spheres::kBranching) return false;  // Health::ids_left says so
  for (std::uint8_t group = 0; group < spheres::kBranching; ++group) {
    if (!make_child(parent, group).ok()) break;  // never: the leaf had no child
    grown_.fetch_add(1, std::memory_order_relaxed);
  }
  broods_.push_back(parent);
  renumber();
  return true;
}

bool Machine::shrink() {
  if (threads_.empty() || broods_.empty()) return false;
  const Sphere& parent = tree_[broods_.back()];
  broods_.pop_back();
  // What others have made of it since is not taken away.
  if (!is_brood(parent)) return true;
  while (!parent.children.empty()) {
    if (!end_child(parent.children[parent.children.size() - 1]).ok()) break;  // never
    collapsed_.fetch_add(1, std::memory_order_relaxed);
  }
  renumber();
  return true;
}

bool Machine::is_brood(const Sphere& parent) const {
  if (parent.state.state() >= spheres::SphereState::kTerminating) return false;
  for (std::uint32_t c = 0; c < parent.children.size(); ++c) {
    if (!tree_[parent.children[c]].is_leaf()) return false;
  }
  return true;
}

}  // namespace crystalline::control
