#include "engine/lattice/boundary.hpp"

#include <gtest/gtest.h>

namespace crystalline::lattice {
namespace {

TEST(Boundary, DistanceToTheNearestMultiple) {
  EXPECT_EQ(boundary_distance(144'000), 0U);
  EXPECT_EQ(boundary_distance(143'999), 1U);
  EXPECT_EQ(boundary_distance(144'001), 1U);
  EXPECT_EQ(boundary_distance(72'000), 72'000U);
  EXPECT_EQ(boundary_distance(72'001), 71'999U);
  EXPECT_EQ(boundary_distance(1), 1U);
  EXPECT_EQ(boundary_distance(288'100), 100U);
}

TEST(Boundary, KindsAroundTheFirstBoundary) {
  EXPECT_EQ(event_kind(143'899), EventKind::kOrdinary);
  EXPECT_EQ(event_kind(143'900), EventKind::kRegionEnter);
  EXPECT_EQ(event_kind(143'999), EventKind::kBracket);
  EXPECT_EQ(event_kind(144'000), EventKind::kCrossing);
  EXPECT_EQ(event_kind(144'001), EventKind::kBracket);
  EXPECT_EQ(event_kind(144'071), EventKind::kTwin);
  EXPECT_EQ(event_kind(144'073), EventKind::kTwin);
  EXPECT_EQ(event_kind(144'013), EventKind::kOrdinary);  // prime, but no twin
  EXPECT_EQ(event_kind(144'100), EventKind::kRegionExit);
  EXPECT_EQ(event_kind(144'101), EventKind::kOrdinary);
}

TEST(Boundary, TheOnlyTwinsOfTheFirstRegion) {
  int twins = 0;
  for (std::uint64_t n = 143'900; n <= 144'100; ++n) twins += event_kind(n) == EventKind::kTwin;
  EXPECT_EQ(twins, 2);
}

}  // namespace
}  // namespace crystalline::lattice
