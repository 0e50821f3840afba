#include "engine/spheres/tree_census.hpp"

#include <gtest/gtest.h>

#include "engine/spheres/sphere_tree.hpp"
#include "native/sanitized.hpp"

namespace crystalline::spheres {
namespace {

topology::Allocation given(topology::Strategy strategy, std::uint32_t workers) {
  return topology::allocate(strategy, workers).value();
}

TEST(TreeCensus, CountsEverySphereOnce) {
  for (std::uint32_t depth = 1; depth <= test::repeated(kLargestDepth, 3); ++depth) {
    for (const std::uint32_t workers : {1U, 2U, 5U, 12U, 13U, 30U}) {
      const auto taken = take_census(depth, given(topology::Strategy::kGrouped, workers));
      ASSERT_TRUE(taken.ok());
      const TreeCensus& census = taken.value();
      EXPECT_EQ(census.fault, "");
      EXPECT_EQ(census.spheres(), sphere_count(depth));
      EXPECT_EQ(census.leaves(), leaf_count(depth));
      ASSERT_EQ(census.of_level.size(), depth + 1);
      for (std::uint32_t level = 0; level <= depth; ++level) {
        EXPECT_EQ(census.of_level[level], leaf_count(level));
      }
      for (const TreeCensus::Place& group : census.of_group) {
        EXPECT_EQ(group.spheres, sphere_count(depth - 1));
        EXPECT_EQ(group.leaves, leaf_count(depth - 1));
      }
      ASSERT_EQ(census.of_worker.size(), workers);
      std::uint32_t spheres = 0;
      std::uint32_t leaves = 0;
      for (const TreeCensus::Place& worker : census.of_worker) {
        spheres += worker.spheres;
        leaves += worker.leaves;
      }
      EXPECT_EQ(spheres, census.spheres());
      EXPECT_EQ(leaves, census.leaves());
    }
  }
}

TEST(TreeCensus, FollowsTheAllocation) {
  const auto taken = take_census(2, given(topology::Strategy::kRoundRobin, 5)).value();
  // Groups 0, 5 and 10 with 13 spheres each, and the root.
  EXPECT_EQ(taken.of_worker[0].spheres, 3 * 13U + 1);
  EXPECT_EQ(taken.of_worker[1].spheres, 3 * 13U);  // 1, 6, 11
  EXPECT_EQ(taken.of_worker[2].spheres, 2 * 13U);
  EXPECT_EQ(taken.of_worker[2].leaves, 2 * 12U);
}

TEST(TreeCensus, TellsWhatTheTreeCosts) {
  const auto small = take_census(1, given(topology::Strategy::kGrouped, 2)).value();
  const auto large = take_census(4, given(topology::Strategy::kGrouped, 2)).value();
  EXPECT_EQ(small.sphere_bytes, sizeof(Sphere));
  EXPECT_GE(large.memory_bytes - small.memory_bytes,
            (sphere_count(4) - sphere_count(1)) * sizeof(Sphere));
  EXPECT_LE(large.memory_bytes, std::uint64_t{64} << 20);
  EXPECT_GT(large.build_ms, 0);
  EXPECT_GT(large.validate_ms, 0);
}

TEST(TreeCensus, RefusesADepthThereIsNot) {
  for (const std::uint32_t depth : {0U, 5U, 255U}) {
    const auto taken = take_census(depth, given(topology::Strategy::kGrouped, 2));
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(taken.error().code, base::ErrorCode::kInvalidArgument);
    EXPECT_EQ(taken.error().message, "depth must be 1..4, is " + std::to_string(depth));
  }
}

}  // namespace
}  // namespace crystalline::spheres
