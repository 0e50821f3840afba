#include "engine/spheres/kinship.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "engine/spheres/protocol.hpp"
#include "native/sanitized.hpp"

namespace crystalline::spheres {
namespace {

topology::Allocation grouped(std::uint32_t workers) {
  return topology::allocate(topology::Strategy::kGrouped, workers).value();
}

/// The definition, leaf by leaf.
std::uint32_t nearest(const SphereTree& tree, std::uint32_t a, std::uint32_t b) {
  std::uint32_t least = 100;
  for (const std::uint32_t own : tree.leaves_of(a)) {
    for (const std::uint32_t other : tree.leaves_of(b)) {
      least = std::min(least, generations_apart(tree, own, other));
    }
  }
  return least;
}

TEST(Kinship, CountsGenerations) {
  const SphereTree tree(3, grouped(1));
  const std::uint32_t a = tree[tree[tree[0].children[3]].children[5]].children[7];
  const auto cousin = [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) {
    return tree[tree[tree[0].children[i]].children[j]].children[k];
  };
  EXPECT_EQ(generations_apart(tree, a, a), 0U);
  EXPECT_EQ(generations_apart(tree, a, cousin(3, 5, 8)), 1U);
  EXPECT_EQ(generations_apart(tree, a, cousin(3, 6, 7)), 2U);
  EXPECT_EQ(generations_apart(tree, a, cousin(4, 5, 7)), 3U);
}

TEST(Kinship, OrdersEveryOtherWorkerOnceNearestFirst) {
  for (std::uint32_t depth = 1; depth <= test::repeated(3, 2); ++depth) {
    for (const std::uint32_t workers : {1U, 2U, 5U, 12U, 13U, 30U}) {
      const SphereTree tree(depth, grouped(workers));
      // Leaf by leaf takes its time: of the large trees the first workers, who have siblings.
      for (std::uint32_t w = 0; w < (depth < 3 ? workers : 1); ++w) {
        const auto order = steal_order(tree, w, workers);
        std::vector<std::uint32_t> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        std::vector<std::uint32_t> others;
        for (std::uint32_t o = 0; o < workers; ++o) {
          if (o != w) others.push_back(o);
        }
        ASSERT_EQ(sorted, others);
        for (std::size_t i = 1; i < order.size(); ++i) {
          const std::uint32_t before = nearest(tree, w, order[i - 1]);
          const std::uint32_t after = nearest(tree, w, order[i]);
          ASSERT_LE(before, after);
          // Of equals the next one in the ring.
          if (before == after) {
            ASSERT_LT((order[i - 1] + workers - w) % workers, (order[i] + workers - w) % workers);
          }
        }
      }
    }
  }
}

TEST(Kinship, SiblingsComeBeforeCousins) {
  // Workers 0, 12 and 24 share group 0: at depth 2 their leaves are siblings, all others cousins.
  const SphereTree tree(2, grouped(30));
  const auto order = steal_order(tree, 0, 30);
  EXPECT_EQ(order[0], 12U);
  EXPECT_EQ(order[1], 24U);
  EXPECT_EQ(order[2], 1U);
  EXPECT_EQ(order[13], 13U);
  // A worker without leaves has no kin and is nobody's.
  const SphereTree shallow(1, grouped(14));
  EXPECT_EQ(steal_order(shallow, 0, 14).back(), 13U);
  EXPECT_EQ(steal_order(shallow, 13, 14).front(), 0U);
}

TEST(Kinship, FollowsSpheresThatComeAndGo) {
  SphereTree tree(1, grouped(12));
  // A leaf below sphere 1, which stays with worker 0: no longer a sibling of the others' leaves.
  tree.link(tree[tree.add(1, 0)]);
  tree.number_leaves();
  EXPECT_EQ(generations_apart(tree, 13, 2), 2U);
  EXPECT_EQ(steal_order(tree, 1, 12).back(), 0U);
  EXPECT_EQ(steal_order(tree, 1, 12).front(), 2U);
}

TEST(Kinship, TheNextOfKinTakesWork) {
  SphereTree tree(2, grouped(24));  // worker 12 has the odd leaves of group 0
  const Sphere& home = tree[tree[1].children[0]];
  ASSERT_EQ(tree.worker_of(home.id), 0U);
  EXPECT_EQ(idle_kin(tree, home, 12), tree[1].children[1]);
  tree[tree[1].children[1]].step.open_items = 1;
  EXPECT_EQ(idle_kin(tree, home, 12), tree[1].children[3]);
  EXPECT_EQ(idle_kin(tree, home, 5), tree[6].children[0]);  // no sibling, so a cousin
  for (std::uint32_t c = 0; c < kBranching; ++c) tree[tree[6].children[c]].step.open_items = 1;
  EXPECT_EQ(idle_kin(tree, home, 5), kNoSphere);
}

/// Every worker has items; nobody runs but the thief.
TEST(Stealing, EmptiesSiblingsThenCousins) {
  constexpr std::uint32_t kWorkers = 26;
  SphereTree tree(2, grouped(kWorkers));
  StepRun run;
  PostOffice office(kWorkers + 1, 64);
  std::vector<std::unique_ptr<Protocol>> crew;
  for (std::uint32_t w = 0; w < kWorkers; ++w) {
    crew.push_back(std::make_unique<Protocol>(tree, run, office, w));
    for (const std::uint32_t id : tree.leaves_of(w))
      crew[w]->ready_items().push(tree[id].leaf_index);
  }
  const std::uint32_t thief = 0;
  std::vector<std::uint32_t> apart;
  for (;;) {
    const auto item = crew[thief]->steal(
        [&](std::uint32_t victim) { return crew[victim]->ready_items().take_oldest(); });
    if (!item) break;
    std::uint32_t least = 100;
    for (const std::uint32_t own : tree.leaves_of(thief)) {
      least = std::min(least, generations_apart(tree, own, tree.leaf(*item).id));
    }
    apart.push_back(least);
  }
  EXPECT_EQ(apart.size(), tree.leaves() - tree.leaves_of(thief).size());
  EXPECT_TRUE(std::is_sorted(apart.begin(), apart.end()));
  // All leaves of group 0 but the thief's are siblings of one of them.
  EXPECT_EQ(std::count(apart.begin(), apart.end(), 1),
            static_cast<std::ptrdiff_t>(kBranching - tree.leaves_of(thief).size()));
}

}  // namespace
}  // namespace crystalline::spheres
