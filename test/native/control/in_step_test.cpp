#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "engine/control/node_zero.hpp"
#include "toy_program.hpp"

// Spheres that come, end and move while a step is under way: an item of it waits until they have.
namespace crystalline::control {
namespace {

using spheres::Figure;

class InStep : public testing::TestWithParam<std::uint32_t> {
 protected:
  /// Trains `steps` steps. An item holds step `at` until the first sphere of `change` is being
  /// made; the steps after it wait until `change` has returned.
  void train(std::uint64_t steps, std::uint64_t at, const std::function<void(NodeZero&)>& change) {
    std::atomic<std::uint64_t> last{at};
    std::atomic<bool> under_way{false};
    std::uint64_t begun = 0;
    Conductor conductor;
    conductor.completed = [] {};
    conductor.next = [&]() -> Next {
      if (begun == last) return Conductor::Nothing{};
      serial_.run_serially(++begun);
      if (begun != at) return toy_.program(begun);
      return toy_.program(begun, [&](std::uint32_t item) {
        if (item != 11) return;
        under_way = true;
        while (zero_->spheres() == 13) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      });
    };
    zero_ = NodeZero::create({GetParam(), 1}, conductor).value();
    ASSERT_TRUE(zero_->start().ok());
    while (!under_way) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    change(*zero_);
    await_paused(*zero_);
    last = steps;
    ASSERT_TRUE(zero_->start().ok());
    await_paused(*zero_);
    expect_sound();
  }

  void expect_sound() {
    EXPECT_EQ(toy_.weights(), serial_.weights());
    EXPECT_EQ(zero_->validate(), "");
    EXPECT_EQ(zero_->statistics()[Figure::kErrorsEncountered], 0U);
    EXPECT_TRUE(zero_->synchronize(std::chrono::seconds(20)).ok());
    const Health health = zero_->health();
    EXPECT_EQ(health.messages_sent, health.messages_received + health.messages_dropped);
    EXPECT_EQ(health.refused, 0U);
  }

  ToyTraining serial_{{12, 4, 3, 10}};
  ToyTraining toy_{{12, 4, 3, 10}};
  std::unique_ptr<NodeZero> zero_;
};
INSTANTIATE_TEST_SUITE_P(Workers, InStep, testing::Values(1, 2, 3, 8, 13));

TEST_P(InStep, ASphereJoinsAndComputesFromTheNextStepOn) {
  train(4, 2, [](NodeZero& zero) {
    EXPECT_EQ(zero.spawn(3, 7).value(), 13U);
    EXPECT_EQ(zero.spawn(3, 2).value(), 14U);
  });
  EXPECT_EQ(zero_->leaves(), 13U);
  EXPECT_EQ(zero_->inspect(14).value().own[Figure::kBatchesCompleted], 2U);
  EXPECT_EQ(zero_->inspect(3).value().own[Figure::kBatchesCompleted], 2U);  // a leaf till then
}

TEST_P(InStep, ASphereMovesWithAllBelowIt) {
  train(4, 2, [](NodeZero& zero) {
    const std::uint32_t child = zero.spawn(3, 7).value();
    ASSERT_TRUE(zero.move(child, 5).ok());
    EXPECT_EQ(zero.inspect(child).value().parent, 5U);
  });
  EXPECT_EQ(zero_->inspect(5).value().children.size(), 1U);
  EXPECT_TRUE(zero_->inspect(3).value().children.empty());
  EXPECT_EQ(zero_->inspect(13).value().own[Figure::kBatchesCompleted], 2U);
}

TEST_P(InStep, ASphereEndsWhenItsPartIsDone) {
  train(4, 2, [](NodeZero& zero) {
    const std::uint32_t child = zero.spawn(3, 7).value();
    EXPECT_TRUE(zero.terminate(child).ok());  // has no part in this step
    EXPECT_TRUE(zero.terminate(12).ok());     // has: the item that held the step
    EXPECT_EQ(zero.spawn(3, 7).value(), 14U);
  });
  EXPECT_EQ(zero_->inspect(13).value().state.state, spheres::SphereState::kTerminated);
  EXPECT_EQ(zero_->inspect(12).value().state.state, spheres::SphereState::kTerminated);
  EXPECT_EQ(zero_->inspect(12).value().own[Figure::kBatchesCompleted], 2U);
}

TEST_P(InStep, SpheresComeMoveAndEndAllTheTime) {
  std::uint64_t begun = 0;
  std::atomic<bool> enough{false};
  Conductor conductor;
  conductor.completed = [] {};
  conductor.next = [&]() -> Next {
    if (enough || begun == 100'000) return Conductor::Nothing{};
    serial_.run_serially(++begun);
    return toy_.program(begun);
  };
  zero_ = NodeZero::create({GetParam(), 2}, conductor).value();
  ASSERT_TRUE(zero_->start().ok());
  for (std::uint32_t round = 0; round < 40; ++round) {
    const std::uint32_t leaf = 13 + round * 3;
    const auto child = zero_->spawn(leaf, static_cast<std::uint8_t>(round % 12));
    ASSERT_TRUE(child.ok());
    ASSERT_TRUE(zero_->move(child.value(), leaf + 1).ok());
    ASSERT_TRUE(zero_->terminate(round % 2 == 0 ? child.value() : leaf).ok());
  }
  enough = true;
  await_paused(*zero_);
  expect_sound();
}

TEST_P(InStep, WhatCannotBeIsRefused) {
  train(3, 2, [](NodeZero& zero) {
    EXPECT_FALSE(zero.move(0, 3).ok());
    EXPECT_FALSE(zero.move(3, 3).ok());
    EXPECT_FALSE(zero.move(3, 99).ok());
    const std::uint32_t child = zero.spawn(3, 7).value();
    EXPECT_FALSE(zero.move(3, child).ok());  // below itself
    EXPECT_FALSE(zero.move(child, 0).ok());  // the root has a child of group 7
    EXPECT_FALSE(zero.move(child, 3).ok());  // it is there
    EXPECT_FALSE(zero.terminate(0).ok());
  });
}

}  // namespace
}  // namespace crystalline::control
