#pragma once

#include <cstdint>

// Multiplication modulo an odd 64-bit number without division. Source: Montgomery, "Modular
// multiplication without trial division", Math. Comp. 44, 1985.
namespace crystalline::primes {

__extension__ using Wide = unsigned __int128;

/// Arithmetic modulo `modulus`, odd. Numbers are in Montgomery form: x stands for x 2^-64.
class Montgomery {
 public:
  explicit constexpr Montgomery(std::uint64_t modulus)
      : modulus_(modulus), inverse_(modulus), square_(0) {
    // Newton: each step doubles the right bits, from 3.
    for (int step = 0; step < 5; ++step) inverse_ *= 2 - modulus * inverse_;
    const std::uint64_t one = (0 - modulus) % modulus;  // 2^64 mod modulus
    square_ = static_cast<std::uint64_t>(Wide{one} * one % modulus);
  }

  [[nodiscard]] constexpr std::uint64_t multiply(std::uint64_t a, std::uint64_t b) const {
    const Wide product = Wide{a} * b;
    const std::uint64_t quotient = static_cast<std::uint64_t>(product) * inverse_;
    const auto back = static_cast<std::uint64_t>((Wide{quotient} * modulus_) >> 64);
    const auto high = static_cast<std::uint64_t>(product >> 64);
    return high >= back ? high - back : high - back + modulus_;
  }
  /// Into Montgomery form; any x.
  [[nodiscard]] constexpr std::uint64_t enter(std::uint64_t x) const {
    return multiply(x % modulus_, square_);
  }
  [[nodiscard]] constexpr std::uint64_t one() const { return enter(1); }
  [[nodiscard]] constexpr std::uint64_t add(std::uint64_t a, std::uint64_t b) const {
    return a >= modulus_ - b ? a - (modulus_ - b) : a + b;
  }
  [[nodiscard]] constexpr std::uint64_t power(std::uint64_t base, std::uint64_t exponent) const {
    std::uint64_t result = one();
    for (; exponent != 0; exponent >>= 1) {
      if ((exponent & 1) != 0) result = multiply(result, base);
      base = multiply(base, base);
    }
    return result;
  }
  [[nodiscard]] constexpr std::uint64_t modulus() const { return modulus_; }

 private:
  std::uint64_t modulus_;
  std::uint64_t inverse_;  // modulus * inverse_ = 1 modulo 2^64
  std::uint64_t square_;   // 2^128 mod modulus
};

}  // namespace crystalline::primes
