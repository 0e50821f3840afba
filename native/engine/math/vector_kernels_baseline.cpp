#include <cstddef>
#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/vector_kernel_body.hpp"

namespace crystalline::math {
namespace {

/// Two doubles in a vector that every 64-bit architecture has (SSE2, NEON), no fused multiply-add:
/// the same bits on all of them.
struct BaselineLanes {
  using Value __attribute__((vector_size(16))) = double;
  using Bits __attribute__((vector_size(16))) = std::uint64_t;
  static constexpr std::size_t kWidth = 2;

  static Bits bits_of(Value a) { return reinterpret_cast<Bits>(a); }
  static Value from_bits(Bits a) { return reinterpret_cast<Value>(a); }
  static Bits fill_bits(std::uint64_t a) { return Bits{a, a}; }

  template <typename Number>
  static Value load(const Number* from) {
    return Value{static_cast<double>(from[0]), static_cast<double>(from[1])};
  }
  template <typename Number>
  static Value load_part(const Number* from, std::size_t) {
    return Value{static_cast<double>(from[0]), 0.0};
  }
  template <typename Number>
  static void store(Number* to, Value a) {
    to[0] = static_cast<Number>(a[0]);
    to[1] = static_cast<Number>(a[1]);
  }
  template <typename Number>
  static void store_part(Number* to, Value a, std::size_t) {
    to[0] = static_cast<Number>(a[0]);
  }
  static Value keep_part(Value a, std::size_t) { return Value{a[0], 0.0}; }
  static Value fill(double a) { return Value{a, a}; }
  static Value add(Value a, Value b) { return a + b; }
  static Value sub(Value a, Value b) { return a - b; }
  static Value mul(Value a, Value b) { return a * b; }
  static Value div(Value a, Value b) { return a / b; }
  static Value fma(Value a, Value b, Value c) { return a * b + c; }
  /// a b - product exactly, for whole a below 2^26 and product = a b rounded.
  static Value lost(Value a, Value b, Value product) {
    const Value upper = from_bits(bits_of(b) & fill_bits(~std::uint64_t{0x7FFFFFF}));
    return (a * upper - product) + a * (b - upper);
  }
  static Value max(Value a, Value b) { return a > b ? a : b; }  // b if either is NaN
  static Value min(Value a, Value b) { return a < b ? a : b; }
  static Bits sign_of(Value a) { return bits_of(a) & fill_bits(kSignBit); }
  static Value or_sign(Value a, Value sign) { return from_bits(bits_of(a) | sign_of(sign)); }
  /// 2^n from 1.5 * 2^52 + n.
  static Value power_of_two(Value shifted) {
    return from_bits((bits_of(shifted) << 52) + bits_of(fill(1.0)));
  }
  /// a 2^n from 1.5 * 2^52 + n: two factors, so that a subnormal result is rounded once.
  static Value scale(Value a, Value shifted) {
    const Value shift = fill(0x1.8p52);
    const Value n = shifted - shift;
    const Value half_shifted = n * fill(0.5) + shift;
    const Value rest_shifted = (n - (half_shifted - shift)) + shift;
    return (a * power_of_two(half_shifted)) * power_of_two(rest_shifted);
  }
  struct Decomposed {
    Value mantissa;  // in [0.75, 1.5)
    Value exponent;
  };
  /// Of x > 0, subnormal or not.
  static Decomposed decompose(Value x) {
    const auto subnormal = x < fill(0x1p-1022);
    const Bits bits = bits_of(subnormal ? x * fill(0x1p54) : x);
    // Half a binade up: the exponent of 1.5 and more counts one higher.
    const Bits raised = (bits + fill_bits(0x0008000000000000)) >> 52;
    const Value mantissa = from_bits((bits - (raised << 52)) + bits_of(fill(1.0)));
    const Value biased = from_bits(raised | bits_of(fill(0x1p52)));
    return {mantissa, biased - (subnormal ? fill(0x1p52 + 1023 + 54) : fill(0x1p52 + 1023))};
  }
  /// value, but -inf where x is 0, NaN where it is negative or NaN, +inf where it is +inf.
  static Value log_edges(Value value, Value x) {
    const Value zero = fill(0.0);
    value = x == zero ? fill(-kInfinity) : value;
    value = x >= zero ? value : fill(kNan);
    return x == fill(kInfinity) ? fill(kInfinity) : value;
  }
  static Value magnitude(Value x) { return from_bits(bits_of(x) & fill_bits(~kSignBit)); }
  static bool all_below(Value x, double limit) {
    const Value size = magnitude(x);
    return size[0] < limit && size[1] < limit;
  }
  /// x where |x| < limit, else value.
  static Value keep_below(double limit, Value x, Value value) {
    return magnitude(x) < fill(limit) ? x : value;
  }
  /// odd where the lowest bit of `bits` is set, else even.
  static Value select_odd(Value bits, Value odd, Value even) {
    const Bits mask = -(bits_of(bits) & fill_bits(1));
    return from_bits((bits_of(odd) & mask) | (bits_of(even) & ~mask));
  }
  static Value negate_if_second_bit(Value bits, Value a) {
    return from_bits(bits_of(a) ^ ((bits_of(bits) << 62) & fill_bits(kSignBit)));
  }
  static double sum(Value a) { return a[0] + a[1]; }
};

/// Its residual needs a fused multiply-add: without one the scalar function is quicker.
template <>
struct TanhDoubleOp<BaselineLanes> {
  static BaselineLanes::Value apply(BaselineLanes::Value x) {
    return each_lane<BaselineLanes>(x, tanh);
  }
};

}  // namespace

const VectorKernels& vector_kernels_baseline() { return kVectorKernels<BaselineLanes>; }

}  // namespace crystalline::math
