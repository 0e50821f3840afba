#include "engine/lattice/boundary.hpp"

#include <algorithm>

#include "engine/primes/primality.hpp"

namespace crystalline::lattice {

std::uint64_t boundary_distance(std::uint64_t n) {
  const std::uint64_t above = n % kBoundary;
  return std::min(above, kBoundary - above);
}

EventKind event_kind(std::uint64_t n) {
  const std::uint64_t distance = boundary_distance(n);
  if (distance > kRegionRadius) return EventKind::kOrdinary;
  if (distance == 0) return EventKind::kCrossing;
  if (distance == 1) return EventKind::kBracket;
  if (distance == kRegionRadius) {
    return n % kBoundary == kRegionRadius ? EventKind::kRegionExit : EventKind::kRegionEnter;
  }
  return primes::is_twin_prime(n) ? EventKind::kTwin : EventKind::kOrdinary;
}

std::string_view event_kind_name(EventKind kind) {
  switch (kind) {
    case EventKind::kRegionEnter:
      return "region-enter";
    case EventKind::kRegionExit:
      return "region-exit";
    case EventKind::kCrossing:
      return "crossing";
    case EventKind::kBracket:
      return "bracket";
    case EventKind::kTwin:
      return "twin";
    case EventKind::kOrdinary:
      break;
  }
  return "ordinary";
}

}  // namespace crystalline::lattice
