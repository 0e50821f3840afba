#pragma once

#include <array>

// Twelve spheres around one, and the same again within each. docs/maths/geometry.md
namespace crystalline::lattice {

/// A point or direction; y is up, and the clock's twelve o'clock points to -z.
struct Vector3 {
  double x;
  double y;
  double z;
};

inline constexpr int kKissingSpheres = 12;

/// Which of the two regular ways twelve equal spheres touch a thirteenth.
enum class KissingShape {
  kCubic,  // face-centred cubic (cuboctahedron): each also touches 4 of the others, 24 contacts
  kIcosahedral  // the spheres touch none of each other: neighbours are 1.0515 diameters apart
};

/// Unit directions from the central sphere to its neighbours; times 2 r they are centres of spheres
/// of radius r. The place in the array is the symmetry group.
///
/// Cubic: turned so that a threefold axis points up; sorted by azimuth the twelve then stand on the
/// twelve hours, clockwise seen from above: even groups on the equator, 1, 5, 9 above it, 3, 7, 11
/// below. Icosahedral: a fivefold axis up; 0 the top, 1 to 10 by azimuth, 11 the bottom.
[[nodiscard]] const std::array<Vector3, kKissingSpheres>& kissing_directions(KissingShape shape);

struct Sphere {
  Vector3 centre;
  double radius;
};

/// A child in a parent of radius R has radius R/3 and its centre 2R/3 out: the central child and
/// the twelve touch, and the twelve touch the parent's surface from inside. group 0..11 (asserted).
[[nodiscard]] Sphere nested_child(const Sphere& parent, int group,
                                  KissingShape shape = KissingShape::kCubic);

/// The share of a parent's volume that its central child and the twelve fill: 13/27.
inline constexpr double kNestedFill = 13.0 / 27.0;

/// Distance between two centres minus both radii: 0 where they touch, negative where they overlap.
[[nodiscard]] double gap_between(const Sphere& a, const Sphere& b);

}  // namespace crystalline::lattice
