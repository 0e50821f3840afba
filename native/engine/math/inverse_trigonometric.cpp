#include <cstdint>

#include "engine/math/arc_tangent_table.hpp"
#include "engine/math/double_double.hpp"
#include "engine/math/elementary.hpp"

// arctan q for q as a pair: near 0 a series; up to 16 arctan c + arctan((q - c) / (1 + q c)) with c
// from a table of 32 slices a binade; beyond, pi/2 - arctan(1/q). arcsin and arccos are arctangents
// of quotients of pairs. See docs/maths/trigonometry.md.
namespace crystalline::math {
namespace {

constexpr DoubleDouble kPi = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
constexpr DoubleDouble kHalfPi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
constexpr double kSeriesLimit = 0.125;

/// arctan t - t for |t| < 1/8, relative error 2^-67 of t.
double series_rest(double t) {
  const double y = t * t;
  const double high =
      0x1.c71c6f9c69c26p-4 +
      y * (-0x1.745be724422e3p-4 + y * (0x1.3ab7db76450d2p-4 + y * -0x1.029dd676d8474p-4));
  const double tail =
      -0x1.5555555555555p-2 + y * (0x1.99999999991c3p-3 + y * (-0x1.249249238379bp-3 + y * high));
  return t * y * tail;
}

/// arctan t - t for |t| < 1/60.
double short_series_rest(double t) {
  const double y = t * t;
  return t * y *
         (-0x1.5555555555555p-2 +
          y * (0x1.999999998dfc5p-3 + y * (-0x1.24924737471b7p-3 + y * 0x1.c6dbeea129292p-4)));
}

/// arctan(q) for q.hi >= 0, finite.
DoubleDouble arc_tangent(DoubleDouble q) {
  if (q.hi < kSeriesLimit) {
    return fast_two_sum(q.hi, series_rest(q.hi) + (q.lo - q.hi * q.hi * q.lo));
  }
  if (q.hi >= 16.0) {
    const double t = -1.0 / q.hi;
    return fast_two_sum(kHalfPi.hi, t + (series_rest(t) + kHalfPi.lo));
  }
  // The five highest bits of the mantissa and the binade choose the slice.
  const std::uint64_t slice = (bits_of(q.hi) >> 47) - (bits_of(kSeriesLimit) >> 47);
  const double c = from_bits(((bits_of(q.hi) >> 47) << 47) | (std::uint64_t{1} << 46));
  const double t = ((q.hi - c) + q.lo) / (1.0 + q.hi * c);
  const tables::ArcTangentRow& row = tables::kArcTangent[slice];
  return fast_two_sum(row.hi, t + (short_series_rest(t) + row.lo));
}

/// a - b, for a.hi >= b.hi >= 0.
DoubleDouble subtract(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble difference = fast_two_sum(a.hi, -b.hi);
  return {difference.hi, difference.lo + (a.lo - b.lo)};
}

/// sqrt(1 - x^2) for |x| < 1, to about 2^-100.
DoubleDouble cosine_of_sine(double x) {
  const DoubleDouble square = two_product(x, x);
  const DoubleDouble one_less = fast_two_sum(1.0, -square.hi);
  const DoubleDouble rest = fast_two_sum(one_less.hi, one_less.lo - square.lo);
  const double root = sqrt(rest.hi);
  const DoubleDouble back = two_product(root, root);
  return {root, (((rest.hi - back.hi) - back.lo) + rest.lo) / (2.0 * root)};
}

double small_arc_sine_rest(double x) {
  const double y = x * x;
  const double high =
      0x1.f1c71a8d9579bp-6 +
      y * (0x1.6e8caa7f8697cp-6 + y * (0x1.1c0012b93b01cp-6 + y * 0x1.e1d37d8695281p-7));
  return x * y *
         (0x1.5555555555556p-3 +
          y * (0x1.3333333332fbfp-4 + y * (0x1.6db6db6ea4752p-5 + y * high)));
}

int exponent_of(double x) { return static_cast<int>(magnitude_bits(x) >> 52) - 1023; }

/// x as a number whose exponent is right, and what was added to it.
struct Normal {
  double value;
  int shift;
};
Normal normalise(double size) {
  if (size >= 0x1p-1022) return {size, 0};
  return {size * 0x1p54, 54};
}

/// arctan2 of a zero or infinite argument; both numbers.
double atan2_of_edge(double y, double x) {
  double angle = 0;
  if (y == 0) {
    angle = is_negative(x) ? kPi.hi : 0.0;
  } else if (is_infinite(x)) {
    const double turned = is_infinite(y) ? 0x1.2d97c7f3321d2p+1 : kPi.hi;  // 3 pi/4
    const double straight = is_infinite(y) ? kHalfPi.hi / 2 : 0.0;
    angle = is_negative(x) ? turned : straight;
  } else {
    angle = kHalfPi.hi;
  }
  return with_sign_of(angle, y);
}

}  // namespace

double atan(double x) {
  const double size = absolute(x);
  if (size < 0x1p-27 || is_nan(x)) return x;
  if (is_infinite(x)) return with_sign_of(kHalfPi.hi, x);
  const DoubleDouble angle = arc_tangent({size, 0});
  return with_sign_of(angle.hi + angle.lo, x);
}

double atan2(double y, double x) {
  if (is_nan(x) || is_nan(y)) return x + y;
  if (x == 0 || y == 0 || is_infinite(x) || is_infinite(y)) return atan2_of_edge(y, x);
  const Normal height = normalise(absolute(y));
  const Normal width = normalise(absolute(x));
  const int apart =
      (exponent_of(height.value) - height.shift) - (exponent_of(width.value) - width.shift);
  if (apart > 70) return with_sign_of(kHalfPi.hi, y);
  if (apart < -70) return is_negative(x) ? with_sign_of(kPi.hi, y) : y / absolute(x);
  // Both between 1 and 2, and their quotient put right afterwards.
  const double a = height.value * power_of_two(-exponent_of(height.value) / 2) *
                   power_of_two(-exponent_of(height.value) + exponent_of(height.value) / 2);
  const double b = width.value * power_of_two(-exponent_of(width.value) / 2) *
                   power_of_two(-exponent_of(width.value) + exponent_of(width.value) / 2);
  DoubleDouble quotient = divide({a, 0}, {b, 0});
  quotient.hi *= power_of_two(apart);
  quotient.lo *= power_of_two(apart);
  DoubleDouble angle = arc_tangent(quotient);
  if (is_negative(x)) angle = subtract(kPi, angle);
  return with_sign_of(angle.hi + angle.lo, y);
}

double asin(double x) {
  const double size = absolute(x);
  if (!(size < 1.0)) {
    if (size == 1.0) return with_sign_of(kHalfPi.hi, x);
    return is_nan(x) ? x : kNan;
  }
  if (size < 0x1p-27) return x;
  if (size < kSeriesLimit) return x + small_arc_sine_rest(x);
  const DoubleDouble angle = arc_tangent(divide({size, 0}, cosine_of_sine(size)));
  return with_sign_of(angle.hi + angle.lo, x);
}

double acos(double x) {
  const double size = absolute(x);
  if (!(size < 1.0)) {
    if (x == 1.0) return 0;
    if (x == -1.0) return kPi.hi;
    return is_nan(x) ? x : kNan;
  }
  if (size < kSeriesLimit) {
    const double rest = small_arc_sine_rest(x);
    const DoubleDouble sum = fast_two_sum(kHalfPi.hi, -x);
    return sum.hi + (sum.lo + (kHalfPi.lo - rest));
  }
  DoubleDouble angle = arc_tangent(divide(cosine_of_sine(size), {size, 0}));
  if (x < 0) angle = subtract(kPi, angle);
  return angle.hi + angle.lo;
}

}  // namespace crystalline::math
