#include "engine/math/elementary.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

// Edges of IEC 60559 (C's Annex F) and exact results. Accuracy is tested in
// elementary_mpfr_test.cpp.
namespace crystalline::math {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kMost = std::numeric_limits<double>::max();

/// The same number, the same sign of zero, or both NaN.
::testing::AssertionResult same(double a, double b) {
  if (std::isnan(a) && std::isnan(b)) return ::testing::AssertionSuccess();
  if (a == b && std::signbit(a) == std::signbit(b)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << a << " is not " << b;
}

TEST(Elementary, NanGivesNan) {
  for (auto function :
       {exp, exp2, expm1, log,  log1p, log2, log3, log10, sqrt,  cbrt, sin,   cos,
        tan, asin, acos,  atan, sinh,  cosh, tanh, erf,   floor, ceil, trunc, round}) {
    EXPECT_TRUE(std::isnan(function(kNaN)));
  }
}

TEST(Elementary, ZeroKeepsItsSignInOddFunctions) {
  for (auto function : {expm1, log1p, sqrt, cbrt, sin, tan, asin, atan, sinh, tanh, erf, floor,
                        ceil, trunc, round}) {
    EXPECT_TRUE(same(function(0.0), 0.0));
    EXPECT_TRUE(same(function(-0.0), -0.0));
  }
  for (auto function : {expm1, log1p, sin, tan, asin, atan, sinh, tanh, erf}) {
    EXPECT_TRUE(same(function(kLeast), kLeast));
  }
}

TEST(Elementary, ExponentialsAtTheirEnds) {
  EXPECT_TRUE(same(exp(kInf), kInf));
  EXPECT_TRUE(same(exp(-kInf), 0.0));
  EXPECT_TRUE(same(exp(0.0), 1.0));
  EXPECT_TRUE(same(exp(710.0), kInf));
  EXPECT_TRUE(std::isfinite(exp(709.782712893384)));
  EXPECT_TRUE(same(exp(-746.0), 0.0));
  EXPECT_TRUE(same(exp(-745.13), kLeast));
  EXPECT_TRUE(same(exp2(1024.0), kInf));
  EXPECT_TRUE(same(exp2(-1074.0), kLeast));
  EXPECT_TRUE(same(exp2(-1076.0), 0.0));
  EXPECT_TRUE(same(expm1(kInf), kInf));
  EXPECT_TRUE(same(expm1(-kInf), -1.0));
  EXPECT_TRUE(same(expm1(-kMost), -1.0));
  for (int k = -1074; k < 1024; ++k) EXPECT_EQ(exp2(k), std::ldexp(1.0, k));
}

TEST(Elementary, LogarithmsAtTheirEnds) {
  for (auto function : {log, log2, log3, log10}) {
    EXPECT_TRUE(same(function(0.0), -kInf));
    EXPECT_TRUE(same(function(-0.0), -kInf));
    EXPECT_TRUE(same(function(-1.0), kNaN));
    EXPECT_TRUE(same(function(-kInf), kNaN));
    EXPECT_TRUE(same(function(kInf), kInf));
    EXPECT_TRUE(same(function(1.0), 0.0));
  }
  EXPECT_TRUE(same(log1p(-1.0), -kInf));
  EXPECT_TRUE(same(log1p(-1.5), kNaN));
  EXPECT_TRUE(same(log1p(kInf), kInf));
}

TEST(Elementary, WholeLogarithmsAreExact) {
  for (int k = -1074; k < 1024; ++k) EXPECT_EQ(log2(std::ldexp(1.0, k)), k);
  double power = 1;
  for (int k = 0; k <= 33; ++k, power *= 3) EXPECT_EQ(log3(power), k);
  power = 1;
  for (int k = 0; k <= 22; ++k, power *= 10) EXPECT_EQ(log10(power), k);
}

TEST(Elementary, PowersFollowAnnexF) {
  EXPECT_TRUE(same(pow(kNaN, 0.0), 1.0));
  EXPECT_TRUE(same(pow(1.0, kNaN), 1.0));
  EXPECT_TRUE(same(pow(-1.0, kInf), 1.0));
  EXPECT_TRUE(same(pow(0.0, -1.0), kInf));
  EXPECT_TRUE(same(pow(-0.0, -1.0), -kInf));
  EXPECT_TRUE(same(pow(-0.0, -2.0), kInf));
  EXPECT_TRUE(same(pow(-0.0, 3.0), -0.0));
  EXPECT_TRUE(same(pow(-0.0, 2.5), 0.0));
  EXPECT_TRUE(same(pow(0.5, kInf), 0.0));
  EXPECT_TRUE(same(pow(0.5, -kInf), kInf));
  EXPECT_TRUE(same(pow(2.0, kInf), kInf));
  EXPECT_TRUE(same(pow(-kInf, 3.0), -kInf));
  EXPECT_TRUE(same(pow(-kInf, -3.0), -0.0));
  EXPECT_TRUE(same(pow(kInf, 0.5), kInf));
  EXPECT_TRUE(same(pow(-8.0, 1.0 / 3), kNaN));
  EXPECT_TRUE(same(pow(-2.0, 3.0), -8.0));
  EXPECT_TRUE(same(pow(-2.0, 4.0), 16.0));
  EXPECT_TRUE(same(pow(-1.0, 0x1p60), 1.0));
  EXPECT_TRUE(same(pow(2.0, 1024.0), kInf));
  EXPECT_TRUE(same(pow(2.0, -1074.0), kLeast));
  EXPECT_TRUE(same(pow(10.0, 22.0), 1e22));
  EXPECT_TRUE(same(pow(3.0, 33.0), 5559060566555523.0));
  EXPECT_TRUE(same(pow(kMost, 2.0), kInf));
  EXPECT_TRUE(same(pow(2.0, kMost), kInf));
  EXPECT_TRUE(same(pow(0.5, kMost), 0.0));
}

TEST(Elementary, RootsAtTheirEnds) {
  EXPECT_TRUE(same(sqrt(-1.0), kNaN));
  EXPECT_TRUE(same(sqrt(kInf), kInf));
  EXPECT_TRUE(same(cbrt(-kInf), -kInf));
  for (int k = -300; k <= 300; ++k) EXPECT_EQ(cbrt(static_cast<double>(k) * k * k), k);
  EXPECT_TRUE(same(hypot(kInf, kNaN), kInf));
  EXPECT_TRUE(same(hypot(kNaN, -kInf), kInf));
  EXPECT_TRUE(same(hypot(0.0, -0.0), 0.0));
  EXPECT_TRUE(same(hypot(3.0, -4.0), 5.0));
  EXPECT_TRUE(same(hypot(kMost, kMost), kInf));
  EXPECT_TRUE(same(hypot(kMost, 1.0), kMost));
  EXPECT_TRUE(same(hypot(kLeast * 3, kLeast * 4), kLeast * 5));
}

TEST(Elementary, TrigonometryAtItsEnds) {
  for (auto function : {sin, cos, tan}) {
    EXPECT_TRUE(same(function(kInf), kNaN));
    EXPECT_TRUE(same(function(-kInf), kNaN));
    EXPECT_TRUE(std::isfinite(function(kMost)));
  }
  EXPECT_EQ(cos(0.0), 1.0);
  for (const double x : {-1e300, -7.0, -0.3, 1e-300, 0.5, 2.0, 1e6, 1e22}) {
    const SinCos both = sincos(x);
    EXPECT_EQ(both.sin, sin(x));
    EXPECT_EQ(both.cos, cos(x));
  }
}

TEST(Elementary, InverseTrigonometryAtItsEnds) {
  const double half_pi = 1.5707963267948966;
  EXPECT_TRUE(same(asin(1.0), half_pi));
  EXPECT_TRUE(same(asin(-1.0), -half_pi));
  EXPECT_TRUE(same(asin(1.1), kNaN));
  EXPECT_TRUE(same(acos(1.0), 0.0));
  EXPECT_TRUE(same(acos(-1.0), 3.141592653589793));
  EXPECT_TRUE(same(acos(0.0), half_pi));
  EXPECT_TRUE(same(acos(-1.1), kNaN));
  EXPECT_TRUE(same(atan(kInf), half_pi));
  EXPECT_TRUE(same(atan(-kInf), -half_pi));
  for (const double y : {0.0, -0.0, 1.0, -1.0, kInf, -kInf, kLeast, -kMost}) {
    for (const double x : {0.0, -0.0, kInf, -kInf, 1.0, -1.0, kMost, -kLeast}) {
      EXPECT_TRUE(same(atan2(y, x), std::atan2(y, x))) << y << ", " << x;
    }
  }
}

TEST(Elementary, HyperbolicsAndErrorFunctionAtTheirEnds) {
  EXPECT_TRUE(same(sinh(-kInf), -kInf));
  EXPECT_TRUE(same(cosh(-kInf), kInf));
  EXPECT_TRUE(same(cosh(0.0), 1.0));
  EXPECT_TRUE(same(sinh(711.0), kInf));
  EXPECT_TRUE(same(tanh(kInf), 1.0));
  EXPECT_TRUE(same(tanh(-400.0), -1.0));
  EXPECT_TRUE(same(erf(kInf), 1.0));
  EXPECT_TRUE(same(erf(-7.0), -1.0));
}

TEST(Elementary, RoundingAgreesWithC) {
  std::vector<double> values = {
      0.5,          1.5,          2.5,    -0.5,  -1.5, 0.49999999999999994,
      0x1p52 + 0.5, 0x1p51 + 0.5, 0x1p53, kMost, kInf, -kInf,
      kLeast,       -kLeast,      -0.0,   1e-300};
  for (int i = -1000; i < 1000; ++i) values.push_back(i * 0.37);
  for (const double x : values) {
    EXPECT_TRUE(same(floor(x), std::floor(x))) << x;
    EXPECT_TRUE(same(ceil(x), std::ceil(x))) << x;
    EXPECT_TRUE(same(trunc(x), std::trunc(x))) << x;
    EXPECT_TRUE(same(round(x), std::round(x))) << x;
  }
}

/// Doubles of all exponents and signs, NaNs and infinities among them.
std::vector<double> random_doubles(std::size_t count) {
  std::mt19937_64 random(12);
  std::vector<double> values(count);
  for (double& value : values) value = std::bit_cast<double>(random());
  return values;
}

double with_exponent(double x, int exponent) {
  int own = 0;
  return std::ldexp(std::frexp(x, &own), exponent);
}

TEST(Elementary, RoundingAndRemaindersAgreeWithCOnAllBitPatterns) {
  const auto values = random_doubles(100'000);
  for (std::size_t i = 0; i < values.size(); ++i) {
    // All exponents, and those at which a fraction is left.
    for (const double x : {values[i], with_exponent(values[i], 30)}) {
      ASSERT_TRUE(same(floor(x), std::floor(x))) << x;
      ASSERT_TRUE(same(ceil(x), std::ceil(x))) << x;
      ASSERT_TRUE(same(trunc(x), std::trunc(x))) << x;
      ASSERT_TRUE(same(round(x), std::round(x))) << x;
    }
    const double y = values[(i + 1) % values.size()];
    ASSERT_TRUE(same(fmod(values[i], y), std::fmod(values[i], y))) << values[i] << ", " << y;
  }
}

TEST(Elementary, SincosGivesTheBitsOfBoth) {
  for (const double x : random_doubles(100'000)) {
    const SinCos both = sincos(x);
    ASSERT_TRUE(same(both.sin, sin(x))) << x;
    ASSERT_TRUE(same(both.cos, cos(x))) << x;
  }
}

TEST(Elementary, RemaindersAgreeWithC) {
  for (const double x : {0.0, -0.0, 1.0, -7.25, kMost, kLeast, kInf, kNaN, 1e17, 3e-310}) {
    for (const double y : {0.0, 1.0, -3.0, kMost, kLeast, kInf, kNaN, 0.1, 7e-315}) {
      EXPECT_TRUE(same(fmod(x, y), std::fmod(x, y))) << x << ", " << y;
    }
  }
}

}  // namespace
}  // namespace crystalline::math
