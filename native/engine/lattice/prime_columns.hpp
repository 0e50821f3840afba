#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/lattice/angular_position.hpp"

namespace crystalline::lattice {

/// Primes that are laid out at most: one shell.
inline constexpr std::size_t kMostColumnPrimes = 144'000;

/// The first primes as columns, row i for the (i + 1)-th: what of theta depends on the prime, and
/// its place on the clock. Together with the index and phonetic terms, which all rows share, it
/// gives theta for any dimension and wavelength and any choice of terms.
struct PrimeColumns {
  std::vector<std::uint32_t> primes;
  /// ClockPlace and group: position | ring << 16 | (p mod 12) << 24.
  std::vector<std::uint32_t> places;
  std::vector<float> spiral;  // radians in [0, 2 pi)
  std::vector<float> omega;   // radians, as the formula has it
  std::vector<float> psi;     // radians in (-pi, pi]
};

/// count from 1 to kMostColumnPrimes, else kInvalidArgument. Any thread; tens of milliseconds for a
/// shell.
[[nodiscard]] base::Result<PrimeColumns> prime_columns(std::size_t count,
                                                       DoublingSet doubling = kDefaultDoubling);

}  // namespace crystalline::lattice
