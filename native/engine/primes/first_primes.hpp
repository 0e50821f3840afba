#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::primes {

/// Token t stands for the (t + 1)-th prime; a vocabulary has at most this many tokens.
inline constexpr std::size_t kMostTokens = 65'536;
/// The 65,536-th prime.
inline constexpr std::uint32_t kLastTokenPrime = 821'641;

/// The first `count` primes, 2, 3, 5, ...; count in 0..kMostTokens, else kInvalidArgument.
[[nodiscard]] base::Result<std::vector<std::uint32_t>> first_primes(std::size_t count);

}  // namespace crystalline::primes
