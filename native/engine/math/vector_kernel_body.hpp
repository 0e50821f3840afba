#pragma once

#include <cstddef>

#include "engine/math/double_kernel_body.hpp"
#include "engine/math/vector_kernels.hpp"

// The kernels' one body. Included once by each vector_kernels_<isa>.cpp after its target
// pragma, with a Lanes type: static functions on Lanes::Value, Lanes::kWidth doubles. Everything is
// in an anonymous namespace so that no instruction set's code can be linked into another's.
namespace crystalline::math {
namespace {

/// e^x in double for |x| <= 700, and what the kernels build from it. Relative error 2^-39.6 with
/// Terms 7 and 2^-51.6 with Terms 9: minimax polynomials of (e^r - 1 - r) / r^2, weight r^2, on
/// [-ln 2 / 2, ln 2 / 2] (Remez exchange, 50 digits). NaN stays NaN.
template <typename Lanes>
struct Exponential {
  using Value = typename Lanes::Value;

  struct Reduced {
    Value remainder;  // x - n ln 2
    Value scale;      // 2^n
  };

  static Reduced reduce(Value x) {
    const Value shift = Lanes::fill(0x1.8p52);
    const Value shifted = Lanes::fma(x, Lanes::fill(0x1.71547652b82fep+0), shift);
    const Value n = Lanes::sub(shifted, shift);
    return {Lanes::fma(n, Lanes::fill(-0x1.62e42fefa39efp-1), x), Lanes::power_of_two(shifted)};
  }

  /// In pairs, so that the multiply-adds need not wait for one another.
  static Value expm1_small(Value r) {
    const Value square = Lanes::mul(r, r);
    const Value low =
        Lanes::fma(Lanes::fill(0x1.5555557e8e4fap-3), r, Lanes::fill(0x1.ffffffffeadd6p-2));
    const Value middle =
        Lanes::fma(Lanes::fill(0x1.1110a14195498p-7), r, Lanes::fill(0x1.5555558a9ac02p-5));
    Value q = Lanes::fma(Lanes::fill(0x1.a186f347979b2p-13), r, Lanes::fill(0x1.6c16228c4814ap-10));
    q = Lanes::fma(Lanes::fill(0x1.a18b7fc746e06p-16), square, q);
    q = Lanes::fma(Lanes::fma(q, square, middle), square, low);
    return Lanes::fma(square, q, r);
  }

  static Value expm1_small_precise(Value r) {
    Value q = Lanes::fill(0x1.28bc2aeab06b5p-22);
    q = Lanes::fma(q, r, Lanes::fill(0x1.72ea2d46484e1p-19));
    q = Lanes::fma(q, r, Lanes::fill(0x1.a01989969f517p-16));
    q = Lanes::fma(q, r, Lanes::fill(0x1.a0198c4e375bbp-13));
    q = Lanes::fma(q, r, Lanes::fill(0x1.6c16c18a5c35ap-10));
    q = Lanes::fma(q, r, Lanes::fill(0x1.1111112603c72p-7));
    q = Lanes::fma(q, r, Lanes::fill(0x1.555555554ec7dp-5));
    q = Lanes::fma(q, r, Lanes::fill(0x1.55555555505fcp-3));
    q = Lanes::fma(q, r, Lanes::fill(0x1.000000000000ep-1));
    return Lanes::fma(Lanes::mul(r, r), q, r);
  }

  static Value exp(Value x) {
    const Reduced reduced = reduce(x);
    return Lanes::fma(reduced.scale, expm1_small(reduced.remainder), reduced.scale);
  }

  static Value exp_precise(Value x) {
    const Reduced reduced = reduce(x);
    return Lanes::fma(reduced.scale, expm1_small_precise(reduced.remainder), reduced.scale);
  }
};

/// x within [low, high]; NaN stays NaN.
template <typename Lanes>
typename Lanes::Value clamp(typename Lanes::Value x, double low, double high) {
  return Lanes::min(Lanes::fill(high), Lanes::max(Lanes::fill(low), x));
}

template <typename Lanes>
struct ExpOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    return Exponential<Lanes>::exp(clamp<Lanes>(x, -110.0, 95.0));
  }
};

/// tanh x = E / (E + 2) with E = e^2x - 1 = 2^n (e^r - 1) + (2^n - 1), exact for small x.
template <typename Lanes>
struct TanhOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    using E = Exponential<Lanes>;
    const auto twice = clamp<Lanes>(Lanes::add(x, x), -60.0, 60.0);
    const auto reduced = E::reduce(twice);
    const auto minus_one = Lanes::sub(reduced.scale, Lanes::fill(1.0));
    const auto expm1 = Lanes::fma(reduced.scale, E::expm1_small(reduced.remainder), minus_one);
    const auto result = Lanes::div(expm1, Lanes::add(expm1, Lanes::fill(2.0)));
    return Lanes::or_sign(result, x);  // -0 stays -0; elsewhere the sign is set already
  }
};

inline constexpr double kGeluLinear = 0x1.9884533d43651p+0;  // 2 sqrt(2 / pi)
inline constexpr double kGeluCubic = 0x1.2444f2a4d8b4bp-4;   // 0.044715 times that

/// 0.5 x (1 + tanh u) = x / (1 + e^-2u), where 2u = x (a + b x^2).
template <typename Lanes>
struct GeluOp {
  static typename Lanes::Value apply(typename Lanes::Value x_in) {
    // Below -16 the result is -0 in float: e^-2u is past 10^139.
    const auto x = Lanes::max(Lanes::fill(-16.0), x_in);
    const auto square = Lanes::mul(x, x);
    const auto minus_two_u =
        Lanes::mul(x, Lanes::fma(square, Lanes::fill(-kGeluCubic), Lanes::fill(-kGeluLinear)));
    const auto e = Exponential<Lanes>::exp(clamp<Lanes>(minus_two_u, -700.0, 700.0));
    return Lanes::div(x, Lanes::add(Lanes::fill(1.0), e));
  }
};

/// GELU'(x) = s (1 + x (a + 3 b x^2) (1 - s)), s = 1 / (1 + e^-2u).
template <typename Lanes>
struct GeluDerivativeOp {
  static typename Lanes::Value apply(typename Lanes::Value x_in) {
    // Beyond 16 the derivative is 1, or -0, in float.
    const auto x = clamp<Lanes>(x_in, -16.0, 16.0);
    const auto square = Lanes::mul(x, x);
    const auto one = Lanes::fill(1.0);
    const auto minus_two_u =
        Lanes::mul(x, Lanes::fma(square, Lanes::fill(-kGeluCubic), Lanes::fill(-kGeluLinear)));
    const auto slope = Lanes::fma(square, Lanes::fill(3 * kGeluCubic), Lanes::fill(kGeluLinear));
    const auto e = Exponential<Lanes>::exp_precise(minus_two_u);
    const auto s = Lanes::div(one, Lanes::add(one, e));
    const auto bend = Lanes::mul(Lanes::mul(x, slope), Lanes::mul(e, s));  // 1 - s = e s
    return Lanes::mul(s, Lanes::add(one, bend));
  }
};

/// log x for float results: as LogDoubleOp, with fewer terms (relative error 2^-34).
template <typename Lanes>
struct LogOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    const auto parts = Lanes::decompose(x);
    const auto f = Lanes::sub(parts.mantissa, Lanes::fill(1.0));
    const auto s = Lanes::div(f, Lanes::add(f, Lanes::fill(2.0)));
    const auto z = Lanes::mul(s, s);
    auto q = Lanes::fill(0x1.ed8c37aeb4aa1p-3);
    q = Lanes::fma(q, z, Lanes::fill(0x1.23e9a435b9853p-2));
    q = Lanes::fma(q, z, Lanes::fill(0x1.999bdbb106f7cp-2));
    q = Lanes::fma(q, z, Lanes::fill(0x1.555554224eb00p-1));
    const auto log_mantissa = Lanes::mul(s, Lanes::fma(q, z, Lanes::fill(2.0)));
    return Lanes::log_edges(
        Lanes::fma(parts.exponent, Lanes::fill(0x1.62e42fefa39efp-1), log_mantissa), x);
  }
};

/// sin(x + turn pi/2) for float results, |x| < 2^19: relative error 2^-37 and a reduction to 2^-67.
template <typename Lanes>
typename Lanes::Value short_quarter_sine(typename Lanes::Value x, double turn,
                                         double (*scalar)(double)) {
  if (!Lanes::all_below(x, 0x1p19)) return each_lane<Lanes>(x, scalar);
  const auto shift = Lanes::fill(0x1.8p52);
  const auto shifted = Lanes::fma(x, Lanes::fill(0x1.45f306dc9c883p-1), shift);
  const auto n = Lanes::sub(shifted, shift);
  const auto upper = Lanes::fma(n, Lanes::fill(-0x1.921fb544p+0), x);
  const auto r = Lanes::fma(n, Lanes::fill(-0x1.0b4611a626331p-34), upper);
  const auto z = Lanes::mul(r, r);
  auto odd = Lanes::fill(0x1.6cd8396f3ff18p-19);
  odd = Lanes::fma(odd, z, Lanes::fill(-0x1.a00f9d261d14cp-13));
  odd = Lanes::fma(odd, z, Lanes::fill(0x1.11110895adf8ep-7));
  odd = Lanes::fma(odd, z, Lanes::fill(-0x1.5555554cb913bp-3));
  const auto sine = Lanes::fma(Lanes::mul(odd, z), r, r);
  auto even = Lanes::fill(-0x1.242abec9c866cp-22);
  even = Lanes::fma(even, z, Lanes::fill(0x1.a0111fb871f77p-16));
  even = Lanes::fma(even, z, Lanes::fill(-0x1.6c16b898260d1p-10));
  even = Lanes::fma(even, z, Lanes::fill(0x1.5555554f4daeep-5));
  even = Lanes::fma(even, z, Lanes::fill(-0.5));
  const auto cosine = Lanes::fma(even, z, Lanes::fill(1.0));
  const auto quadrant = Lanes::add(shifted, Lanes::fill(turn));
  return Lanes::negate_if_second_bit(quadrant, Lanes::select_odd(quadrant, cosine, sine));
}

template <typename Lanes>
struct SinOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    // Below 2^-27 the sine is its argument; so -0 stays -0.
    return Lanes::keep_below(0x1p-27, x, short_quarter_sine<Lanes>(x, 0.0, sin));
  }
};
template <typename Lanes>
struct CosOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    return short_quarter_sine<Lanes>(x, 1.0, cos);
  }
};

template <typename Lanes, template <typename> typename Op, typename Number>
void map(Number* out, const Number* in, std::size_t count) {
  constexpr std::size_t kWidth = Lanes::kWidth;
  std::size_t i = 0;
  for (; i + kWidth <= count; i += kWidth)
    Lanes::store(out + i, Op<Lanes>::apply(Lanes::load(in + i)));
  if (i < count) {
    Lanes::store_part(out + i, Op<Lanes>::apply(Lanes::load_part(in + i, count - i)), count - i);
  }
}

template <typename Lanes>
void gelu_backward_kernel(float* out, const float* in, const float* gradient, std::size_t count) {
  constexpr std::size_t kWidth = Lanes::kWidth;
  std::size_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    const auto slope = GeluDerivativeOp<Lanes>::apply(Lanes::load(in + i));
    Lanes::store(out + i, Lanes::mul(Lanes::load(gradient + i), slope));
  }
  if (i < count) {
    const auto slope = GeluDerivativeOp<Lanes>::apply(Lanes::load_part(in + i, count - i));
    const auto product = Lanes::mul(Lanes::load_part(gradient + i, count - i), slope);
    Lanes::store_part(out + i, product, count - i);
  }
}

template <typename Lanes>
float exp_shifted_sum_kernel(float* out, const float* in, float shift, std::size_t count) {
  constexpr std::size_t kWidth = Lanes::kWidth;
  const auto offset = Lanes::fill(shift);
  auto sum = Lanes::fill(0.0);
  std::size_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    const auto e = ExpOp<Lanes>::apply(Lanes::sub(Lanes::load(in + i), offset));
    sum = Lanes::add(sum, e);
    Lanes::store(out + i, e);
  }
  if (i < count) {
    const std::size_t rest = count - i;
    const auto e = ExpOp<Lanes>::apply(Lanes::sub(Lanes::load_part(in + i, rest), offset));
    sum = Lanes::add(sum, Lanes::keep_part(e, rest));
    Lanes::store_part(out + i, e, rest);
  }
  return static_cast<float>(Lanes::sum(sum));
}

template <typename Lanes>
inline constexpr VectorKernels kVectorKernels = {
    .exp = map<Lanes, ExpOp, float>,
    .tanh = map<Lanes, TanhOp, float>,
    .gelu = map<Lanes, GeluOp, float>,
    .gelu_backward = gelu_backward_kernel<Lanes>,
    .exp_shifted_sum = exp_shifted_sum_kernel<Lanes>,
    .log = map<Lanes, LogOp, float>,
    .sin = map<Lanes, SinOp, float>,
    .cos = map<Lanes, CosOp, float>,
    .exp_double = map<Lanes, ExpDoubleOp, double>,
    .tanh_double = map<Lanes, TanhDoubleOp, double>,
    .log_double = map<Lanes, LogDoubleOp, double>,
    .sin_double = map<Lanes, SinDoubleOp, double>,
    .cos_double = map<Lanes, CosDoubleOp, double>,
};

}  // namespace
}  // namespace crystalline::math
