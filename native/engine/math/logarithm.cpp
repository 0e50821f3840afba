#include "engine/math/elementary.hpp"
#include "engine/math/log_core.hpp"

namespace crystalline::math {
namespace {

/// 1/ln b as a pair.
constexpr DoubleDouble kPerLn2 = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
constexpr DoubleDouble kPerLn3 = {0x1.d20ae03bcc153p-1, -0x1.3a34bf2f1ab83p-55};
constexpr DoubleDouble kPerLn10 = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};

constexpr bool is_ordinary(double x) { return x > 0 && x < kInfinity; }

/// log of 0, a negative number, +inf or NaN.
double log_of_edge(double x) {
  if (x == 0) return -kInfinity;
  if (is_nan(x) || x > 0) return x + x;
  return kNan;
}

/// log x for x > 0 and finite, subnormal or not. Out of line: the quick way serves most.
[[gnu::noinline]] DoubleDouble log_of_any(double x) {
  if (x >= 0x1p-1022) return log_pair(reduce_log(x));
  LogReduced reduced = reduce_log(x * 0x1p54);
  reduced.exponent -= 54;
  return log_pair(reduced);
}

/// k ln 2 + log c + log(1 + r) where k ln 2 + log c is not 0: then it is so much larger than r that
/// r^2/2 need not be a pair. |lo| up to 2^-6 hi.
[[gnu::always_inline]] inline DoubleDouble log_away_from_one(const LogReduced& reduced,
                                                             double base) {
  const double r = reduced.remainder;
  const DoubleDouble sum = fast_two_sum(base, r);
  const double small =
      (reduced.exponent * kLn2Lo + reduced.row->lo) + (sum.lo + reduced.correction);
  return {sum.hi, small + r * r * (r * log_tail(r) - 0.5)};
}

/// log x for x > 0 and finite, to about 2^-62.
[[gnu::always_inline]] inline DoubleDouble quick_log(double x) {
  if (x < 0x1p-1022) [[unlikely]]
    return log_of_any(x);
  const LogReduced reduced = reduce_log(x);
  const double base = reduced.exponent * kLn2Hi + reduced.row->hi;
  if (base == 0) [[unlikely]]
    return log_of_any(x);
  return log_away_from_one(reduced, base);
}

/// log x times the pair per_ln_base; its upper half times the logarithm's is exact.
[[gnu::always_inline]] inline double log_to_base(double x, DoubleDouble per_ln_base) {
  if (!is_ordinary(x)) return log_of_edge(x);
  const DoubleDouble logarithm = quick_log(x);
  const double factor_hi = upper_half(per_ln_base.hi);
  const double factor_lo = (per_ln_base.hi - factor_hi) + per_ln_base.lo;
  const double log_hi = upper_half(logarithm.hi);
  const double log_lo = (logarithm.hi - log_hi) + logarithm.lo;
  return log_hi * factor_hi + (log_hi * factor_lo + log_lo * per_ln_base.hi);
}

}  // namespace

double log(double x) {
  if (!is_ordinary(x)) return log_of_edge(x);
  const DoubleDouble pair = quick_log(x);
  return pair.hi + pair.lo;
}

double log2(double x) { return log_to_base(x, kPerLn2); }
double log3(double x) { return log_to_base(x, kPerLn3); }
double log10(double x) { return log_to_base(x, kPerLn10); }

double log1p(double x) {
  if (!(x > -1.0 && x < kInfinity))
    return x == -1.0 ? -kInfinity : x > 0 || is_nan(x) ? x + x : kNan;
  if (absolute(x) < 0x1p-55) return x;
  if (absolute(x) < 0x1p-8) {
    const DoubleDouble pair = log_pair({&tables::kLog[80], 0, x, 0});
    return pair.hi + pair.lo;
  }
  const DoubleDouble sum = two_sum(1.0, x);
  LogReduced reduced = reduce_log(sum.hi);
  const int exponent = static_cast<int>(reduced.exponent);
  if (exponent < 64) {
    reduced.correction += sum.lo * power_of_two(-exponent) * reduced.row->inverse;
  }
  const DoubleDouble pair = log_pair(reduced);
  return pair.hi + pair.lo;
}

}  // namespace crystalline::math
