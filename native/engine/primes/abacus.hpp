#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "engine/base/result.hpp"

// The hierarchical abacus: primes of any range below 2^64. The parent makes the base primes once;
// twelve logical lanes take the range's segments in turn, sieve them against the parent's primes
// and report to it; a thread that has emptied its own lanes takes from the fullest other. Results
// do not depend on the number of threads. docs/maths/primes.md
namespace crystalline::primes {

inline constexpr int kLanes = 12;
inline constexpr int kMostThreads = 256;
/// nth_prime's largest n: its prime is below 10^12.
inline constexpr std::uint64_t kMostNth = 37'000'000'000;

/// Both ends included. from <= to, else kInvalidArgument.
struct PrimeRange {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};

/// Primes in the range, on 1..kMostThreads threads.
[[nodiscard]] base::Result<std::uint64_t> count_primes(PrimeRange range, int threads = 1);

/// Pairs (p, p + 2) of primes with both in the range.
[[nodiscard]] base::Result<std::uint64_t> count_twin_pairs(PrimeRange range, int threads = 1);

/// Primes of the range by p mod 12: only 1, 5, 7 and 11 have many; 2 and 3 have one each.
[[nodiscard]] base::Result<std::array<std::uint64_t, 12>> count_by_group(PrimeRange range,
                                                                         int threads = 1);

/// Calls `visit` with ascending batches of primes until the range ends or it returns false. One
/// thread, the caller's.
[[nodiscard]] base::Result<void> for_each_prime(
    PrimeRange range, const std::function<bool(std::span<const std::uint64_t>)>& visit);

/// The n-th prime, n in 1..kMostNth.
[[nodiscard]] base::Result<std::uint64_t> nth_prime(std::uint64_t n, int threads = 1);

}  // namespace crystalline::primes
