#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/result.hpp"

// Trial division, then Pollard's rho in Brent's form. docs/maths/primes.md
namespace crystalline::primes {

struct PrimePower {
  std::uint64_t prime;
  int exponent;
  bool operator==(const PrimePower&) const = default;
};

/// The primes of n with their exponents, ascending; empty for 1. n >= 1, else kInvalidArgument.
/// Trial division, then Pollard's rho in Brent's form with deterministic primality (R. P. Brent,
/// "An improved Monte Carlo factorization algorithm", BIT 20, 1980). About 2^16 steps at worst, a
/// few ms.
[[nodiscard]] base::Result<std::vector<PrimePower>> factorise(std::uint64_t n);

}  // namespace crystalline::primes
