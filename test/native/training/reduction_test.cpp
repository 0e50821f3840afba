#include "engine/training/reduction.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace crystalline::training {
namespace {

using Lanes = std::vector<base::AlignedVector<float>>;

Lanes random_lanes(std::size_t count, std::size_t size) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal;
  Lanes lanes(count, base::AlignedVector<float>(size));
  for (auto& lane : lanes) {
    for (float& value : lane) value = normal(random);
  }
  return lanes;
}

TEST(Reduction, AddsTheLanesInOrderAndClearsThem) {
  const Lanes before = random_lanes(4, 5'000);
  Lanes lanes = before;
  const double norm = reduce_lanes(lanes, 16, 4'900);
  double expected = 0;
  for (std::size_t i = 0; i < 5'000; ++i) {
    if (i < 16 || i >= 4'900) {
      ASSERT_EQ(lanes[0][i], before[0][i]);
      ASSERT_EQ(lanes[3][i], before[3][i]);
      continue;
    }
    const float sum = ((before[0][i] + before[1][i]) + before[2][i]) + before[3][i];
    ASSERT_EQ(lanes[0][i], sum);
    for (std::size_t lane = 1; lane < 4; ++lane) ASSERT_EQ(lanes[lane][i], 0.0F);
    expected += static_cast<double>(sum) * sum;
  }
  EXPECT_NEAR(norm, expected, 1e-10 * expected);
}

TEST(Reduction, OneLaneIsItsOwnSum) {
  Lanes lanes = random_lanes(1, 100);
  const auto before = lanes[0];
  EXPECT_EQ(reduce_lanes(lanes, 0, 100), squared_norm(before));
  EXPECT_EQ(lanes[0], before);
}

TEST(Reduction, EveryInstructionSetGivesTheSameBits) {
  for (const std::size_t size : {1U, 15U, 16U, 33U, 1'000U}) {
    Lanes plain = random_lanes(3, size);
    const double norm = reduce_lanes(plain, 0, size, math::Isa::kBaseline);
    for (const math::Isa isa : {math::Isa::kAvx2, math::Isa::kAvx512}) {
      if (isa > math::supported_isa()) continue;
      Lanes lanes = random_lanes(3, size);
      EXPECT_EQ(reduce_lanes(lanes, 0, size, isa), norm);
      EXPECT_EQ(lanes, plain);
    }
  }
}

}  // namespace
}  // namespace crystalline::training
