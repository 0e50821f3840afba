#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/primes/base_primes.hpp"

namespace crystalline::primes {

/// Sieves one stretch of numbers at a time into a bit array: 30 numbers a byte (wheel.hpp), 1 = not
/// struck out. Stretches are independent, so lanes can take any. One thread an object.
///
/// Primes 7 to 53 are struck out by ready patterns; those that cross a cache-sized chunk often,
/// chunk by chunk; the others over the whole stretch. Sources: Eratosthenes; the loops of eight
/// follow K. Walisch's primesieve, doc/ALGORITHMS.md. See docs/maths/primes.md.
class SegmentSieve {
 public:
  /// Most bytes of one stretch. Keeps a reference to `base`.
  SegmentSieve(const BasePrimes& base, std::size_t most_bytes);

  /// Numbers 30 first_byte to 30 (first_byte + bytes) - 1, bytes <= most_bytes. Right for those up
  /// to base.limit()^2; beyond, multiples of larger primes only are left standing. 2, 3 and 5 have
  /// no bits. Valid until the next call; the span is a multiple of 8 bytes, zero past the end.
  [[nodiscard]] std::span<std::uint64_t> sieve(std::uint64_t first_byte, std::size_t bytes);

 private:
  struct Crossing {
    std::uint32_t prime;
    std::uint32_t offset;  // of the next multiple, from the chunk's first byte
    std::uint32_t wheel;   // which residue that multiple's cofactor has
  };

  void start(std::uint64_t first_byte, std::size_t bytes);
  void strike_small(std::size_t chunk, std::size_t size);
  void strike_large(std::uint64_t first_byte, std::size_t bytes);

  const BasePrimes& base_;
  base::AlignedVector<std::uint64_t> words_;
  std::array<std::vector<Crossing>, 8> small_;
};

}  // namespace crystalline::primes
