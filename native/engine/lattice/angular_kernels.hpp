#pragma once

#include <cstddef>
#include <cstdint>

// The batch of angular positions as one kernel a compiled instruction set. All give the same bits:
// they use no fused multiply-add, and sum fractions of a turn as 64-bit integers.
namespace crystalline::lattice {

/// Sides and diagonals of Plimpton 322 end here: beyond, the nearest row is always this side's own,
/// and its diagonal the same number.
inline constexpr std::uint64_t kLargestSide = 18'541;

/// What a batch shares.
struct AngularKernelInput {
  std::uint64_t shared_turns;      // of dimension and wavelength, in units of 2^-64 turns
  bool founding_bracket;           // which doubling set
  const std::uint16_t* diagonals;  // the nearest row's diagonal of p = 0 to kLargestSide
};

/// theta[i] of primes[i] >= 1 and indices[i], in radians within [0, 2 pi).
using AngularKernel = void (*)(double* theta, const std::uint64_t* primes,
                               const std::uint64_t* indices, std::size_t count,
                               const AngularKernelInput& shared);

[[nodiscard]] AngularKernel angular_kernel_baseline();
#if defined(__x86_64__)
/// Call only where supported_isa() is at least kAvx2.
[[nodiscard]] AngularKernel angular_kernel_avx2();
/// Call only where supported_isa() is kAvx512.
[[nodiscard]] AngularKernel angular_kernel_avx512();
#endif

}  // namespace crystalline::lattice
