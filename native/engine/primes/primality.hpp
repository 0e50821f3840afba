#pragma once

#include <cstdint>

// Primality of single numbers, proved for every 64-bit integer. docs/maths/primes.md
namespace crystalline::primes {

/// Whether n is prime. Deterministic: trial division by the primes to 61, then Miller-Rabin with
/// bases that are proved enough for n's size (Sorenson and Webster, "Strong pseudoprimes to twelve
/// prime bases", Math. Comp. 86, 2017).
[[nodiscard]] bool is_prime(std::uint64_t n);

/// Whether n is one of two primes that differ by 2.
[[nodiscard]] bool is_twin_prime(std::uint64_t n);

/// The least prime above n; 0 if none is below 2^64.
[[nodiscard]] std::uint64_t next_prime(std::uint64_t n);

/// The greatest prime below n; 0 if there is none.
[[nodiscard]] std::uint64_t previous_prime(std::uint64_t n);

}  // namespace crystalline::primes
