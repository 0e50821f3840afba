#pragma once

#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/exp_table.hpp"

// e^x as every exponential needs it: x = (128 k + i) ln 2 / 128 + r, |r| <= ln 2 / 256, and
// e^x = 2^k 2^(i/128) e^r with a table for the second factor and a polynomial for the third.
// Source of the scheme: Tang, "Table-driven implementation of the exponential function in IEEE
// floating-point arithmetic", 1989. See docs/maths/exponentials.md.
namespace crystalline::math {

/// e^r - 1 - r for |r| <= 0.0028: minimax of degree 6, error 2^-77.
[[nodiscard]] inline double exp_tail(double r) {
  const double even = 0x1p-1 + r * 0x1.555555555548fp-3;
  const double odd = 0x1.555555555545ep-5 + r * (0x1.111115b9e94e6p-7 + r * 0x1.6c16c7e162789p-10);
  return r * r * (even + r * r * odd);
}

struct ExpReduced {
  const tables::ExpRow* row;
  int exponent;       // k
  double remainder;   // r, upper part
  double correction;  // r, lower part
};

/// For |x| <= 1100; x_lo is a correction to x.
[[nodiscard, gnu::always_inline]] inline ExpReduced reduce_exp(double x, double x_lo) {
  constexpr double kInverse = 0x1.71547652b82fep+7;  // 128 / ln 2
  constexpr double kUpper = 0x1.62e42fef8p-8;        // ln 2 / 128: 34 bits, so a multiple is exact
  constexpr double kLower = 0x1.1cf79abc9e3b4p-43;   // and the rest
  constexpr double kShift = 0x1.8p52;
  const double shifted = x * kInverse + kShift;
  const double multiple = shifted - kShift;
  const auto index = static_cast<std::int64_t>(bits_of(shifted) - bits_of(kShift));
  const double upper = x - multiple * kUpper;
  const double lower = multiple * kLower;
  const double r = upper - lower;
  return {&tables::kExp[index & 127], static_cast<int>(index >> 7), r,
          ((upper - r) - lower) + x_lo};
}

/// e^(x + x_lo) = (hi + lo) 2^exponent.
struct ExpPair {
  DoubleDouble value;
  int exponent;
};

/// With a relative error near 2^-62; |lo| up to 2^-8 hi, hi in [1, 2).
[[nodiscard, gnu::always_inline]] inline ExpPair exp_split(double x, double x_lo) {
  const ExpReduced reduced = reduce_exp(x, x_lo);
  const double r = reduced.remainder;
  const double correction = reduced.correction + reduced.correction * r;
  const double hi = reduced.row->hi;
  return {{hi, reduced.row->lo + hi * (r + (exp_tail(r) + correction))}, reduced.exponent};
}

/// With a relative error near 2^-68; |lo| at most about half an ULP of hi.
[[nodiscard]] inline ExpPair exp_pair(double x) {
  const ExpReduced reduced = reduce_exp(x, 0);
  const double r = reduced.remainder;
  const double tail = exp_tail(r) + reduced.correction;
  const double hi = reduced.row->hi;
  const double lo = reduced.row->lo;
  const DoubleDouble product = two_product(hi, r);
  const DoubleDouble sum = fast_two_sum(hi, product.hi);
  const double rest = sum.lo + (product.lo + (hi * tail + (lo + lo * r)));
  return {fast_two_sum(sum.hi, rest), reduced.exponent};
}

}  // namespace crystalline::math
