#include "engine/lattice/kissing.hpp"

#include <cassert>
#include <cstddef>

#include "engine/math/elementary.hpp"

namespace crystalline::lattice {
namespace {

constexpr double kRootThird = 0x1.279a74590331cp-1;      // sqrt(1/3)
constexpr double kRootTwoThirds = 0x1.a20bd700c2c3ep-1;  // sqrt(2/3)
constexpr double kHalfRootThree = 0x1.bb67ae8584caap-1;  // sqrt(3)/2
constexpr double kHalfRootThird = 0x1.279a74590331cp-2;  // sqrt(1/3)/2

constexpr std::array<Vector3, kKissingSpheres> kCubicDirections = {{
    {0, 0, -1},
    {kHalfRootThird, kRootTwoThirds, -0.5},
    {kHalfRootThree, 0, -0.5},
    {kRootThird, -kRootTwoThirds, 0},
    {kHalfRootThree, 0, 0.5},
    {kHalfRootThird, kRootTwoThirds, 0.5},
    {0, 0, 1},
    {-kHalfRootThird, -kRootTwoThirds, 0.5},
    {-kHalfRootThree, 0, 0.5},
    {-kRootThird, kRootTwoThirds, 0},
    {-kHalfRootThree, 0, -0.5},
    {-kHalfRootThird, -kRootTwoThirds, -0.5},
}};

/// The ring vertices of an icosahedron stand at heights +-1/sqrt 5, 2/sqrt 5 off the axis, every 36
/// degrees, alternately above and below.
std::array<Vector3, kKissingSpheres> icosahedron() {
  constexpr double kHeight = 0x1.c9f25c5bfedd9p-2;  // 1/sqrt 5
  constexpr double kReach = 0x1.c9f25c5bfedd9p-1;   // 2/sqrt 5
  constexpr double kStep = 0x1.41b2f769cf0e0p-1;    // pi/5
  std::array<Vector3, kKissingSpheres> directions{};
  directions[0] = {0, 1, 0};
  directions[11] = {0, -1, 0};
  for (std::size_t i = 0; i < 10; ++i) {
    const math::SinCos azimuth = math::sincos(kStep * static_cast<double>(i));
    const double height = i % 2 == 0 ? kHeight : -kHeight;
    directions[i + 1] = {kReach * azimuth.sin, height, -kReach * azimuth.cos};
  }
  return directions;
}

}  // namespace

const std::array<Vector3, kKissingSpheres>& kissing_directions(KissingShape shape) {
  static const std::array<Vector3, kKissingSpheres> icosahedral = icosahedron();
  return shape == KissingShape::kCubic ? kCubicDirections : icosahedral;
}

Sphere nested_child(const Sphere& parent, int group, KissingShape shape) {
  assert(group >= 0 && group < kKissingSpheres);
  const Vector3& direction = kissing_directions(shape)[static_cast<std::size_t>(group)];
  const double reach = parent.radius * 2 / 3;
  const Vector3& centre = parent.centre;
  return {{centre.x + reach * direction.x, centre.y + reach * direction.y,
           centre.z + reach * direction.z},
          parent.radius / 3};
}

double gap_between(const Sphere& a, const Sphere& b) {
  const double x = a.centre.x - b.centre.x;
  const double y = a.centre.y - b.centre.y;
  const double z = a.centre.z - b.centre.z;
  return math::sqrt(x * x + y * y + z * z) - (a.radius + b.radius);
}

}  // namespace crystalline::lattice
