#include "engine/lattice/kissing.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace crystalline::lattice {
namespace {

constexpr double kTolerance = 1e-15;

std::array<Sphere, kKissingSpheres> around_unit(KissingShape shape) {
  std::array<Sphere, kKissingSpheres> spheres{};
  for (std::size_t i = 0; i < spheres.size(); ++i) {
    const Vector3& d = kissing_directions(shape)[i];
    spheres[i] = {{2 * d.x, 2 * d.y, 2 * d.z}, 1};
  }
  return spheres;
}

TEST(Kissing, CubicTouchesTheCentreAndFourNeighboursEach) {
  const auto spheres = around_unit(KissingShape::kCubic);
  std::array<int, kKissingSpheres> touching{};
  int contacts = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < spheres.size(); ++i) {
    EXPECT_NEAR(gap_between({{0, 0, 0}, 1}, spheres[i]), 0, kTolerance);
    for (std::size_t j = i + 1; j < spheres.size(); ++j) {
      ++pairs;
      const double gap = gap_between(spheres[i], spheres[j]);
      // Centres of the cuboctahedron are 1, sqrt 2, sqrt 3 or 2 diameters apart: none overlaps.
      const double apart = (gap + 2) / 2;
      const double square = apart * apart;
      EXPECT_NEAR(square, std::round(square), 4 * kTolerance) << i << " and " << j;
      EXPECT_GE(gap, -kTolerance) << i << " and " << j;
      if (std::abs(gap) < 1e-12) {
        ++contacts;
        ++touching[i];
        ++touching[j];
      }
    }
  }
  EXPECT_EQ(pairs, 66);
  EXPECT_EQ(contacts, 24);
  for (const int count : touching) EXPECT_EQ(count, 4);
}

TEST(Kissing, CubicGroupsStandOnTheHours) {
  const auto& directions = kissing_directions(KissingShape::kCubic);
  for (std::size_t group = 0; group < directions.size(); ++group) {
    double azimuth = std::atan2(directions[group].x, -directions[group].z);
    if (azimuth < -1e-12) azimuth += 2 * std::acos(-1.0);
    EXPECT_NEAR(azimuth, static_cast<double>(group) * std::acos(-1.0) / 6, 4 * kTolerance);
  }
}

TEST(Kissing, IcosahedralNeighboursKeepApart) {
  const auto spheres = around_unit(KissingShape::kIcosahedral);
  int nearest = 0;
  for (std::size_t i = 0; i < spheres.size(); ++i) {
    EXPECT_NEAR(gap_between({{0, 0, 0}, 1}, spheres[i]), 0, kTolerance);
    for (std::size_t j = i + 1; j < spheres.size(); ++j) {
      const double apart = (gap_between(spheres[i], spheres[j]) + 2) / 2;
      EXPECT_GE(apart, 1.0514622242382672 - kTolerance);
      nearest += std::abs(apart - 1.0514622242382672) < 1e-12;
    }
  }
  EXPECT_EQ(nearest, 30);  // the icosahedron's edges
}

TEST(Kissing, NestingTouchesInsideAndOut) {
  const Sphere parent = {{3, -2, 5}, 9};
  const Sphere central = {parent.centre, parent.radius / 3};
  for (int group = 0; group < kKissingSpheres; ++group) {
    const Sphere child = nested_child(parent, group);
    EXPECT_EQ(child.radius, 3);
    EXPECT_NEAR(gap_between(central, child), 0, 1e-14);
    const double to_surface = gap_between(parent, child) + 2 * child.radius;
    EXPECT_NEAR(to_surface, 0, 1e-14);
    const Sphere grandchild = nested_child(child, group);
    EXPECT_EQ(grandchild.radius, 1);
  }
}

}  // namespace
}  // namespace crystalline::lattice
