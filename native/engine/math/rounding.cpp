#include <bit>
#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/elementary.hpp"

namespace crystalline::math {
namespace {

constexpr std::uint64_t kMantissa = (std::uint64_t{1} << 52) - 1;

/// A positive double as mantissa 2^exponent.
struct Parts {
  std::uint64_t mantissa;
  int exponent;
};
Parts split(double size) {
  const std::uint64_t bits = bits_of(size);
  const int exponent = static_cast<int>(bits >> 52);
  if (exponent == 0) return {bits, -1074};
  return {(bits & kMantissa) | (std::uint64_t{1} << 52), exponent - 1075};
}

/// mantissa 2^exponent, exactly; mantissa < 2^53, exponent >= -1074.
double join(Parts parts) {
  if (parts.mantissa == 0) return 0;
  const int shift = std::countl_zero(parts.mantissa) - 11;
  const int exponent = parts.exponent - shift + 1075;
  if (exponent > 0) {
    return from_bits(((parts.mantissa << shift) & kMantissa) |
                     (static_cast<std::uint64_t>(exponent) << 52));
  }
  return from_bits(parts.mantissa << (parts.exponent + 1074));
}

}  // namespace

double trunc(double x) {
  const int exponent = static_cast<int>(magnitude_bits(x) >> 52) - 1023;
  if (exponent >= 52) return is_nan(x) ? x + x : x;
  if (exponent < 0) return with_sign_of(0.0, x);
  return from_bits(bits_of(x) & ~(kMantissa >> exponent));
}

double floor(double x) {
  const double whole = trunc(x);
  return whole > x ? whole - 1.0 : whole;
}

double ceil(double x) {
  const double whole = trunc(x);
  return whole < x ? with_sign_of(whole + 1.0, x) : whole;
}

double round(double x) {
  const double whole = trunc(x);
  return absolute(x - whole) >= 0.5 ? whole + with_sign_of(1.0, x) : whole;
}

double fmod(double x, double y) {
  if (is_nan(x) || is_nan(y) || is_infinite(x) || y == 0)
    return is_nan(x) || is_nan(y) ? x + y : kNan;
  const double size = absolute(x);
  const double modulus = absolute(y);
  if (size < modulus) return x;
  Parts rest = split(size);
  const Parts step = split(modulus);
  // rest 2^(exponents' difference) modulo step, eleven bits at a time: 53 + 11 = 64.
  int left = rest.exponent - step.exponent;
  rest.mantissa %= left >= 0 ? step.mantissa : ~std::uint64_t{0};
  while (left > 0 && rest.mantissa != 0) {
    const int bits = left < 11 ? left : 11;
    rest.mantissa = (rest.mantissa << bits) % step.mantissa;
    left -= bits;
  }
  return with_sign_of(join({rest.mantissa, step.exponent}), x);
}

}  // namespace crystalline::math
