#include "engine/spheres/tree_census.hpp"

#include <chrono>

#include "engine/spheres/sphere_tree.hpp"

namespace crystalline::spheres {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void count(TreeCensus::Place& place, const Sphere& sphere) {
  ++place.spheres;
  if (sphere.is_leaf()) ++place.leaves;
}

}  // namespace

std::uint32_t TreeCensus::spheres() const {
  std::uint32_t sum = 0;
  for (const std::uint32_t level : of_level) sum += level;
  return sum;
}

std::uint32_t TreeCensus::leaves() const {
  std::uint32_t sum = 0;
  for (const Place& group : of_group) sum += group.leaves;
  return sum;
}

base::Result<TreeCensus> take_census(std::uint32_t depth, const topology::Allocation& allocation) {
  if (depth < 1 || depth > kLargestDepth) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "depth must be 1..4, is " + std::to_string(depth)};
  }
  TreeCensus census;
  const auto start = Clock::now();
  const SphereTree tree(depth, allocation);
  census.build_ms = ms_since(start);
  const auto built = Clock::now();
  census.fault = tree.validate();
  census.validate_ms = ms_since(built);

  census.of_level.resize(depth + 1);
  census.of_worker.resize(allocation.workers);
  for (const std::uint32_t id : tree.subtree(0)) {
    ++census.of_level[tree[id].level];
    count(census.of_worker[tree.worker_of(id)], tree[id]);
  }
  for (std::uint32_t c = 0; c < tree[0].children.size(); ++c) {
    const Sphere& child = tree[tree[0].children[c]];
    for (const std::uint32_t id : tree.subtree(child.id)) {
      count(census.of_group[child.group], tree[id]);
    }
  }
  census.sphere_bytes = sizeof(Sphere);
  census.memory_bytes = tree.memory_bytes();
  return census;
}

}  // namespace crystalline::spheres
