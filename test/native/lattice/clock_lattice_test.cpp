#include "engine/lattice/clock_lattice.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace crystalline::lattice {
namespace {

const double kPi = std::acos(-1.0);

TEST(ClockPlace, RingBoundsAreInclusive) {
  const auto expect = [](std::uint64_t index, int ring, int position) {
    const auto place = clock_place(index);
    ASSERT_TRUE(place.ok());
    EXPECT_EQ(place.value().ring, ring) << index;
    EXPECT_EQ(place.value().position, position) << index;
    EXPECT_EQ(place.value().radius, 0.25 * (ring + 1));
  };
  expect(1, 0, 1);
  expect(12, 0, 12);
  expect(13, 1, 1);
  expect(72, 1, 60);
  expect(73, 2, 1);
  expect(132, 2, 60);
  expect(133, 3, 1);
  expect(232, 3, 100);
  expect(233, 4, 1);
  expect(1'232, 4, 1'000);
  expect(1'233, 4, 1);
}

TEST(ClockPlace, LastPositionIsTwelveOClock) {
  for (const std::uint64_t index : {12ULL, 72ULL, 132ULL, 232ULL, 1'232ULL}) {
    EXPECT_EQ(clock_place(index).value().angle, 0.0);
  }
  EXPECT_DOUBLE_EQ(clock_place(3).value().angle, kPi / 2);   // three o'clock
  EXPECT_DOUBLE_EQ(clock_place(27).value().angle, kPi / 2);  // fifteen minutes
}

TEST(ClockPlace, IndexZeroIsRefused) {
  const auto place = clock_place(0);
  ASSERT_FALSE(place.ok());
  EXPECT_EQ(place.error().message, "index = 0 is outside 1 to 18446744073709551615");
}

TEST(Fold, IsInvertible) {
  for (int i = 0; i < 10'000; ++i) {
    const double theta = 2 * kPi * i / 10'000;
    const auto folded = fold_angle(theta);
    ASSERT_TRUE(folded.ok());
    EXPECT_GE(folded.value().angle, 0);
    EXPECT_LE(folded.value().angle, kPi / 2 + 1e-15);
    EXPECT_EQ(folded.value().polarity, folded.value().quadrant % 2 == 1 ? 1 : -1);
    EXPECT_NEAR(unfold_angle(folded.value()), theta, 0x1p-50);
  }
}

TEST(Fold, RefusesAnglesOutsideTheCircle) {
  EXPECT_FALSE(fold_angle(-0.1).ok());
  EXPECT_FALSE(fold_angle(7).ok());
  EXPECT_FALSE(fold_angle(std::nan("")).ok());
}

TEST(Stereographic, KnownPointsAndRoundTrip) {
  EXPECT_EQ(sphere_from_plane({0, 0}).z, -1);
  EXPECT_EQ(sphere_from_plane({1, 0}).x, 1);
  EXPECT_EQ(sphere_from_plane({1e200, 0}).z, 1);
  for (const PlanePoint point : {PlanePoint{0.3, -0.7}, PlanePoint{5, 2}, PlanePoint{-1e-3, 4}}) {
    const Vector3 on_sphere = sphere_from_plane(point);
    const double norm =
        on_sphere.x * on_sphere.x + on_sphere.y * on_sphere.y + on_sphere.z * on_sphere.z;
    EXPECT_NEAR(norm, 1, 1e-15);
    const auto back = plane_from_sphere(on_sphere);
    ASSERT_TRUE(back.ok());
    EXPECT_NEAR(back.value().u, point.u, 1e-12);
    EXPECT_NEAR(back.value().v, point.v, 1e-12);
  }
  EXPECT_FALSE(plane_from_sphere({0, 0, 1}).ok());
}

}  // namespace
}  // namespace crystalline::lattice
