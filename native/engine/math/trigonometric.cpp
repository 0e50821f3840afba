#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/elementary.hpp"
#include "engine/math/half_pi_reduction.hpp"
#include "engine/math/sine_table.hpp"

// sin and cos of the reduced argument r + correction, |r| <= pi/4: a table at multiples of 1/64 and
// short polynomials in the rest d, |d| <= 1/128. d's own term is added exactly, so nothing is lost
// near zero, where the row is (0, 1). See docs/maths/trigonometry.md.
namespace crystalline::math {
namespace {

struct AroundRow {
  const tables::SineRow* row;
  double d;  // exact
  double correction;
  double sine_rest;    // sin d - d
  double cosine_rest;  // cos d - 1
};

[[gnu::always_inline]] inline AroundRow around_row(double size, double correction) {
  constexpr double kShift = 0x1.8p46;  // its spacing is 1/64
  const double shifted = size + kShift;
  const std::uint64_t index = bits_of(shifted) - bits_of(kShift);
  const double d = size - (shifted - kShift);
  const double y = d * d;
  const double sine =
      d * y * (-0x1.5555555555555p-3 + y * (0x1.111111110f648p-7 + y * -0x1.a019d454294c5p-13));
  const double cosine = y * (-0.5 + y * (0x1.5555555555555p-5 + y * -0x1.6c16c16c16c17p-10));
  return {&tables::kSine[index], d, correction, sine, cosine};
}

/// sin(c + d) = S + d + ((C - 1) d + C (sin d - d) + S (cos d - 1)); |lo| up to 2^-6 hi.
[[gnu::always_inline]] inline DoubleDouble table_sine(const AroundRow& at) {
  const tables::SineRow& row = *at.row;
  const DoubleDouble sum = fast_two_sum(row.sin_hi, at.d);
  const double linear = (row.cos_hi - 1.0) * at.d + row.cos_hi * (at.sine_rest + at.correction);
  const double small = sum.lo + (row.sin_lo + row.cos_lo * at.d);
  return {sum.hi, row.sin_hi * at.cosine_rest + (linear + small)};
}

/// cos(c + d) = C - S sin d + C (cos d - 1).
[[gnu::always_inline]] inline DoubleDouble table_cosine(const AroundRow& at) {
  const tables::SineRow& row = *at.row;
  const double linear = row.sin_hi * (at.d + (at.sine_rest + at.correction));
  const double small = row.cos_lo - row.sin_lo * at.d;
  return {row.cos_hi, (row.cos_hi * at.cosine_rest + small) - linear};
}

/// tan(size + correction) for 0 <= size <= pi/4 as a pair: with T = tan c and t = tan d it is
/// T + t + t T (T + t) / (1 - t T). Again d is added exactly, so the row T = 0 serves small sizes.
[[gnu::always_inline]] inline DoubleDouble table_tangent(double size, double correction) {
  constexpr double kShift = 0x1.8p46;  // its spacing is 1/64
  const double shifted = size + kShift;
  const tables::TangentRow& row = tables::kTangent[bits_of(shifted) - bits_of(kShift)];
  const double d = size - (shifted - kShift);
  const double y = d * d;
  const double rest = d * y *
                      ((0x1.5555555555555p-2 + y * 0x1.1111111111111p-3) +
                       y * y * (0x1.ba1ba1ba1ba1cp-5 + y * 0x1.664f4882c10fap-6));
  const double t = d + rest;
  const double bend = t * row.hi * (row.hi + t) / (1.0 - t * row.hi);
  const DoubleDouble sum = fast_two_sum(row.hi, d);
  const double small = row.lo + (correction + correction * row.hi * row.hi);
  return fast_two_sum(sum.hi, bend + (rest + (sum.lo + small)));
}

[[gnu::always_inline]] inline double sine_of_reduced(double r, double correction) {
  const DoubleDouble sine = table_sine(around_row(absolute(r), flip_sign_of(correction, r)));
  return with_sign_of(sine.hi + sine.lo, r);
}

[[gnu::always_inline]] inline double cosine_of_reduced(double r, double correction) {
  const DoubleDouble cosine = table_cosine(around_row(absolute(r), flip_sign_of(correction, r)));
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
  const DoubleDouble tangent = table_tangent(absolute(r), flip_sign_of(reduced.correction, r));
  // Both ways, because nobody can foretell the quadrant.
  const bool odd = (reduced.quadrant & 1) != 0;
  const DoubleDouble inverse = divide({-1.0, 0.0}, tangent);
  const double value = select(odd, inverse.hi + inverse.lo, tangent.hi + tangent.lo);
  return flip_sign_of(value, r);
}

}  // namespace crystalline::math
