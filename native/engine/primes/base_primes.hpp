#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace crystalline::primes {

/// The sieving primes up to a limit, made once by the parent and read by all lanes. Grouped by
/// residue modulo 30, ascending, without the ones that patterns strike out (see segment_sieve.hpp).
class BasePrimes {
 public:
  /// Primes up to `limit` < 2^32.
  explicit BasePrimes(std::uint32_t limit);

  [[nodiscard]] std::uint32_t limit() const { return limit_; }
  /// Primes of the residue with this bit (wheel.hpp).
  [[nodiscard]] const std::vector<std::uint32_t>& of_class(std::size_t bit) const {
    return classes_[bit];
  }

 private:
  void append(std::uint32_t prime);

  std::uint32_t limit_;
  std::array<std::vector<std::uint32_t>, 8> classes_;
};

}  // namespace crystalline::primes
