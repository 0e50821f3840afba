#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "engine/control/depth_policy.hpp"
#include "engine/control/node_zero.hpp"
#include "toy_program.hpp"

// The tree grows deeper under load and shrinks when idle; the weights are those of a tree that
// keeps its shape.
namespace crystalline::control {
namespace {

using spheres::Figure;
using Wish = DepthWatch::Wish;

constexpr DepthPolicy kEager{
    .most_levels = 3, .crowded_items = 2, .patience_steps = 2, .rest_ms = 5};

TEST(DepthWatch, GrowsOnlyWhenEveryLeafIsCrowdedForLong) {
  DepthWatch watch({.most_levels = 2, .crowded_items = 3, .patience_steps = 3});
  EXPECT_EQ(watch.after_step(36, 12), Wish::kStay);
  EXPECT_EQ(watch.after_step(36, 12), Wish::kStay);
  EXPECT_EQ(watch.after_step(36, 12), Wish::kGrow);
  EXPECT_EQ(watch.after_step(36, 12), Wish::kStay);  // it begins to count anew
  EXPECT_EQ(watch.after_step(36, 12), Wish::kStay);
  EXPECT_EQ(watch.after_step(35, 12), Wish::kStay);  // one leaf has only two
  EXPECT_EQ(watch.after_step(36, 12), Wish::kStay);
  EXPECT_EQ(watch.after_step(36, 12), Wish::kStay);
  EXPECT_EQ(watch.after_step(36, 12), Wish::kGrow);
}

TEST(DepthWatch, ShrinksOnlyWhenABroodHasNothingToDo) {
  DepthWatch watch({.most_levels = 2, .crowded_items = 2, .patience_steps = 2});
  EXPECT_EQ(watch.after_step(13, 23), Wish::kStay);
  EXPECT_EQ(watch.after_step(13, 23), Wish::kStay);
  EXPECT_EQ(watch.after_step(12, 23), Wish::kStay);
  EXPECT_EQ(watch.after_step(12, 23), Wish::kShrink);
  EXPECT_EQ(watch.after_step(1, 11), Wish::kStay);
  EXPECT_EQ(watch.after_step(1, 11), Wish::kStay);
}

/// No load makes a tree grow and then shrink, or shrink and then grow.
TEST(DepthWatch, ComesToRest) {
  for (std::uint32_t items = 1; items <= 600; ++items) {
    DepthWatch watch({.most_levels = 4, .crowded_items = 2, .patience_steps = 1});
    std::uint32_t leaves = 12;
    Wish last = Wish::kStay;
    for (int step = 0; step < 100; ++step) {
      const Wish wish = watch.after_step(items, leaves);
      if (wish == Wish::kGrow) leaves += 11;
      if (wish == Wish::kShrink) leaves -= 11;
      if (wish == Wish::kStay || last == Wish::kStay) {
        last = wish;
        continue;
      }
      ASSERT_EQ(wish, last) << items << " micro-batches";
    }
    EXPECT_EQ(last, Wish::kStay);
    EXPECT_LT(items, 2 * leaves);
  }
}

TEST(DepthWatch, DoesNothingWithoutAPolicy) {
  DepthWatch watch({});
  for (int step = 0; step < 10; ++step) EXPECT_EQ(watch.after_step(1'000, 12), Wish::kStay);
}

class Depth : public testing::TestWithParam<std::uint32_t> {
 protected:
  /// Trains to step `until`, 40 micro-batches a step.
  void train(std::uint64_t until) {
    until_ = until;
    ASSERT_TRUE(zero_->start().ok());
    await_paused(*zero_);
    EXPECT_EQ(toy_.weights(), serial_.weights());
    EXPECT_EQ(zero_->validate(), "");
  }
  void create(const DepthPolicy& growth, std::uint32_t most_spheres = spheres::kMostSpheres) {
    Conductor conductor;
    conductor.completed = [] {};
    conductor.next = [this]() -> Next {
      if (begun_ == until_) return Conductor::Nothing{};
      serial_.run_serially(++begun_);
      return toy_.program(begun_);
    };
    MachineConfig config{.threads = GetParam(), .depth = 1};
    config.growth = growth;
    config.most_spheres = most_spheres;
    zero_ = NodeZero::create(config, conductor).value();
  }

  ToyTraining serial_{{40, 6, 3, 10}};
  ToyTraining toy_{{40, 6, 3, 10}};
  std::uint64_t begun_ = 0;
  std::atomic<std::uint64_t> until_{0};
  std::unique_ptr<NodeZero> zero_;
};
INSTANTIATE_TEST_SUITE_P(Workers, Depth, testing::Values(1, 2, 3, 8, 13));

TEST_P(Depth, GrowsUnderLoadAndShrinksAtRest) {
  create(kEager);
  train(12);
  // 40 micro-batches: 12 leaves have three or four, 23 leaves one or two.
  Health health = zero_->health();
  EXPECT_EQ(health.grown, 12U);
  EXPECT_EQ(zero_->spheres(), 25U);
  while (zero_->health().collapsed < 12) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  health = zero_->health();
  EXPECT_EQ(health.levels, 1U);
  EXPECT_EQ(health.ended, 12U);
  EXPECT_EQ(zero_->leaves(), 12U);
  train(24);  // and again, with spheres that were never there before
  EXPECT_EQ(zero_->health().grown, 24U);
  EXPECT_EQ(zero_->spheres(), 37U);
  const spheres::Statistics sum = zero_->statistics();
  EXPECT_EQ(sum[Figure::kBatchesCompleted], 24U * 40);  // those of ended spheres, too
  EXPECT_EQ(sum[Figure::kErrorsEncountered], 0U);
  EXPECT_EQ(toy_.lane_violations(), 0);
  ASSERT_TRUE(zero_->synchronize(std::chrono::seconds(20)).ok());
  health = zero_->health();
  EXPECT_EQ(health.messages_sent, health.messages_received + health.messages_dropped);
  EXPECT_EQ(health.refused, 0U);
}

TEST_P(Depth, GrowsNoDeeperThanItMay) {
  create({.most_levels = 1, .patience_steps = 1, .rest_ms = 1});
  train(6);
  EXPECT_EQ(zero_->health().grown, 0U);
  EXPECT_EQ(zero_->leaves(), 12U);
}

/// Ids are not used again: after 13 + 24 spheres a tree of at most 40 has none for a third brood.
TEST_P(Depth, SaysWhenItsIdsAreUsedUpAndGrowsNoMore) {
  create(kEager, 40);
  EXPECT_EQ(zero_->health().ids_left, 27U);
  train(12);
  while (zero_->health().collapsed < 12) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  train(24);
  while (zero_->health().collapsed < 24) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(zero_->health().ids_left, 3U);
  train(36);  // the load is there, the ids are not
  EXPECT_EQ(zero_->health().grown, 24U);
  EXPECT_EQ(zero_->spheres(), 37U);
  EXPECT_EQ(zero_->leaves(), 12U);
  for (std::uint8_t group = 0; group < 3; ++group) ASSERT_TRUE(zero_->spawn(1, group).ok());
  const auto refused = zero_->spawn(1, 3);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kOutOfMemory);
  EXPECT_NE(refused.error().message.find("has had its 40 spheres"), std::string::npos);
  EXPECT_EQ(zero_->health().ids_left, 0U);
  train(40);
  // A fresh tree has all its ids.
  ASSERT_TRUE(zero_->stop().ok());
  train(52);
  EXPECT_EQ(zero_->health().grown, 12U);
  EXPECT_EQ(zero_->health().ids_left, 15U);
}

TEST_P(Depth, IsRefusedMoreOrFewerIdsThanThereCanBe) {
  MachineConfig config{.threads = GetParam(), .depth = 2};
  for (const std::uint32_t most : {0U, 156U, 65'537U}) {
    config.most_spheres = most;
    EXPECT_EQ(NodeZero::create(config, {}).error().code, base::ErrorCode::kInvalidArgument);
  }
}

TEST_P(Depth, LeavesAloneWhatOthersHaveMadeOfABrood) {
  create({.most_levels = 4, .patience_steps = 2, .rest_ms = 60'000});
  train(6);
  ASSERT_EQ(zero_->health().levels, 2U);
  const std::uint32_t guest = zero_->spawn(13, 4).value();  // below a leaf of the brood
  ASSERT_TRUE(zero_->terminate(14).ok());
  train(12);
  EXPECT_EQ(zero_->health().levels, 3U);
  EXPECT_NE(zero_->inspect(guest).value().state.state, spheres::SphereState::kTerminated);
}

TEST_P(Depth, IsRefusedBelowTheDepthItBeginsWith) {
  MachineConfig config{.threads = GetParam(), .depth = 3};
  for (const std::uint32_t most : {1U, 2U, 5U}) {
    config.growth.most_levels = most;
    EXPECT_EQ(NodeZero::create(config, {}).error().code, base::ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace crystalline::control
