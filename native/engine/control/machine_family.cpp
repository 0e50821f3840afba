#include <algorithm>
#include <string>

#include "engine/control/machine.hpp"
#include "engine/sync/clock.hpp"

// Spheres that come, go and move, also during a step, and groups that change workers.
namespace crystalline::control {

using base::Error;
using base::ErrorCode;
using base::Result;
using spheres::MessageType;
using spheres::Sphere;
using spheres::SphereState;

Result<void> Machine::can_change(std::uint32_t id, const char* wish) const {
  if (threads_.empty()) {
    return Error{ErrorCode::kWrongState,
                 std::string("cannot ") + wish + ": the machine is not started"};
  }
  if (id >= tree_.size()) {
    return Error{ErrorCode::kNotFound, "there is no sphere " + std::to_string(id)};
  }
  if (tree_[id].state.state() >= SphereState::kTerminating) {
    return Error{ErrorCode::kNotFound, "sphere " + std::to_string(id) + " has ended"};
  }
  return {};
}

void Machine::renumber() {
  renumber_due_ = run_.under_way();
  if (renumber_due_) return;
  stand_still();
  tree_.number_leaves();
  for (const auto& worker : crew_) worker->learn_places();
}

Result<void> Machine::can_take(std::uint32_t parent, std::uint8_t group,
                               std::uint32_t height) const {
  if (tree_[parent].level + 1 + height > spheres::kLargestDepth) {
    return Error{ErrorCode::kInvalidArgument,
                 height == 0 ? "a sphere of level 4 cannot have children"
                             : "the tree would have more than 4 levels below the root"};
  }
  if (tree_.child_of(tree_[parent], group) != spheres::kNoSphere) {
    return Error{ErrorCode::kInvalidArgument, "sphere " + std::to_string(parent) +
                                                  " has a child of group " + std::to_string(group)};
  }
  return {};
}

Result<std::uint32_t> Machine::spawn(std::uint32_t parent, std::uint8_t group) {
  auto made = make_child(parent, group);
  if (made.ok()) renumber();
  return made;
}

Result<std::uint32_t> Machine::make_child(std::uint32_t parent, std::uint8_t group) {
  if (auto possible = can_change(parent, "spawn a sphere"); !possible.ok()) return possible.error();
  if (group >= spheres::kBranching) {
    return Error{ErrorCode::kInvalidArgument, "group must be 0..11, is " + std::to_string(group)};
  }
  if (auto possible = can_take(parent, group, 0); !possible.ok()) return possible.error();
  if (tree_.ids_left() == 0) {
    return Error{ErrorCode::kOutOfMemory,
                 "the tree has had its " + std::to_string(tree_.most()) +
                     " spheres, whose ids are not used again; stop the machine and start it anew"};
  }
  const std::uint32_t id = tree_.add(parent, group);
  Sphere& child = tree_[id];
  child.born_us = sync::now_us();
  child.counters.add(spheres::Figure::kMemoryAllocated, sizeof(Sphere));
  if (child.level == 1) tree_.give_to_worker(id, allocation_.worker_of[group]);
  tell(parent, spheres::ChildSpawn{id});
  await(MessageType::kParentSync);
  // While the machine is paused all are idle.
  if (tree_[0].state.state() == SphereState::kIdle) {
    child.state.move_from(SphereState::kReady, SphereState::kIdle, sync::now_us());
  }
  return id;
}

Result<void> Machine::terminate_sphere(std::uint32_t id) {
  auto ended = end_child(id);
  if (ended.ok()) renumber();
  return ended;
}

Result<void> Machine::end_child(std::uint32_t id) {
  if (auto possible = can_change(id, "end a sphere"); !possible.ok()) return possible;
  if (id == 0) return Error{ErrorCode::kInvalidArgument, "the root ends with the machine"};
  if (tree_[id].parent == 0 && tree_[0].children.size() == 1) {
    return Error{ErrorCode::kInvalidArgument, "the root keeps one child at least"};
  }
  const std::vector<std::uint32_t> ending = tree_.subtree(id);
  tell(tree_[id].parent, spheres::ChildTerminate{id, spheres::kNoSphere});
  await(MessageType::kParentSync);
  ended_.insert(ended_.end(), ending.begin(), ending.end());
  return {};
}

Result<void> Machine::move(std::uint32_t id, std::uint32_t parent) {
  if (auto possible = can_change(id, "move a sphere"); !possible.ok()) return possible;
  if (auto possible = can_change(parent, "move a sphere"); !possible.ok()) return possible;
  if (id == 0) return Error{ErrorCode::kInvalidArgument, "the root has no parent"};
  const std::vector<std::uint32_t> moving = tree_.subtree(id);
  if (std::find(moving.begin(), moving.end(), parent) != moving.end()) {
    return Error{ErrorCode::kInvalidArgument, "sphere " + std::to_string(parent) + " is sphere " +
                                                  std::to_string(id) + " or below it"};
  }
  if (auto possible = can_take(parent, tree_[id].group, tree_.height(id)); !possible.ok()) {
    return possible;
  }
  if (tree_[id].parent == 0 && tree_[0].children.size() == 1) {
    return Error{ErrorCode::kInvalidArgument, "the root keeps one child at least"};
  }
  tell(tree_[id].parent, spheres::ChildTerminate{id, parent});
  await(MessageType::kParentSync);
  renumber();
  return {};
}

void Machine::rebalance() {
  std::array<double, topology::kGroups> load{};
  const std::uint64_t now = sync::now_us();
  for (std::uint32_t c = 0; c < tree_[0].children.size(); ++c) {
    const Sphere& child = tree_[tree_[0].children[c]];
    std::uint64_t work = 0;
    for (const std::uint32_t id : tree_.subtree(child.id))
      work += tree_[id].statistics(now).busy_us;
    std::uint64_t& before = work_at_rebalance_us_[child.group];
    // A subtree that lost spheres may show less work than before.
    load[child.group] = work > before ? static_cast<double>(work - before) : 0.0;
    before = work;
  }
  const auto better =
      topology::allocate(topology::Strategy::kDynamicLoadBalanced, workers_, load, &allocation_);
  if (!better.ok()) return;  // there is at least one worker, so it always is
  stand_still();
  allocation_ = better.value();
  tree_.place_on_workers(allocation_);
  for (const auto& worker : crew_) worker->learn_places();
}

}  // namespace crystalline::control
