#include "engine/spheres/sphere_tree.hpp"

#include <gtest/gtest.h>

#include <functional>
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

/// Every damage is noticed and named.
TEST(SphereTree, ValidationNoticesEveryDamage) {
  const auto damaged = [](const std::function<void(SphereTree&)>& damage) {
    SphereTree tree(2, grouped(2));
    damage(tree);
    return tree.validate();
  };
  EXPECT_EQ(damaged([](SphereTree&) {}), "");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[0].parent = 3; }), "the root has a parent");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[20].parent = 3; }), "sphere 20 has another parent");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[20].level = 3; }), "sphere 20 is on a wrong level");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[20].siblings = 10; }),
            "sphere 20 miscounts its siblings");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[20].leaf_index = 5; }),
            "the leaf number of sphere 20 is wrong");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[20].leaf_index = kNoSphere; }),
            "the leaf number of sphere 20 is wrong");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[3].leaf_index = 0; }),
            "the leaf number of sphere 3 is wrong");
  EXPECT_EQ(damaged([](SphereTree& tree) {
              tree[20].state.move(SphereState::kTerminating, 1);
              tree[20].state.move(SphereState::kTerminated, 2);
            }),
            "sphere 20 has ended and is still linked");
  EXPECT_EQ(damaged([](SphereTree& tree) {  // its parent has lost it, nobody else knows
              for (std::uint32_t id = 13; id < 25; ++id) tree[id].siblings = 10;
              tree.unlink(tree[20]);
              tree.number_leaves();
            }),
            "sphere 20 lives and is not linked");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree.unlink(tree[20]); }),
            "sphere 13 miscounts its siblings");
  EXPECT_EQ(damaged([](SphereTree& tree) {  // a circle: 20 holds its own parent
              tree[20].children.insert(0, 1);
            }),
            "sphere 1 is linked more than once");
  EXPECT_EQ(damaged([](SphereTree& tree) { tree[20].children.insert(0, 4'000); }),
            "sphere 4000 is linked and was never made");
  EXPECT_EQ(damaged([](SphereTree& tree) {
              tree.unlink(tree[20]);
              tree[1].children.insert(0, 20);
            }),
            "sphere 13 is out of order");
  EXPECT_EQ(damaged([](SphereTree& tree) {
              for (std::uint32_t id = 13; id < 25; ++id) tree[id].siblings = 10;
              tree.unlink(tree[20]);
            }),
            "leaves that are not in the tree are numbered");
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
