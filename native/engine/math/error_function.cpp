#include <cstddef>

#include "engine/math/double_double.hpp"
#include "engine/math/elementary.hpp"
#include "engine/math/error_function_table.hpp"

namespace crystalline::math {
namespace {

constexpr DoubleDouble kTwoPerRootPi = {0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56};

/// |x| < 0.25: 2/sqrt(pi) x + x^3 P(x^2), minimax, relative error 2^-61.
double small_erf(double x) {
  const double y = x * x;
  const double high =
      0x1.565bcb8ea6b0dp-8 +
      y * (-0x1.c02ca6b71cfbdp-11 + y * (0x1.f93b27d712bd6p-14 + y * -0x1.dfed94a378c51p-17));
  const double tail =
      -0x1.812746b0379e0p-2 + y * (0x1.ce2f21a04116ap-4 + y * (-0x1.b82ce3103f4f3p-6 + y * high));
  const DoubleDouble linear = two_product(kTwoPerRootPi.hi, x);
  return linear.hi + (linear.lo + (x * kTwoPerRootPi.lo + x * y * tail));
}

/// 0.25 <= x < 6: Taylor's series around the middle of a sixteenth.
double table_erf(double x) {
  const auto slice = static_cast<std::size_t>(x * 16.0);
  const tables::ErrorFunctionRow& row = tables::kErrorFunction[slice - 4];
  const double d = x - (static_cast<double>(slice) + 0.5) / 16.0;
  double high = row.term[10];
  for (std::size_t k = 9; k >= 1; --k) high = row.term[k] + d * high;
  const DoubleDouble linear = two_product(row.term[0], d);
  const DoubleDouble sum = fast_two_sum(row.hi, linear.hi);
  return sum.hi + (sum.lo + (linear.lo + (row.lo + d * (row.slope_lo + d * high))));
}

/// 2/sqrt(pi) x rounded once, also where it is subnormal.
double tiny_erf(double x) {
  const double raised = absolute(x) * 0x1p600;
  const DoubleDouble product = two_product(kTwoPerRootPi.hi, raised);
  const double lo = product.lo + raised * kTwoPerRootPi.lo;
  const int exponent = static_cast<int>(bits_of(product.hi) >> 52) - 1023;
  const double unit = power_of_two(-exponent);
  return with_sign_of(scale({product.hi * unit, lo * unit}, exponent - 600), x);
}

}  // namespace

double erf(double x) {
  const double size = absolute(x);
  if (is_nan(x) || x == 0) return x;
  if (size >= 6.0) return with_sign_of(1.0, x);
  if (size >= 0.25) return with_sign_of(table_erf(size), x);
  if (size < 0x1p-500) return tiny_erf(x);
  return small_erf(x);
}

}  // namespace crystalline::math
