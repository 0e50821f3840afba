#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/math/vector_kernel_body.hpp"

namespace crystalline::math {
namespace {

/// One double at a time, no fused multiply-add: right on every architecture.
struct BaselineLanes {
  using Value = double;
  static constexpr std::size_t kWidth = 1;

  template <typename Number>
  static Value load(const Number* from) {
    return *from;
  }
  template <typename Number>
  static Value load_part(const Number* from, std::size_t) {
    return *from;
  }
  template <typename Number>
  static void store(Number* to, Value a) {
    *to = static_cast<Number>(a);
  }
  template <typename Number>
  static void store_part(Number* to, Value a, std::size_t) {
    store(to, a);
  }
  static Value keep_part(Value a, std::size_t) { return a; }
  static Value fill(double a) { return a; }
  static Value add(Value a, Value b) { return a + b; }
  static Value sub(Value a, Value b) { return a - b; }
  static Value mul(Value a, Value b) { return a * b; }
  static Value div(Value a, Value b) { return a / b; }
  static Value fma(Value a, Value b, Value c) { return a * b + c; }
  static Value max(Value a, Value b) { return a > b ? a : b; }  // b if either is NaN
  static Value min(Value a, Value b) { return a < b ? a : b; }
  static Value or_sign(Value a, Value sign) {
    const std::uint64_t bit = std::bit_cast<std::uint64_t>(sign) & (std::uint64_t{1} << 63);
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(a) | bit);
  }
  /// 2^n from 1.5 * 2^52 + n.
  static Value power_of_two(Value shifted) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(shifted) << 52;
    return std::bit_cast<double>(bits + std::bit_cast<std::uint64_t>(1.0));
  }
  static double sum(Value a) { return a; }
};

/// Without vectors the scalar functions are the quickest way to the last bit.
template <double (*Function)(double)>
struct ScalarOp {
  static double apply(double x) { return Function(x); }
};
template <>
struct ExpDoubleOp<BaselineLanes> : ScalarOp<exp> {};
template <>
struct TanhDoubleOp<BaselineLanes> : ScalarOp<tanh> {};
template <>
struct LogOp<BaselineLanes> : ScalarOp<log> {};
template <>
struct SinOp<BaselineLanes> : ScalarOp<sin> {};
template <>
struct CosOp<BaselineLanes> : ScalarOp<cos> {};
template <>
struct LogDoubleOp<BaselineLanes> : ScalarOp<log> {};
template <>
struct SinDoubleOp<BaselineLanes> : ScalarOp<sin> {};
template <>
struct CosDoubleOp<BaselineLanes> : ScalarOp<cos> {};

}  // namespace

const VectorKernels& vector_kernels_baseline() { return kVectorKernels<BaselineLanes>; }

}  // namespace crystalline::math
