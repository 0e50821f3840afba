#pragma once

#include <bit>
#include <cstdint>

// Pairs of doubles and exact sums and products: how the elementary functions get more than 53 bits.
// No fused multiply-add is used, so every machine computes the same bits.
// Sources: Dekker, "A floating-point technique for extending the available precision", 1971;
// Knuth, The Art of Computer Programming 2, 4.2.2.
namespace crystalline::math {

/// The number hi + lo, |lo| at most about half an ULP of hi.
struct DoubleDouble {
  double hi;
  double lo;
};

/// a + b exactly, for |a| >= |b| or a = 0.
[[nodiscard]] constexpr DoubleDouble fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b exactly, in any order.
[[nodiscard]] constexpr DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// a with its 27 lowest bits cleared: 26 bits are left.
[[nodiscard]] constexpr double upper_half(double a) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(a) & ~std::uint64_t{0x7FFFFFF});
}

/// a * b to 2^-105 of itself, where neither overflows nor falls near the subnormals.
[[nodiscard]] constexpr DoubleDouble two_product(double a, double b) {
  const double a_hi = upper_half(a);
  const double a_lo = a - a_hi;
  const double b_hi = upper_half(b);
  const double b_lo = b - b_hi;
  const double product = a * b;
  return {product, ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo};
}

[[nodiscard]] constexpr DoubleDouble multiply(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = two_product(a.hi, b.hi);
  return fast_two_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

/// a / b to about 2^-78 of itself; |lo| up to 2^-25 hi. The first quotient has 26 bits, so that its
/// products with b's halves are exact.
[[nodiscard]] constexpr DoubleDouble divide(DoubleDouble a, DoubleDouble b) {
  const double inverse = 1.0 / b.hi;
  const double quotient = upper_half(a.hi * inverse);
  const double b_hi = upper_half(b.hi);
  const double rest =
      (((a.hi - quotient * b_hi) - quotient * (b.hi - b_hi)) + a.lo) - quotient * b.lo;
  return {quotient, rest * inverse};
}

/// Bits of a double, and back.
[[nodiscard]] constexpr std::uint64_t bits_of(double a) { return std::bit_cast<std::uint64_t>(a); }
[[nodiscard]] constexpr double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

inline constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
inline constexpr std::uint64_t kInfinityBits = std::uint64_t{0x7FF} << 52;

[[nodiscard]] constexpr std::uint64_t magnitude_bits(double a) { return bits_of(a) & ~kSignBit; }
[[nodiscard]] constexpr double absolute(double a) { return from_bits(magnitude_bits(a)); }
[[nodiscard]] constexpr bool is_nan(double a) { return magnitude_bits(a) > kInfinityBits; }
[[nodiscard]] constexpr bool is_infinite(double a) { return magnitude_bits(a) == kInfinityBits; }
[[nodiscard]] constexpr bool is_negative(double a) { return (bits_of(a) & kSignBit) != 0; }
[[nodiscard]] constexpr double with_sign_of(double magnitude, double sign) {
  return from_bits(magnitude_bits(magnitude) | (bits_of(sign) & kSignBit));
}
/// a for a positive `sign`, -a for a negative one.
[[nodiscard]] constexpr double flip_sign_of(double a, double sign) {
  return from_bits(bits_of(a) ^ (bits_of(sign) & kSignBit));
}

/// `a` where `condition` holds, else `b`: without a branch, for what cannot be foretold.
[[nodiscard]] constexpr double select(bool condition, double a, double b) {
  const std::uint64_t mask = 0 - static_cast<std::uint64_t>(condition);
  return from_bits(bits_of(b) ^ ((bits_of(a) ^ bits_of(b)) & mask));
}

/// 2^exponent for exponent in -1022..1023.
[[nodiscard]] constexpr double power_of_two(int exponent) {
  return from_bits(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

inline constexpr double kInfinity = from_bits(kInfinityBits);
inline constexpr double kNan = from_bits(kInfinityBits | (std::uint64_t{1} << 51));

/// (hi + lo) 2^exponent rounded once, also where that is subnormal, zero or infinite.
/// hi in [0.5, 2], exponent in -1100..1100.
[[nodiscard]] constexpr double scale(DoubleDouble a, int exponent) {
  if (exponent > 1022) return ((a.hi + a.lo) * 0x1p1022) * power_of_two(exponent - 1022);
  if (exponent > -1022 || (exponent == -1022 && a.hi + a.lo >= 1.0)) {
    return (a.hi + a.lo) * power_of_two(exponent);
  }
  if (exponent < -1080) return 0;
  // Add 1 where 1's spacing is the subnormals': the one rounding then falls at the right bit.
  const double raised = power_of_two(exponent + 1022);
  const DoubleDouble sum = fast_two_sum(1.0, a.hi * raised);
  const double rounded = sum.hi + (sum.lo + a.lo * raised);
  return (rounded - 1.0) * 0x1p-1022;
}

}  // namespace crystalline::math
