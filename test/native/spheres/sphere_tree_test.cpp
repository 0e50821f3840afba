#include "engine/spheres/sphere_tree.hpp"

#include <gtest/gtest.h>

#include <set>

namespace crystalline::spheres {
namespace {

topology::Allocation grouped(std::uint32_t workers) {
  return topology::allocate(topology::Strategy::kGrouped, workers).value();
}

TEST(SphereTree, CountsItsSpheres) {
  EXPECT_EQ(sphere_count(1), 13U);
  EXPECT_EQ(sphere_count(2), 157U);
  EXPECT_EQ(sphere_count(3), 1'885U);
  EXPECT_EQ(sphere_count(4), 22'621U);
  for (std::uint32_t depth = 1; depth <= 4; ++depth) {
    const SphereTree tree(depth, grouped(2));
    EXPECT_EQ(tree.size(), sphere_count(depth));
    EXPECT_EQ(tree.leaves(), leaf_count(depth));
    EXPECT_EQ(tree.validate(), "");
  }
}

TEST(SphereTree, NumbersSpheresLevelByLevel) {
  const SphereTree tree(2, grouped(2));
  EXPECT_EQ(tree[0].parent, kNoSphere);
  EXPECT_EQ(tree[0].group, kNoGroup);
  EXPECT_EQ(tree[12].level, 1);
  EXPECT_EQ(tree[12].group, 11);
  EXPECT_EQ(tree[13].parent, 1U);
  EXPECT_EQ(tree[156].parent, 12U);
  EXPECT_EQ(tree[3].children[4], 13U + 2 * 12 + 4);
}

TEST(SphereTree, NeighbouringLeavesLieInNeighbouringGroups) {
  SphereTree shallow(1, grouped(1));
  for (std::uint32_t i = 0; i < 12; ++i) EXPECT_EQ(shallow.leaf(i).id, i + 1);
  SphereTree deep(3, grouped(1));
  std::set<std::uint32_t> first_level;
  for (std::uint32_t i = 0; i < 12; ++i) {
    const Sphere& leaf = deep.leaf(i);
    first_level.insert(deep[leaf.parent].parent);
    EXPECT_EQ(leaf.group, 0);
  }
  EXPECT_EQ(first_level.size(), 12U);
}

TEST(SphereTree, PlacesEverySphereOnAWorker) {
  for (const std::uint32_t workers : {1U, 2U, 5U, 12U, 13U, 24U, 64U, 256U}) {
    for (std::uint32_t depth = 1; depth <= 3; ++depth) {
      const SphereTree tree(depth, grouped(workers));
      std::uint32_t placed = 0;
      std::uint32_t without = 0;
      for (std::uint32_t w = 0; w < workers; ++w) {
        const auto count = static_cast<std::uint32_t>(tree.leaves_of(w).size());
        placed += count;
        without += count == 0 ? 1 : 0;
      }
      EXPECT_EQ(placed, tree.leaves());
      // Nobody goes without while there are leaves of the second level to share.
      const std::uint32_t useful = depth == 1 ? 12 : 144;
      EXPECT_EQ(without, workers > useful ? workers - useful : 0) << workers << " " << depth;
    }
  }
}

}  // namespace
}  // namespace crystalline::spheres
