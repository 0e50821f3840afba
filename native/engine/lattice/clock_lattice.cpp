#include "engine/lattice/clock_lattice.hpp"

#include <array>
#include <string>

#include "engine/math/double_double.hpp"

namespace crystalline::lattice {
namespace {

constexpr math::DoubleDouble kPi = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
constexpr double kTwoPi = 0x1.921fb54442d18p+2;

struct Ring {
  std::uint64_t first;  // index of its first prime
  std::uint64_t steps;
};
constexpr std::array<Ring, 5> kRings = {{{1, 12}, {13, 60}, {73, 60}, {133, 100}, {233, 1000}}};

/// pi - theta or theta - pi to the last bit.
double from_pi(double theta) { return (kPi.hi - theta) + kPi.lo; }

}  // namespace

base::Result<ClockPlace> clock_place(std::uint64_t index) {
  if (index == 0) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "index = 0 is outside 1 to 18446744073709551615"};
  }
  std::size_t ring = 0;
  while (ring + 1 < kRings.size() && index >= kRings[ring + 1].first) ++ring;
  const std::uint64_t steps = kRings[ring].steps;
  const std::uint64_t position = (index - kRings[ring].first) % steps + 1;
  return ClockPlace{
      .ring = static_cast<int>(ring),
      .position = static_cast<int>(position),
      // The ring's last position is twelve o'clock.
      .angle = kTwoPi * static_cast<double>(position % steps) / static_cast<double>(steps),
      .radius = 0.25 * static_cast<double>(ring + 1),
  };
}

base::Result<FoldedAngle> fold_angle(double theta) {
  if (!(theta >= 0 && theta <= kTwoPi)) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "theta = " + std::to_string(theta) + " is outside 0 to 2 pi"};
  }
  if (theta <= kPi.hi / 2) return FoldedAngle{theta, 1, 1};
  if (theta <= kPi.hi) return FoldedAngle{from_pi(theta), 2, -1};
  if (theta <= kPi.hi * 1.5) return FoldedAngle{-from_pi(theta), 3, 1};
  return FoldedAngle{(kTwoPi - theta) + 2 * kPi.lo, 4, -1};
}

double unfold_angle(const FoldedAngle& folded) {
  switch (folded.quadrant) {
    case 2:
      return from_pi(folded.angle);
    case 3:
      return (kPi.hi + folded.angle) + kPi.lo;
    case 4:
      return (kTwoPi - folded.angle) + 2 * kPi.lo;
    default:
      return folded.angle;
  }
}

Vector3 sphere_from_plane(const PlanePoint& point) {
  const double square = point.u * point.u + point.v * point.v;
  if (math::is_infinite(square)) return {0, 0, 1};
  const double scale = 1.0 / (square + 1.0);
  return {2 * point.u * scale, 2 * point.v * scale, (square - 1.0) * scale};
}

base::Result<PlanePoint> plane_from_sphere(const Vector3& point) {
  const double depth = 1.0 - point.z;
  if (!(depth > 0)) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "z = " + std::to_string(point.z) + " is outside -1 to 1 (excluded)"};
  }
  return PlanePoint{point.x / depth, point.y / depth};
}

}  // namespace crystalline::lattice
