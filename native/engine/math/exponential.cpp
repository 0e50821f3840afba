#include "engine/math/elementary.hpp"
#include "engine/math/exp_core.hpp"

namespace crystalline::math {
namespace {

constexpr double kTiny = 0x1p-55;  // below it, x is lost beside 1

/// 2^(i/128) (1 + r + tail) 2^k with one rounding that matters.
[[gnu::always_inline]] inline double assemble(const tables::ExpRow& row, double r, double tail,
                                              int exponent, bool normal) {
  const double rest = row.lo + row.hi * (r + tail);
  if (normal) [[likely]]
    return (row.hi + rest) * power_of_two(exponent);
  return scale({row.hi, rest}, exponent);
}

}  // namespace

double exp(double x) {
  const double size = absolute(x);
  if (!(size < 708.0)) {
    if (is_nan(x)) return x + x;
    if (x > 710.0) return kInfinity;
    if (x < -746.0) return 0;
  } else if (size < kTiny) {
    return 1.0 + x;
  }
  const ExpReduced reduced = reduce_exp(x, 0);
  const double r = reduced.remainder;
  return assemble(*reduced.row, r, exp_tail(r) + reduced.correction, reduced.exponent,
                  size < 708.0);
}

double exp2(double x) {
  const double size = absolute(x);
  if (!(size < 1021.0)) {
    if (is_nan(x)) return x + x;
    if (x >= 1024.0) return kInfinity;
    if (x < -1076.0) return 0;
  } else if (size < kTiny) {
    return 1.0 + x;
  }
  constexpr double kLn2 = 0x1.62e42fefa39efp-1;
  constexpr double kShift = 0x1.8p45;  // its spacing is 2^-7
  const double shifted = x + kShift;
  const auto index = static_cast<std::int64_t>(bits_of(shifted) - bits_of(kShift));
  const double rest = x - (shifted - kShift);  // exact
  const double r = rest * kLn2;
  return assemble(tables::kExp[index & 127], r, exp_tail(r), static_cast<int>(index >> 7),
                  size < 1021.0);
}

double expm1(double x) {
  const double size = absolute(x);
  if (size < kTiny) return x;
  if (size < 0x1.6p-9) return x + exp_tail(x);
  if (!(size < 40.0)) {
    if (is_nan(x)) return x + x;
    return x > 0 ? exp(x) : -1.0;
  }
  const ExpPair e = exp_pair(x);
  const double factor = power_of_two(e.exponent);
  const DoubleDouble difference = two_sum(e.value.hi * factor, -1.0);
  return difference.hi + (difference.lo + e.value.lo * factor);
}

}  // namespace crystalline::math
