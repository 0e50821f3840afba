#include "engine/topology/allocation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <vector>

namespace crystalline::topology {
namespace {

constexpr auto kAll = kStrategies;
using Groups = std::vector<std::uint32_t>;

Allocation made(Strategy strategy, std::uint32_t workers, std::span<const double> load = {},
                const Allocation* present = nullptr) {
  const auto allocation = allocate(strategy, workers, load, present);
  EXPECT_TRUE(allocation.ok());
  return allocation.value();
}

double largest_load(const Allocation& allocation, std::span<const double> load) {
  double largest = 0;
  for (std::uint32_t w = 0; w < allocation.workers; ++w) {
    double sum = 0;
    for (const std::uint32_t g : allocation.groups_of(w)) sum += load[g];
    largest = std::max(largest, sum);
  }
  return largest;
}

TEST(Allocation, CoversEachGroupExactlyOnce) {
  for (const Strategy strategy : kAll) {
    for (std::uint32_t workers = 1; workers <= 64; ++workers) {
      const auto allocation = allocate(strategy, workers);
      if (strategy == Strategy::kOneToOne && workers < 12) {
        ASSERT_FALSE(allocation.ok());
        EXPECT_EQ(allocation.error().code, base::ErrorCode::kInvalidArgument);
        continue;
      }
      std::multiset<std::uint32_t> covered;
      for (std::uint32_t w = 0; w < workers; ++w) {
        const Groups groups = allocation.value().groups_of(w);
        covered.insert(groups.begin(), groups.end());
        // Nobody idles while another has two.
        if (workers >= 12 && strategy != Strategy::kDynamicLoadBalanced) {
          EXPECT_LE(groups.size(), 1U);
        }
      }
      ASSERT_EQ(covered.size(), 12U);
      for (std::uint32_t g = 0; g < 12; ++g) EXPECT_EQ(covered.count(g), 1U);
    }
  }
}

TEST(Allocation, KnowsStrategiesByName) {
  std::set<std::string_view> names;
  for (const Strategy strategy : kStrategies) {
    names.insert(name_of(strategy));
    ASSERT_TRUE(strategy_named(name_of(strategy)).ok());
    EXPECT_EQ(strategy_named(name_of(strategy)).value(), strategy);
  }
  EXPECT_EQ(names.size(), kStrategies.size());
  for (const char* name : {"", "GROUPED", "grouped "}) EXPECT_FALSE(strategy_named(name).ok());
}

TEST(Allocation, RefusesNoWorkers) {
  for (const Strategy strategy : kAll) EXPECT_FALSE(allocate(strategy, 0).ok());
}

TEST(Allocation, RoundRobinIsTheTable) {
  const auto groups = [](std::uint32_t workers, std::uint32_t worker) {
    return made(Strategy::kRoundRobin, workers).groups_of(worker);
  };
  EXPECT_EQ(groups(1, 0), (Groups{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(groups(2, 1), (Groups{1, 3, 5, 7, 9, 11}));
  EXPECT_EQ(groups(3, 2), (Groups{2, 5, 8, 11}));
  EXPECT_EQ(groups(4, 0), (Groups{0, 4, 8}));
  EXPECT_EQ(groups(5, 0), (Groups{0, 5, 10}));
  EXPECT_EQ(groups(5, 4), (Groups{4, 9}));
  EXPECT_EQ(groups(7, 5), (Groups{5}));
  EXPECT_EQ(groups(11, 0), (Groups{0, 11}));
  EXPECT_EQ(groups(12, 11), (Groups{11}));
  EXPECT_EQ(groups(20, 12), (Groups{}));
}

TEST(Allocation, GroupedKeepsNeighboursTogether) {
  EXPECT_EQ(made(Strategy::kGrouped, 2).groups_of(0), (Groups{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(made(Strategy::kGrouped, 5).groups_of(4), (Groups{10, 11}));
  for (std::uint32_t workers = 1; workers <= 12; ++workers) {
    const Allocation allocation = made(Strategy::kGrouped, workers);
    EXPECT_TRUE(std::is_sorted(allocation.worker_of.begin(), allocation.worker_of.end()));
    std::size_t least = 12;
    std::size_t most = 0;
    for (std::uint32_t w = 0; w < workers; ++w) {
      least = std::min(least, allocation.groups_of(w).size());
      most = std::max(most, allocation.groups_of(w).size());
    }
    EXPECT_LE(most - least, 1U);
  }
}

/// Smallest possible largest load, by trying every allocation to two workers.
double best_for_two(const std::array<double, 12>& load) {
  double best = 1e300;
  for (std::uint32_t choice = 0; choice < 1U << 12; ++choice) {
    double first = 0;
    double second = 0;
    for (std::uint32_t g = 0; g < 12; ++g) ((choice >> g & 1) != 0 ? first : second) += load[g];
    best = std::min(best, std::max(first, second));
  }
  return best;
}

TEST(Allocation, PriorityBasedIsWithinFourThirdsOfTheBest) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> cost(0, 10);
  for (int trial = 0; trial < 200; ++trial) {
    std::array<double, 12> load;
    for (double& each : load) each = cost(random);
    const double reached = largest_load(made(Strategy::kPriorityBased, 2, load), load);
    EXPECT_LE(reached, best_for_two(load) * 4 / 3 + 1e-9);
  }
}

TEST(Allocation, DynamicEvensMeasuredLoadsWithFewMoves) {
  // The primes' classes: only four of the twelve groups carry work.
  const std::array<double, 12> load = {0, 4, 0, 0, 0, 4, 0, 4, 0, 0, 0, 4};
  const Allocation before = made(Strategy::kRoundRobin, 2);  // all work on worker 1
  EXPECT_EQ(balance(before, load), 0.0);
  const Allocation after = made(Strategy::kDynamicLoadBalanced, 2, load, &before);
  EXPECT_EQ(balance(after, load), 1.0);
  int moves = 0;
  for (std::uint32_t g = 0; g < 12; ++g) moves += before.worker_of[g] != after.worker_of[g];
  EXPECT_EQ(moves, 2);
}

TEST(Allocation, DynamicNeverMakesItWorse) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> cost(0, 10);
  for (int trial = 0; trial < 500; ++trial) {
    const auto workers = static_cast<std::uint32_t>(1 + random() % 12);
    std::array<double, 12> load;
    for (double& each : load) each = cost(random);
    const Allocation before = made(Strategy::kRoundRobin, workers);
    const Allocation after = made(Strategy::kDynamicLoadBalanced, workers, load, &before);
    EXPECT_LE(largest_load(after, load), largest_load(before, load) + 1e-9);
    const Allocation again = made(Strategy::kDynamicLoadBalanced, workers, load, &after);
    EXPECT_EQ(again.worker_of, after.worker_of);  // settled
  }
}

}  // namespace
}  // namespace crystalline::topology
