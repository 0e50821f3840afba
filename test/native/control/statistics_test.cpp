#include "engine/spheres/statistics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <thread>

#include "engine/control/node_zero.hpp"
#include "engine/lattice/boundary.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "native/sanitized.hpp"
#include "toy_program.hpp"

namespace crystalline::control {
namespace {

using spheres::Figure;
using spheres::Statistics;

TEST(Statistics, EveryFigureHasItsName) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < spheres::kFigures; ++i) {
    names.insert(std::string(name_of(static_cast<Figure>(i))));
  }
  EXPECT_EQ(names.size(), spheres::kFigures);
  EXPECT_EQ(name_of(Figure::kRetriesAttempted), "retries_attempted");
  EXPECT_EQ(name_of(spheres::group_figure(11)), "primes_of_group_11");
}

TEST(Statistics, MergesAndDerives) {
  spheres::Counters counters;
  counters.add(Figure::kPrimesProcessed, 50);
  counters.add(Figure::kCacheHits, 3);
  counters.add(Figure::kCacheMisses);
  counters.add(Figure::kMemoryAllocated, 900);
  Statistics one;
  counters.add_to(one);
  one.spheres = 1;
  one.total_us = 100;
  one.busy_us = 60;
  one.sync_us = 50;  // read a moment later than the total
  EXPECT_EQ(one.idle_us(), 0U);
  EXPECT_EQ(one.cache_hit_rate(), 0.75);
  EXPECT_EQ(one.average_prime_us(), 1.2);
  Statistics sum = one;
  sum.merge(one);
  EXPECT_EQ(sum[Figure::kPrimesProcessed], 100U);
  EXPECT_EQ(sum.spheres, 2U);
  EXPECT_EQ(sum.utilization(), 0.6);
  EXPECT_EQ(Statistics{}.utilization(), 0.0);
  EXPECT_EQ(Statistics{}.cache_hit_rate(), 0.0);
  counters.reset();
  EXPECT_EQ(counters.get(Figure::kPrimesProcessed), 0U);
  EXPECT_EQ(counters.get(Figure::kMemoryAllocated), 900U);
}

/// Runs `steps` toy steps whose tokens begin at lattice index `first_event`.
Statistics statistics_after(const MachineConfig& config, std::uint64_t steps,
                            std::uint64_t first_event, std::uint32_t events_per_item) {
  ToyTraining toy({24, 6, 3, 10});
  std::uint64_t begun = 0;
  Conductor conductor;
  conductor.next = [&]() -> Next {
    if (begun == steps) return Conductor::Nothing{};
    auto program = toy.program(begun + 1);
    program.first_event = first_event + begun * 24 * events_per_item;
    program.events_per_item = events_per_item;
    ++begun;
    return program;
  };
  conductor.completed = [] {};
  auto zero = NodeZero::create(config, conductor);
  EXPECT_TRUE(zero.value()->start().ok());
  await_paused(*zero.value());
  return zero.value()->statistics();
}

class Machines : public testing::TestWithParam<MachineConfig> {};
INSTANTIATE_TEST_SUITE_P(Sizes, Machines,
                         testing::Values(MachineConfig{1, 1}, MachineConfig{2, 1},
                                         MachineConfig{5, 1}, MachineConfig{13, 1},
                                         MachineConfig{2, 2}, MachineConfig{3, 3}));

TEST_P(Machines, SumUpTheTreeExactly) {
  constexpr std::uint64_t kSteps = test::repeated(20, 8);
  const Statistics sum = statistics_after(GetParam(), kSteps, 1, 64);
  EXPECT_EQ(sum.spheres, spheres::sphere_count(GetParam().depth));
  EXPECT_EQ(sum[Figure::kBatchesCompleted], kSteps * 24);
  EXPECT_EQ(sum[Figure::kPrimesProcessed], kSteps * 24 * 64);
  EXPECT_EQ(sum[Figure::kWeightsUpdated], kSteps * sum.spheres);
  EXPECT_EQ(sum[Figure::kWorkStolenFrom], sum[Figure::kWorkStolenTo]);
  EXPECT_EQ(sum[Figure::kWorkItemsStolen], sum[Figure::kWorkStolenTo]);
  EXPECT_EQ(sum[Figure::kErrorsEncountered], 0U);
  EXPECT_EQ(sum[Figure::kMemoryAllocated], sum.spheres * sizeof(spheres::Sphere));
  // Every item but the first of each lane of the first step had a lane used before.
  EXPECT_EQ(sum[Figure::kCacheHits] + sum[Figure::kCacheMisses], kSteps * 24 - 6);
  std::uint64_t in_groups = 0;
  for (std::uint64_t g = 0; g < 12; ++g) in_groups += sum[spheres::group_figure(g)];
  EXPECT_EQ(in_groups, sum[Figure::kPrimesProcessed]);
  EXPECT_LE(sum.busy_us + sum.sync_us, sum.total_us);
}

/// The same figures by asking the lattice about every event.
TEST_P(Machines, CountTheBoundaryAsTheLatticeDoes) {
  constexpr std::uint64_t kFirst = 143'500;
  constexpr std::uint32_t kEach = 37;
  constexpr std::uint64_t kSteps = 3;
  std::uint64_t crossings = 0;
  std::uint64_t twins = 0;
  std::uint64_t near = 0;
  std::array<std::uint64_t, 12> groups{};
  for (std::uint64_t n = kFirst; n < kFirst + kSteps * 24 * kEach; ++n) {
    crossings += lattice::event_kind(n) == lattice::EventKind::kCrossing ? 1 : 0;
    twins += lattice::event_kind(n) == lattice::EventKind::kTwin ? 1 : 0;
    near += lattice::boundary_distance(n) <= lattice::kRegionRadius ? 1 : 0;
    ++groups[n % 12];
  }
  ASSERT_EQ(crossings, 1U);
  ASSERT_GE(twins, 2U);  // 144071 and 144073
  const Statistics sum = statistics_after(GetParam(), kSteps, kFirst, kEach);
  EXPECT_EQ(sum[Figure::kBoundaryCrossings], crossings);
  EXPECT_EQ(sum[Figure::kTwinPrimeHits], twins);
  EXPECT_EQ(sum[Figure::kNearBoundaryPrimes], near);
  for (std::uint64_t g = 0; g < 12; ++g) EXPECT_EQ(sum[spheres::group_figure(g)], groups[g]);
}

TEST_P(Machines, LoseNoMessage) {
  constexpr std::uint64_t kSteps = test::repeated(50, 15);
  const Statistics sum = statistics_after(GetParam(), kSteps, 143'990, 1);
  // Node Zero sent a BATCH_START a step, EPOCH_START, EPOCH_COMPLETE and STATS_REQUEST, and got a
  // BATCH_COMPLETE a step and EPOCH_COMPLETE. Of the STATS messages themselves the sums, taken on
  // their way up, see one more sent than received, whatever the depth.
  const std::uint64_t to_spheres = sum[Figure::kMessagesSent] + kSteps + 3;
  const std::uint64_t to_node_zero = kSteps + 1;
  EXPECT_EQ(sum[Figure::kMessagesReceived] + 1 + to_node_zero, to_spheres);
}

/// Reset between two steps: what is gathered after is of what came after, to the last message.
TEST(Statistics, BeginAnewWhenTheyAreReset) {
  ToyTraining toy({24, 6, 3, 10});
  std::uint64_t begun = 0;
  std::uint64_t until = 7;
  Conductor conductor{[&]() -> Next {
                        if (begun == until) return Conductor::Nothing{};
                        return toy.program(++begun);
                      },
                      [] {}};
  auto made = NodeZero::create({3, 1}, conductor);
  NodeZero& zero = *made.value();
  ASSERT_TRUE(zero.start().ok());
  await_paused(zero);
  const Statistics before = zero.statistics();
  ASSERT_EQ(before[Figure::kBatchesCompleted], 7U * 24);
  zero.reset_statistics();
  Statistics sum = zero.statistics();
  for (std::size_t i = 0; i < spheres::kFigures; ++i) {
    const auto figure = static_cast<Figure>(i);
    if (figure == Figure::kMessagesSent || figure == Figure::kMessagesReceived) continue;
    EXPECT_EQ(sum[figure], figure == Figure::kMemoryAllocated ? before[figure] : 0U)
        << name_of(figure);
  }
  EXPECT_LT(sum.total_us, before.total_us);
  EXPECT_EQ(sum.busy_us + sum.sync_us, 0U);
  until = 12;
  zero.reset_statistics();
  ASSERT_TRUE(zero.start().ok());
  await_paused(zero);
  sum = zero.statistics();
  EXPECT_EQ(sum.spheres, 13U);
  EXPECT_EQ(sum[Figure::kBatchesCompleted], 5U * 24);
  EXPECT_EQ(sum[Figure::kWeightsUpdated], 5U * 13);
  EXPECT_GT(sum.busy_us, 0U);
  EXPECT_LE(sum.busy_us + sum.sync_us, sum.total_us);
  for (std::uint32_t id = 0; id < 13; ++id) {
    sum.figures[0] -= zero.inspect(id).value().own.figures[0];
  }
  EXPECT_EQ(sum.figures[0], 0U);
  ASSERT_TRUE(zero.stop().ok());
  zero.reset_statistics();
  EXPECT_EQ(zero.statistics()[Figure::kBatchesCompleted], 0U);
}

TEST(Statistics, CanBeAskedForInEveryState) {
  ToyTraining toy({});
  std::uint64_t begun = 0;
  Conductor conductor{[&]() -> Next { return toy.program(++begun); }, [] {}};
  auto made = NodeZero::create({2, 1}, conductor);
  NodeZero& zero = *made.value();
  EXPECT_EQ(zero.statistics()[Figure::kMessagesSent], 0U);
  ASSERT_TRUE(zero.start().ok());
  while (zero.statistics()[Figure::kBatchesCompleted] < 100) std::this_thread::yield();
  ASSERT_TRUE(zero.stop().ok());
  EXPECT_EQ(zero.statistics()[Figure::kBatchesCompleted], begun * 12);
}

}  // namespace
}  // namespace crystalline::control
