#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/elementary.hpp"
#include "engine/math/half_pi_reduction.hpp"
#include "engine/math/sine_table.hpp"

// sin and cos of the reduced argument r + correction, |r| <= pi/4: a table at multiples of 1/64 and
// short polynomials in the rest d, |d| <= 1/128. Near zero, where a table would cost relative
// accuracy, the sine's own series. See docs/maths/trigonometry.md.
namespace crystalline::math {
namespace {

/// sin d = d + sine_rest, cos d = 1 + cosine_rest, around the table's row.
struct AroundRow {
  const tables::SineRow* row;
  double d;
  double d_sine;       // sin d
  double cosine_rest;  // cos d - 1
};

AroundRow around_row(double size, double correction) {
  constexpr double kShift = 0x1.8p46;  // its spacing is 1/64
  const double shifted = size + kShift;
  const std::uint64_t index = bits_of(shifted) - bits_of(kShift);
  const double d = (size - (shifted - kShift)) + correction;
  const double y = d * d;
  const double sine =
      d + d * y * (-0x1.5555555555555p-3 + y * (0x1.111111110f648p-7 + y * -0x1.a019d454294c5p-13));
  const double cosine = y * (-0.5 + y * (0x1.5555555555555p-5 + y * -0x1.6c16c16c16c17p-10));
  return {&tables::kSine[index], d, sine, cosine};
}

DoubleDouble table_sine(const AroundRow& at) {
  const tables::SineRow& row = *at.row;
  return fast_two_sum(row.sin_hi, row.cos_hi * at.d_sine + (row.sin_hi * at.cosine_rest +
                                                            (row.sin_lo + row.cos_lo * at.d)));
}

DoubleDouble table_cosine(const AroundRow& at) {
  const tables::SineRow& row = *at.row;
  return fast_two_sum(row.cos_hi, (row.cos_hi * at.cosine_rest + (row.cos_lo - row.sin_lo * at.d)) -
                                      row.sin_hi * at.d_sine);
}

/// sin(r + correction) as a pair for |r| < 0.25; good to 2^-62.
DoubleDouble small_sine(double r, double correction) {
  const double y = r * r;
  const double tail =
      -0x1.5555555555555p-3 +
      y * (0x1.1111111110f20p-7 +
           y * (-0x1.a01a019ddf647p-13 + y * (0x1.71de2873697b7p-19 + y * -0x1.ade211ff6ec3bp-26)));
  return fast_two_sum(r, r * y * tail + (correction - 0.5 * y * correction));
}

/// tan(r + correction) as a pair for |r| < 0.25: minimax of degree 19, good to 2^-59.
DoubleDouble small_tangent(double r, double correction) {
  const double y = r * r;
  const double y2 = y * y;
  const double low = (0x1.5555555555555p-2 + y * 0x1.1111111111107p-3) +
                     y2 * (0x1.ba1ba1ba1db75p-5 + y * 0x1.664f4880ff690p-6);
  const double high =
      (0x1.226e36349ccefp-7 + y * 0x1.d6d355cde2a03p-9) +
      y2 * (0x1.7db91f509139ap-10 + y * 0x1.330b35c99b4d8p-11 + y2 * 0x1.1cc731532605bp-12);
  return fast_two_sum(r, r * y * (low + y2 * y2 * high) + (correction + y * correction));
}

constexpr double kSeriesLimit = 0.25;

double sine_of_reduced(double r, double correction) {
  const double size = absolute(r);
  if (size < kSeriesLimit) {
    const DoubleDouble sine = small_sine(r, correction);
    return sine.hi + sine.lo;
  }
  const DoubleDouble sine = table_sine(around_row(size, r < 0 ? -correction : correction));
  return with_sign_of(sine.hi + sine.lo, r);
}

double cosine_of_reduced(double r, double correction) {
  const DoubleDouble cosine =
      table_cosine(around_row(absolute(r), r < 0 ? -correction : correction));
  return cosine.hi + cosine.lo;
}

constexpr double kTinySquare = 0x1p-27;  // below it, sin x = tan x = x to 0.5 ULP

}  // namespace

double sin(double x) {
  const double size = absolute(x);
  if (size < kTinySquare) return x;
  if (!(size < kInfinity)) return x - x;
  const HalfPiReduced reduced = reduce_half_pi(x);
  const double value = (reduced.quadrant & 1) != 0
                           ? cosine_of_reduced(reduced.remainder, reduced.correction)
                           : sine_of_reduced(reduced.remainder, reduced.correction);
  return (reduced.quadrant & 2) != 0 ? -value : value;
}

double cos(double x) {
  const double size = absolute(x);
  if (size < kTinySquare) return 1.0;
  if (!(size < kInfinity)) return x - x;
  const HalfPiReduced reduced = reduce_half_pi(x);
  const double value = (reduced.quadrant & 1) != 0
                           ? sine_of_reduced(reduced.remainder, reduced.correction)
                           : cosine_of_reduced(reduced.remainder, reduced.correction);
  return ((reduced.quadrant + 1) & 2) != 0 ? -value : value;
}

SinCos sincos(double x) {
  const double size = absolute(x);
  if (size < kTinySquare) return {x, 1.0};
  if (!(size < kInfinity)) return {x - x, x - x};
  const HalfPiReduced reduced = reduce_half_pi(x);
  double sine = sine_of_reduced(reduced.remainder, reduced.correction);
  double cosine = cosine_of_reduced(reduced.remainder, reduced.correction);
  if ((reduced.quadrant & 1) != 0) {
    const double other = sine;
    sine = cosine;
    cosine = -other;
  }
  if ((reduced.quadrant & 2) != 0) return {-sine, -cosine};
  return {sine, cosine};
}

double tan(double x) {
  const double size = absolute(x);
  if (size < kTinySquare) return x;
  if (!(size < kInfinity)) return x - x;
  const HalfPiReduced reduced = reduce_half_pi(x);
  const double r = reduced.remainder;
  const bool odd = (reduced.quadrant & 1) != 0;
  if (absolute(r) < kSeriesLimit) {
    const DoubleDouble tangent = small_tangent(r, reduced.correction);
    if (!odd) return tangent.hi + tangent.lo;
    const DoubleDouble quotient = divide({-1.0, 0}, tangent);
    return quotient.hi + quotient.lo;
  }
  const AroundRow at = around_row(absolute(r), r < 0 ? -reduced.correction : reduced.correction);
  const DoubleDouble sine = table_sine(at);
  const DoubleDouble cosine = table_cosine(at);
  const DoubleDouble quotient = odd ? divide(cosine, sine) : divide(sine, cosine);
  const double value = quotient.hi + quotient.lo;
  return (r < 0) != odd ? -value : value;
}

}  // namespace crystalline::math
