#include "engine/math/elementary.hpp"
#include "engine/math/exp_core.hpp"

namespace crystalline::math {
namespace {

/// (e^x + sign e^-x) / 2 for 0.2 <= x < 40.
double half_sum(double x, double sign) {
  const ExpPair up = exp_split(x, 0);
  const ExpPair down = exp_split(-x, 0);
  const double up_factor = 0.5 * power_of_two(up.exponent);
  const double down_factor = 0.5 * sign * power_of_two(down.exponent);
  const DoubleDouble sum = fast_two_sum(up.value.hi * up_factor, down.value.hi * down_factor);
  return sum.hi + (sum.lo + (up.value.lo * up_factor + down.value.lo * down_factor));
}

/// e^x / 2 for x >= 40: the other half is below the last bit.
double half_exp(double x) {
  if (x > 711.0) return kInfinity;
  const ExpPair e = exp_split(x, 0);
  return scale(e.value, e.exponent - 1);
}

/// tanh x for |x| < 0.1875: minimax of degree 15, relative error 2^-64.
double small_tanh(double x) {
  const double y = x * x;
  const double high =
      0x1.664f464a29dcbp-6 +
      y * (-0x1.226d201794fc4p-7 + y * (0x1.d63edf9f0a69fp-9 + y * -0x1.68ca6ef00b5cap-10));
  const double tail =
      -0x1.5555555555554p-2 + y * (0x1.11111111106e8p-3 + y * (-0x1.ba1ba1b7ab697p-5 + y * high));
  return x + x * y * tail;
}

}  // namespace

double sinh(double x) {
  const double size = absolute(x);
  if (size < 0.25) {
    // Taylor: the first term left out is below 2^-68 of the result.
    const double y = x * x;
    const double high = 0x1.ae64567f544e4p-26 + y * 0x1.6124613a86d09p-33;
    const double tail = 0x1.5555555555555p-3 +
                        y * (0x1.1111111111111p-7 +
                             y * (0x1.a01a01a01a01ap-13 + y * (0x1.71de3a556c734p-19 + y * high)));
    return x + x * y * tail;
  }
  if (is_nan(x)) return x + x;
  return with_sign_of(size < 40.0 ? half_sum(size, -1.0) : half_exp(size), x);
}

double cosh(double x) {
  const double size = absolute(x);
  if (is_nan(x)) return x + x;
  return size < 40.0 ? half_sum(size, 1.0) : half_exp(size);
}

double tanh(double x) {
  const double size = absolute(x);
  if (size < 0x1p-28) return x;
  if (size < 0.1875) return small_tanh(x);
  if (is_nan(x)) return x + x;
  if (size > 20.0) return with_sign_of(1.0, x);
  // (E - 1) / (E + 1) with E = e^2x.
  const ExpPair e = exp_split(2.0 * size, 0);
  const double factor = power_of_two(e.exponent);
  const double hi = e.value.hi * factor;
  const double lo = e.value.lo * factor;
  const DoubleDouble below = fast_two_sum(hi, -1.0);
  const DoubleDouble above = fast_two_sum(hi, 1.0);
  const DoubleDouble quotient =
      divide(fast_two_sum(below.hi, below.lo + lo), fast_two_sum(above.hi, above.lo + lo));
  return with_sign_of(quotient.hi + quotient.lo, x);
}

}  // namespace crystalline::math
