#include <cstdint>

#include "engine/math/elementary.hpp"
#include "engine/math/exp_core.hpp"
#include "engine/math/log_core.hpp"

namespace crystalline::math {
namespace {

enum class Parity { kFractional, kOdd, kEven };

/// Whether finite y is a whole number, and which kind.
Parity parity(double y) {
  const double size = absolute(y);
  if (size >= 0x1p53) return Parity::kEven;
  const auto whole = static_cast<std::uint64_t>(size);
  if (static_cast<double>(whole) != size) return Parity::kFractional;
  return (whole & 1) != 0 ? Parity::kOdd : Parity::kEven;
}

/// x^y where x or y is 0, infinite or NaN, or x is 1.
double pow_of_edge(double x, double y) {
  if (y == 0 || x == 1.0) return 1.0;
  if (is_nan(x) || is_nan(y)) return x + y;
  if (is_infinite(y)) {
    if (absolute(x) == 1.0) return 1.0;
    return (absolute(x) > 1.0) == (y > 0) ? kInfinity : 0.0;
  }
  // x is 0 or infinite.
  const double size = (x == 0) == (y > 0) ? 0.0 : kInfinity;
  return parity(y) == Parity::kOdd ? with_sign_of(size, x) : size;
}

[[gnu::always_inline]] inline DoubleDouble log_of_any(double x) {
  if (x >= 0x1p-1022) [[likely]]
    return log_pair(reduce_log(x));
  LogReduced reduced = reduce_log(x * 0x1p54);
  reduced.exponent -= 54;
  return log_pair(reduced);
}

/// x^y for finite x > 0 and finite y other than 0.
[[gnu::always_inline]] inline double pow_of_positive(double x, double y) {
  const DoubleDouble logarithm = log_of_any(x);
  const double rough = logarithm.hi * y;
  if (!(absolute(rough) < 746.0)) return rough > 0 ? kInfinity : 0.0;
  if (absolute(rough) < 0x1p-55) return 1.0 + rough;
  const double log_hi = upper_half(logarithm.hi);
  const double y_hi = upper_half(y);
  const double rest = ((logarithm.hi - log_hi) + logarithm.lo) * y + log_hi * (y - y_hi);
  const DoubleDouble product = fast_two_sum(log_hi * y_hi, rest);
  const ExpPair e = exp_split(product.hi, product.lo);
  return scale(e.value, e.exponent);
}

[[gnu::noinline]] double pow_of_subnormal_or_negative(double size, double y) {
  return pow_of_positive(size, y);
}

}  // namespace

double pow(double x, double y) {
  // Most calls: x positive and normal, y neither 0, infinite nor NaN.
  const std::uint64_t y_size = magnitude_bits(y);
  if (is_positive_normal(x) && y_size - 1 < kInfinityBits - 1) [[likely]]
    return pow_of_positive(x, y);
  if (x == 0 || x == 1.0 || y == 0 || !(absolute(x) < kInfinity) || !(absolute(y) < kInfinity)) {
    return pow_of_edge(x, y);
  }
  const Parity kind = x > 0 ? Parity::kEven : parity(y);
  if (kind == Parity::kFractional) return kNan;
  const double size = x == -1.0 ? 1.0 : pow_of_subnormal_or_negative(absolute(x), y);
  return kind == Parity::kOdd ? -size : size;
}

}  // namespace crystalline::math
