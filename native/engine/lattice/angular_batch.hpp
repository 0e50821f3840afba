#pragma once

#include <cstdint>
#include <span>

#include "engine/base/result.hpp"
#include "engine/lattice/angular_position.hpp"

namespace crystalline::lattice {

/// What a batch of positions shares.
struct AngularBatch {
  std::uint64_t dimension = 1;  // n >= 1
  double wavelength_m = 0.343;  // lambda > 0, finite
  DoublingSet doubling = kDefaultDoubling;
};

/// theta[i] = angular_position of prime primes[i] >= 1 and index indices[i], reduced to [0, 2 pi):
/// within 1 ULP, or within 4e-18 radians where that is more (below 0.01). AVX-512, AVX2 or
/// baseline, all with the same bits. All spans of one length; kInvalidArgument names argument,
/// value and range. Any thread; about 1.5 ns a position with AVX2.
/// docs/maths/angular-position.md
[[nodiscard]] base::Result<void> angular_positions(std::span<double> theta,
                                                   std::span<const std::uint64_t> primes,
                                                   std::span<const std::uint64_t> indices,
                                                   const AngularBatch& shared);

}  // namespace crystalline::lattice
