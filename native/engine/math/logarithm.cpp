#include "engine/math/elementary.hpp"
#include "engine/math/log_core.hpp"

namespace crystalline::math {
namespace {

/// 1/ln b as a pair.
constexpr DoubleDouble kPerLn2 = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
constexpr DoubleDouble kPerLn3 = {0x1.d20ae03bcc153p-1, -0x1.3a34bf2f1ab83p-55};
constexpr DoubleDouble kPerLn10 = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};

/// log of 0, a negative number, +inf or NaN.
double log_of_edge(double x) {
  if (x == 0) return -kInfinity;
  if (is_nan(x) || x > 0) return x + x;
  return kNan;
}

/// log x for x > 0 and finite, subnormal or not.
DoubleDouble log_of_any(double x) {
  if (x >= 0x1p-1022) return log_pair(reduce_log(x));
  LogReduced reduced = reduce_log(x * 0x1p54);
  reduced.exponent -= 54;
  return log_pair(reduced);
}

/// The logarithm a times the pair per_ln_base; their upper halves' product is exact.
[[gnu::always_inline]] inline double change_base(DoubleDouble a, DoubleDouble per_ln_base) {
  const double factor_hi = upper_half(per_ln_base.hi);
  const double factor_lo = (per_ln_base.hi - factor_hi) + per_ln_base.lo;
  const double hi = upper_half(a.hi);
  const double lo = (a.hi - hi) + a.lo;
  return hi * factor_hi + (hi * factor_lo + lo * per_ln_base.hi);
}

/// For what the quick way does not take: arguments near 1, subnormal, zero, negative, inf and NaN.
[[gnu::noinline]] double slow_log(double x) {
  if (!(x > 0 && x < kInfinity)) return log_of_edge(x);
  const DoubleDouble pair = log_of_any(x);
  return pair.hi + pair.lo;
}
[[gnu::noinline]] double slow_log_to_base(double x, DoubleDouble per_ln_base) {
  if (!(x > 0 && x < kInfinity)) return log_of_edge(x);
  return change_base(log_of_any(x), per_ln_base);
}

/// (log_b(1 + r) - r / ln b) / r^2 for |r| <= 0.0056, six terms from the lowest: minimax.
using Curve = double[6];
constexpr Curve kCurve = {-0x1.0000000000006p-1, 0x1.5555555555570p-2,  -0x1.fffffffb4d635p-3,
                          0x1.99999992be766p-3,  -0x1.55594782dd7d7p-3, 0x1.2496aa29f769cp-3};
constexpr Curve kCurve2 = {-0x1.71547652b8307p-1, 0x1.ec709dc3a0424p-2,  -0x1.7154764f54af9p-2,
                           0x1.2776c50a07af7p-2,  -0x1.ec764f248b59bp-3, 0x1.a61db3f250997p-3};
[[gnu::always_inline]] inline double curve(const Curve& c, double r) {
  const double y = r * r;
  return y * ((c[0] + r * c[1]) + y * ((c[2] + r * c[3]) + y * (c[4] + r * c[5])));
}

/// log x where k ln 2 + log c, `base`, is not 0: it is so much larger than r that r^2/2 need not be
/// a pair. Relative error 2^-60; |lo| up to 2^-6 hi.
[[gnu::always_inline]] inline DoubleDouble quick_log(const LogSplit& split, double base) {
  const DoubleDouble sum = fast_two_sum(base, split.upper);
  const double small =
      (split.exponent * kLn2Lo + tables::kLog[split.index].lo) + (sum.lo + split.lower);
  return {sum.hi, small + curve(kCurve, split.upper + split.lower)};
}
[[gnu::always_inline]] inline double base_of(const LogSplit& split) {
  return split.exponent * kLn2Hi + tables::kLog[split.index].hi;
}

[[gnu::always_inline]] inline double log_to_base(double x, DoubleDouble per_ln_base) {
  if (!is_positive_normal(x)) [[unlikely]]
    return slow_log_to_base(x, per_ln_base);
  const LogSplit split = split_log(x);
  const double base = base_of(split);
  if (base == 0) [[unlikely]]
    return slow_log_to_base(x, per_ln_base);
  return change_base(quick_log(split, base), per_ln_base);
}

}  // namespace

double log(double x) {
  if (!is_positive_normal(x)) [[unlikely]]
    return slow_log(x);
  const LogSplit split = split_log(x);
  const double base = base_of(split);
  if (base == 0) [[unlikely]]
    return slow_log(x);
  const DoubleDouble pair = quick_log(split, base);
  return pair.hi + pair.lo;
}

double log2(double x) {
  if (!is_positive_normal(x)) [[unlikely]]
    return slow_log_to_base(x, kPerLn2);
  const LogSplit split = split_log(x);
  const tables::Log2Row& row = tables::kLog2[split.index];
  const double base = split.exponent + row.hi;  // exact
  if (base == 0) [[unlikely]]
    return slow_log_to_base(x, kPerLn2);
  // k + log2 c + r / ln 2 + ...: upper has 33 bits, so its product with 1/ln 2's first 20 is exact.
  constexpr double kUpper = 0x1.71547p+0;
  constexpr double kLower = (kPerLn2.hi - kUpper) + kPerLn2.lo;
  const DoubleDouble sum = fast_two_sum(base, split.upper * kUpper);
  const double linear = split.upper * kLower + split.lower * kPerLn2.hi;
  const double bent = curve(kCurve2, split.upper + split.lower);
  return sum.hi + ((row.lo + sum.lo) + (linear + bent));
}

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
