#include <cstddef>
#include <cstdint>

#include "engine/math/arc_sine_table.hpp"
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

/// arcsin(s + correction) for 0 <= s <= 3/4, unrounded: a table at multiples of 1/64 and Taylor's
/// series in the rest d. d's own term is exact, so nothing is lost near 0, where the row is zero.
[[gnu::always_inline]] inline DoubleDouble arc_sine(double s, double correction) {
  constexpr double kShift = 0x1.8p46;  // its spacing is 1/64
  const double shifted = s + kShift;
  const tables::ArcSineRow& row = tables::kArcSine[bits_of(shifted) - bits_of(kShift)];
  const double d = s - (shifted - kShift);
  const double y = d * d;
  const double y2 = y * y;
  const double* const t = row.term;
  const double low = (t[0] + d * t[1]) + y * (t[2] + d * t[3]);
  const double high = (t[4] + d * t[5]) + y * (t[6] + d * t[7]) + y2 * t[8];
  const DoubleDouble sum = fast_two_sum(row.hi, d);
  const double linear = d * row.slope_less_one + (correction + correction * row.slope_less_one);
  return {sum.hi, sum.lo + (row.lo + (linear + y * (low + y2 * high)))};
}

constexpr double kTableLimit = 0.75;

/// arcsin(sqrt((1 - size) / 2)) for 1/2 <= size < 1: half of arccos(size).
[[gnu::always_inline]] inline DoubleDouble half_arc_cosine(double size) {
  const double square = 0.5 - 0.5 * size;  // exact
  const double root = sqrt(square);
  const double root_hi = upper_half(root);
  const double lost = (square - root_hi * root_hi) - (root - root_hi) * (root + root_hi);
  return arc_sine(root, lost / (2.0 * root));
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
  const DoubleDouble rough = divide({a, 0}, {b, 0});
  DoubleDouble quotient = fast_two_sum(rough.hi, rough.lo);
  quotient.hi *= power_of_two(apart);
  quotient.lo *= power_of_two(apart);
  DoubleDouble angle = arc_tangent(quotient);
  if (is_negative(x)) angle = subtract(kPi, angle);
  return with_sign_of(angle.hi + angle.lo, y);
}

double asin(double x) {
  const double size = absolute(x);
  if (size <= kTableLimit) {
    if (size < 0x1p-27) return x;
    const DoubleDouble angle = arc_sine(size, 0);
    return with_sign_of(angle.hi + angle.lo, x);
  }
  if (!(size < 1.0)) {
    if (size == 1.0) return with_sign_of(kHalfPi.hi, x);
    return is_nan(x) ? x : kNan;
  }
  const DoubleDouble half = half_arc_cosine(size);
  const DoubleDouble angle = subtract(kHalfPi, {2.0 * half.hi, 2.0 * half.lo});
  return with_sign_of(angle.hi + angle.lo, x);
}

double acos(double x) {
  const double size = absolute(x);
  if (size <= kTableLimit) {
    const DoubleDouble sine = arc_sine(size, 0);
    const DoubleDouble angle = fast_two_sum(kHalfPi.hi, -with_sign_of(sine.hi, x));
    return angle.hi + (angle.lo + (kHalfPi.lo - flip_sign_of(sine.lo, x)));
  }
  if (!(size < 1.0)) {
    if (x == 1.0) return 0;
    if (x == -1.0) return kPi.hi;
    return is_nan(x) ? x : kNan;
  }
  const DoubleDouble half = half_arc_cosine(size);
  const DoubleDouble acute = {2.0 * half.hi, 2.0 * half.lo};
  const DoubleDouble angle = x < 0 ? subtract(kPi, acute) : acute;
  return angle.hi + angle.lo;
}

}  // namespace crystalline::math
