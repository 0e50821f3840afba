#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/log_table.hpp"

// log x as every logarithm needs it: x = 2^k z, z in [0.6875, 1.375), r = z / c - 1 exactly as a
// pair, c from a table, and log x = k ln 2 + log c + log(1 + r). Around 1, c = 1 and k = 0, so no
// accuracy is lost there. See docs/maths/logarithms.md.
namespace crystalline::math {

/// (log(1 + r) - r + r^2/2) / r^3 for |r| <= 2^-7: minimax of degree 6, error 2^-73 relative to r.
[[nodiscard]] inline double log_tail(double r) {
  const double a = 0x1.5555555555555p-2 + r * -0x1.000000000006dp-2;
  const double b = 0x1.9999999999c19p-3 + r * -0x1.55555543eea01p-3;
  const double c = 0x1.24924908793d4p-3 + r * (-0x1.0006b13fa8476p-3 + r * 0x1.c72bd81cf87acp-4);
  return a + r * r * (b + r * r * c);
}

/// x = 2^exponent z, z / c - 1 = upper + lower, both exact: upper a multiple of 2^-40 below 2^-7,
/// lower below 2^-30.
struct LogSplit {
  std::size_t index;  // of the slice
  double exponent;
  double upper;
  double lower;
};
/// For x > 0, finite and normal.
[[nodiscard, gnu::always_inline]] inline LogSplit split_log(double x) {
  constexpr std::uint64_t kOrigin = std::uint64_t{0x3FE6} << 48;  // 0.6875
  const std::uint64_t offset = bits_of(x) - kOrigin;
  const std::size_t index = (offset >> 45) & 127;
  const double inverse = tables::kLog[index].inverse;
  const auto exponent = static_cast<int>(static_cast<std::int64_t>(offset) >> 52);
  const double z = from_bits(bits_of(x) - (offset & (std::uint64_t{0xFFF} << 52)));
  const double z_hi = from_bits(bits_of(z) & ~std::uint64_t{0x1FFFFF});
  return {index, static_cast<double>(exponent), z_hi * inverse - 1.0, (z - z_hi) * inverse};
}

/// The same with r = z / c - 1 as its rounded value and what that lost.
struct LogReduced {
  const tables::LogRow* row;
  double exponent;
  double remainder;   // r, upper part
  double correction;  // r, lower part
};
[[nodiscard, gnu::always_inline]] inline LogReduced reduce_log(double x) {
  const LogSplit split = split_log(x);
  // Where upper is the smaller one, both are multiples of 2^-60 below 2^-30: their sum has no error
  // then, and the short form is right there too.
  const DoubleDouble r = fast_two_sum(split.upper, split.lower);
  return {&tables::kLog[split.index], split.exponent, r.hi, r.lo};
}

/// Whether x is positive, finite and normal, in one comparison.
[[nodiscard]] constexpr bool is_positive_normal(double x) {
  constexpr std::uint64_t kLeast = std::uint64_t{1} << 52;
  return bits_of(x) - kLeast < kInfinityBits - kLeast;
}

inline constexpr double kLn2Hi = 0x1.62e42fefa38p-1;  // a multiple of 2^-42: k times it is exact
inline constexpr double kLn2Lo = 0x1.ef35793c7673p-45;

/// k ln 2 + log c + log(1 + r + correction), relative error near 2^-69.
[[nodiscard, gnu::always_inline]] inline DoubleDouble log_pair(const LogReduced& reduced) {
  const double r = reduced.remainder;
  const double base = reduced.exponent * kLn2Hi + reduced.row->hi;
  // base is 0, or larger than r: the table is made so.
  const DoubleDouble first = fast_two_sum(base, r);
  const double r_hi = upper_half(r);
  const double half_square = 0.5 * (r_hi * r_hi);  // exact
  const double half_square_lo = 0.5 * ((r - r_hi) * (r + r_hi));
  const DoubleDouble second = fast_two_sum(first.hi, -half_square);
  const double small =
      (reduced.exponent * kLn2Lo + reduced.row->lo) + (reduced.correction - r * reduced.correction);
  const double rest = first.lo + second.lo + (small + (r * r * r * log_tail(r) - half_square_lo));
  return fast_two_sum(second.hi, rest);
}

}  // namespace crystalline::math
