#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/elementary.hpp"

namespace crystalline::math {

double sqrt(double x) {
#if defined(__SSE2__)
  const __m128d in = _mm_set_sd(x);
  return _mm_cvtsd_f64(_mm_sqrt_sd(in, in));
#else
  return __builtin_sqrt(x);  // one instruction where errno is not kept
#endif
}

double cbrt(double x) {
  double size = absolute(x);
  if (x == 0 || !(size < kInfinity)) return x + x;
  int shift = 0;
  if (size < 0x1p-1022) {
    size *= 0x1p54;
    shift = -18;
  }
  // size = m 2^(3 third + rest), m in [1, 2), rest 0, 1 or 2.
  const int exponent = static_cast<int>(bits_of(size) >> 52) - 1023 + 3 * 342;
  const int third = exponent / 3 - 342;
  const int rest = exponent % 3;
  const double m =
      from_bits((bits_of(size) & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{1023} << 52));
  // m^(-1/3) to 2^-14.7 (minimax), times 2^(-rest/3); then one step of fourth order: 2^-56.
  constexpr double kInverseRoot[3] = {1.0, 0x1.965fea53d6e3dp-1, 0x1.428a2f98d728bp-1};
  const double guess =
      (0x1.ab858c0819f11p+0 +
       m * (-0x1.2c41d7d8f5af2p+0 +
            m * (0x1.64163dd919ff4p-1 + m * (-0x1.c51844d0d35b2p-3 + m * 0x1.d46f5e4ca8ea3p-6)))) *
      kInverseRoot[rest];
  const double a = m * static_cast<double>(1 << rest);
  const double h = 1.0 - a * guess * guess * guess;
  const double inverse =
      guess +
      guess * h * (0x1.5555555555555p-2 + h * (0x1.c71c71c71c71cp-3 + h * 0x1.61f9add3c0ca4p-3));
  // t has 26 bits, so its square is exact; the rest d of the root is found from a - t^3.
  const double square = inverse * inverse;
  const double t = upper_half(a * square);
  const double t2 = t * t;
  const double t2_hi = upper_half(t2);
  const double residual = (a - t2_hi * t) - (t2 - t2_hi) * t;
  // a^(1/3) = t + d - d^2 / t + ..., d = residual / (3 t^2); 1 / t^2 = inverse^2 (1 + 2 d / t).
  const double d = residual * 0x1.5555555555555p-2 * square;
  const double root = t + (d + d * d * inverse);
  return with_sign_of(root * power_of_two(third + shift), x);
}

double hypot(double x, double y) {
  if (is_infinite(x) || is_infinite(y)) return kInfinity;
  if (is_nan(x) || is_nan(y)) return x + y;
  const bool first_larger = absolute(x) >= absolute(y);
  double large = absolute(first_larger ? x : y);
  double small = absolute(first_larger ? y : x);
  if (small < large * 0x1p-55) return large + small;
  if (small == 0) return large;
  double scale_back = 1;
  if (large > 0x1p500) {
    large *= 0x1p-600;
    small *= 0x1p-600;
    scale_back = 0x1p600;
  } else if (small < 0x1p-450) {
    large *= 0x1p600;
    small *= 0x1p600;
    scale_back = 0x1p-600;
  }
  const DoubleDouble large_square = two_product(large, large);
  const DoubleDouble small_square = two_product(small, small);
  const DoubleDouble sum = fast_two_sum(large_square.hi, small_square.hi);
  const double sum_lo = sum.lo + (large_square.lo + small_square.lo);
  const double root = sqrt(sum.hi);
  const DoubleDouble back = two_product(root, root);
  const double correction = (((sum.hi - back.hi) - back.lo) + sum_lo) / (2.0 * root);
  if (scale_back >= 1) return (root + correction) * scale_back;
  const int exponent = static_cast<int>(bits_of(root) >> 52) - 1023;  // may end below the normals
  const double unit = power_of_two(-exponent);
  return scale({root * unit, correction * unit}, exponent - 600);
}

}  // namespace crystalline::math
