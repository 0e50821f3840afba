#pragma once

// Scalar elementary functions in double. The engine calls these and never <cmath>'s (no libm): a
// test inspects the symbols. No fused multiply-add is used, so the same bits come out on every
// machine. "ULP" below is the largest error measured against MPFR on 10^6 random arguments and the
// hard inputs of test/native/math/hard_inputs.hpp, 0.5 being the best there is; each edge case
// follows IEC 60559. All are pure: any thread.
namespace crystalline::math {

/// e^x. 0.5059 ULP. +inf above 709.79, 0 below -745.14. docs/maths/exponentials.md
[[nodiscard]] double exp(double x);
/// 2^x, exact for whole x. 0.5061 ULP.
[[nodiscard]] double exp2(double x);
/// e^x - 1, right also for small x. 0.5000 ULP.
[[nodiscard]] double expm1(double x);

/// Natural logarithm. 0.5022 ULP. -inf at 0, NaN below. docs/maths/logarithms.md
[[nodiscard]] double log(double x);
/// log(1 + x), right also for small x. 0.5061 ULP. -inf at -1, NaN below.
[[nodiscard]] double log1p(double x);
/// Logarithms to the bases 2, 3 and 10; exact where the result is a whole number. 0.5019,
/// 0.5032 and 0.5025 ULP.
[[nodiscard]] double log2(double x);
[[nodiscard]] double log3(double x);
[[nodiscard]] double log10(double x);

/// x^y. 0.5058 ULP. Edges as C's pow: x^0 = 1^y = 1 also for NaN; NaN for x < 0 unless y is whole.
[[nodiscard]] double pow(double x, double y);
/// Square root, correctly rounded. NaN below 0.
[[nodiscard]] double sqrt(double x);
/// Cube root, of negative numbers too. 0.5000 ULP. docs/maths/roots-and-rounding.md
[[nodiscard]] double cbrt(double x);
/// sqrt(x^2 + y^2) without needless overflow. 0.5000 ULP. +inf if either is infinite, even beside
/// NaN.
[[nodiscard]] double hypot(double x, double y);

/// Sine and cosine of x radians, |x| up to the largest double. 0.5104 and 0.5077 ULP. NaN at +-inf.
/// docs/maths/trigonometry.md
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
/// Tangent. 0.5241 ULP. docs/maths/trigonometry.md
[[nodiscard]] double tan(double x);
struct SinCos {
  double sin;
  double cos;
};
/// Both with one reduction; the same bits as sin and cos.
[[nodiscard]] SinCos sincos(double x);

/// Angles in [-pi/2, pi/2], [0, pi], [-pi/2, pi/2]; NaN outside [-1, 1] for the first two.
/// 0.5056, 0.5029 and 0.5283 ULP.
[[nodiscard]] double asin(double x);
[[nodiscard]] double acos(double x);
[[nodiscard]] double atan(double x);
/// Angle of the point (x, y) in [-pi, pi], signed zeros and infinities as C's atan2. 0.5395
/// ULP.
[[nodiscard]] double atan2(double y, double x);

/// Hyperbolic functions. 0.5158, 0.5043 and 0.5250 ULP. docs/maths/exponentials.md
[[nodiscard]] double sinh(double x);
[[nodiscard]] double cosh(double x);
[[nodiscard]] double tanh(double x);

/// Error function 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x. 0.5434 ULP.
/// docs/maths/error-function.md
[[nodiscard]] double erf(double x);

/// Whole numbers below, above, towards zero, and nearest (halves away from zero). Exact; signed
/// zeros stay.
[[nodiscard]] double floor(double x);
[[nodiscard]] double ceil(double x);
[[nodiscard]] double trunc(double x);
[[nodiscard]] double round(double x);
/// x - n y, n = trunc(x / y) exactly; the sign of x. Exact. NaN for x infinite or y = 0.
[[nodiscard]] double fmod(double x, double y);

}  // namespace crystalline::math
