#pragma once

#include <cstdint>
#include <string_view>

// The boundary at 144,000: where a lattice index n stands to its multiples, and what that makes of
// the n-th event of a run. docs/maths/geometry.md
namespace crystalline::lattice {

inline constexpr std::uint64_t kBoundary = 144'000;
/// Indices at most this far from a multiple of the boundary are in its region.
inline constexpr std::uint64_t kRegionRadius = 100;

/// d(n): distance of n to the nearest multiple of 144,000, 0 included; 0..72,000.
[[nodiscard]] std::uint64_t boundary_distance(std::uint64_t n);

enum class EventKind {
  kOrdinary,
  kRegionEnter,  // the first index of a region: d = 100 below a multiple
  kRegionExit,   // the last: d = 100 above one
  kCrossing,     // d = 0
  kBracket,      // d = 1
  kTwin,         // n is in a pair of twin primes and d <= 100
};

/// Kind of the event with lattice index n >= 1. Where two fit, the narrower wins: crossing,
/// bracket, enter or exit, twin.
[[nodiscard]] EventKind event_kind(std::uint64_t n);

/// "ordinary", "region-enter", "region-exit", "crossing", "bracket", "twin".
[[nodiscard]] std::string_view event_kind_name(EventKind kind);

}  // namespace crystalline::lattice
