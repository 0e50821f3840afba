#pragma once

#include <cstdint>

#include "engine/base/result.hpp"
#include "engine/lattice/kissing.hpp"

// The clock lattice: primes by their index on concentric rings, and the maps between an angle on
// the clock, a quadrant, the plane and the sphere. docs/maths/geometry.md
namespace crystalline::lattice {

/// Where the k-th prime stands. Ring 0: 12 hours, k = 1 to 12. Ring 1: 60 minutes, 13 to 72. Ring
/// 2: 60 seconds, 73 to 132. Ring 3: 100 steps, 133 to 232. Ring 4: all others, round and round in
/// 1,000.
struct ClockPlace {
  int ring;       // 0..4
  int position;   // 1 to the ring's size
  double angle;   // radians in [0, 2 pi) from twelve o'clock, clockwise
  double radius;  // 0.25, 0.5, 0.75, 1 or 1.25 of the clock's
};

/// index k >= 1, else kInvalidArgument.
[[nodiscard]] base::Result<ClockPlace> clock_place(std::uint64_t index);

/// An angle folded into the first quadrant, with what is needed to unfold it.
struct FoldedAngle {
  double angle;  // radians in [0, pi/2]
  int quadrant;  // 1..4
  int polarity;  // +1 in quadrants 1 and 3, -1 (mirrored) in 2 and 4
};

/// theta in [0, 2 pi), else kInvalidArgument. Quadrants 1 to 4 fold to theta, pi - theta, theta -
/// pi and 2 pi - theta.
[[nodiscard]] base::Result<FoldedAngle> fold_angle(double theta);
/// The inverse: within an ULP of 2 pi of what was folded.
[[nodiscard]] double unfold_angle(const FoldedAngle& folded);

struct PlanePoint {
  double u;
  double v;
};

/// Stereographic projection's inverse: plane to unit sphere, the origin to the south pole (0, 0,
/// -1), the unit circle to the equator, infinity to (0, 0, 1).
[[nodiscard]] Vector3 sphere_from_plane(const PlanePoint& point);
/// Unit sphere to plane; kInvalidArgument at the north pole, z = 1.
[[nodiscard]] base::Result<PlanePoint> plane_from_sphere(const Vector3& point);

}  // namespace crystalline::lattice
