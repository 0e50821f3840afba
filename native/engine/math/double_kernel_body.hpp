#pragma once

#include <cstddef>

#include "engine/math/elementary.hpp"

// Kernels whose result is wanted to the last bit or so of a double, on Lanes as in
// vector_kernel_body.hpp (which includes this once a translation unit).
namespace crystalline::math {
namespace {

/// Applies a scalar function to each lane: for the rare vector that the quick way cannot do.
template <typename Lanes>
typename Lanes::Value each_lane(typename Lanes::Value x, double (*function)(double)) {
  double lanes[Lanes::kWidth];
  Lanes::store(lanes, x);
  for (double& lane : lanes) lane = function(lane);
  return Lanes::load(lanes);
}

/// e^r - 1 - r for |r| <= ln 2 / 2: minimax of degree 12, error 2^-64.
template <typename Lanes>
typename Lanes::Value exp_rest(typename Lanes::Value r) {
  auto q = Lanes::fill(0x1.1f9df84f76007p-29);
  q = Lanes::fma(q, r, Lanes::fill(0x1.af6ccc882f06ap-26));
  q = Lanes::fma(q, r, Lanes::fill(0x1.27e4bf2860e33p-22));
  q = Lanes::fma(q, r, Lanes::fill(0x1.71ddef93f4e6bp-19));
  q = Lanes::fma(q, r, Lanes::fill(0x1.a01a01b45b08bp-16));
  q = Lanes::fma(q, r, Lanes::fill(0x1.a01a01b3bb145p-13));
  q = Lanes::fma(q, r, Lanes::fill(0x1.6c16c16c1356fp-10));
  q = Lanes::fma(q, r, Lanes::fill(0x1.111111110ebb3p-7));
  q = Lanes::fma(q, r, Lanes::fill(0x1.555555555555ep-5));
  q = Lanes::fma(q, r, Lanes::fill(0x1.555555555555cp-3));
  q = Lanes::fma(q, r, Lanes::fill(0x1p-1));
  return Lanes::mul(Lanes::mul(r, r), q);
}

/// x = n ln 2 + r + correction; ln 2's upper part is short, so n times it is exact.
template <typename Lanes>
struct ExpParts {
  using Value = typename Lanes::Value;
  Value shifted;  // 1.5 * 2^52 + n
  Value r;
  Value correction;
};
template <typename Lanes>
ExpParts<Lanes> exp_parts(typename Lanes::Value x) {
  const auto shift = Lanes::fill(0x1.8p52);
  const auto shifted = Lanes::fma(x, Lanes::fill(0x1.71547652b82fep+0), shift);
  const auto n = Lanes::sub(shifted, shift);
  const auto upper = Lanes::fma(n, Lanes::fill(-0x1.62e42fefa38p-1), x);
  const auto lower = Lanes::mul(n, Lanes::fill(0x1.ef35793c7673p-45));
  const auto r = Lanes::sub(upper, lower);
  return {shifted, r, Lanes::sub(Lanes::sub(upper, r), lower)};
}

template <typename Lanes>
struct ExpDoubleOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    const auto parts =
        exp_parts<Lanes>(Lanes::min(Lanes::fill(720.0), Lanes::max(Lanes::fill(-760.0), x)));
    const auto rest = Lanes::add(exp_rest<Lanes>(parts.r), parts.correction);
    const auto mantissa = Lanes::add(Lanes::fill(1.0), Lanes::add(parts.r, rest));
    return Lanes::scale(mantissa, parts.shifted);
  }
};

/// tanh x = E / (E + 2), E = e^2x - 1 as a pair.
template <typename Lanes>
struct TanhDoubleOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    const auto size = Lanes::magnitude(x);
    const auto twice = Lanes::add(size, size);
    const auto parts = exp_parts<Lanes>(Lanes::min(Lanes::fill(80.0), twice));
    const auto factor = Lanes::power_of_two(parts.shifted);
    const auto rest = Lanes::add(exp_rest<Lanes>(parts.r), parts.correction);
    const auto base = Lanes::sub(factor, Lanes::fill(1.0));
    const auto linear = Lanes::mul(factor, parts.r);
    // base is 0 or larger than linear.
    const auto sum = Lanes::add(base, linear);
    const auto sum_lo = Lanes::fma(factor, rest, Lanes::sub(linear, Lanes::sub(sum, base)));
    const auto e = Lanes::add(sum, sum_lo);
    const auto e_lo = Lanes::sub(sum_lo, Lanes::sub(e, sum));
    const auto below = Lanes::add(e, Lanes::fill(2.0));
    const auto two = Lanes::sub(below, e);
    const auto below_lo = Lanes::add(
        Lanes::add(Lanes::sub(e, Lanes::sub(below, two)), Lanes::sub(Lanes::fill(2.0), two)), e_lo);
    const auto quotient = Lanes::div(e, below);
    const auto back = Lanes::fma(Lanes::sub(Lanes::fill(0.0), quotient), below, e);
    const auto residual = Lanes::sub(Lanes::add(back, e_lo), Lanes::mul(quotient, below_lo));
    return Lanes::or_sign(Lanes::add(quotient, Lanes::div(residual, below)), x);
  }
};

/// log x = k ln 2 + log m, m in [0.75, 1.5); log m = 2 s + s z R(z), s = f / (2 + f), z = s^2, f =
/// m - 1. The order of the last additions is fdlibm's (Sun Microsystems, e_log.c), error below 1
/// ULP.
template <typename Lanes>
struct LogDoubleOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    const auto parts = Lanes::decompose(x);
    const auto f = Lanes::sub(parts.mantissa, Lanes::fill(1.0));
    const auto s = Lanes::div(f, Lanes::add(f, Lanes::fill(2.0)));
    const auto z = Lanes::mul(s, s);
    auto q = Lanes::fill(0x1.1b6ce5dd70b90p-3);
    q = Lanes::fma(q, z, Lanes::fill(0x1.0dcea292c1c58p-3));
    q = Lanes::fma(q, z, Lanes::fill(0x1.3b359276d02c5p-3));
    q = Lanes::fma(q, z, Lanes::fill(0x1.745c4c4540c4ap-3));
    q = Lanes::fma(q, z, Lanes::fill(0x1.c71c7489c0d93p-3));
    q = Lanes::fma(q, z, Lanes::fill(0x1.24924921eb034p-2));
    q = Lanes::fma(q, z, Lanes::fill(0x1.999999999c109p-2));
    q = Lanes::fma(q, z, Lanes::fill(0x1.555555555554fp-1));
    const auto half_square = Lanes::mul(Lanes::mul(f, f), Lanes::fill(0.5));
    const auto series = Lanes::fma(q, z, half_square);
    const auto low =
        Lanes::fma(parts.exponent, Lanes::fill(0x1.ef35793c7673p-45), Lanes::mul(s, series));
    const auto inner = Lanes::sub(Lanes::sub(half_square, low), f);
    const auto value =
        Lanes::sub(Lanes::mul(parts.exponent, Lanes::fill(0x1.62e42fefa38p-1)), inner);
    return Lanes::log_edges(value, x);
  }
};

/// sin and cos of r + correction, |r| <= pi/4: fdlibm's arrangement (k_sin.c, k_cos.c), own
/// coefficients.
template <typename Lanes>
typename Lanes::Value sine_kernel(typename Lanes::Value r, typename Lanes::Value correction) {
  const auto z = Lanes::mul(r, r);
  auto q = Lanes::fill(0x1.5d93015400d3bp-33);
  q = Lanes::fma(q, z, Lanes::fill(-0x1.ae5e663bb2490p-26));
  q = Lanes::fma(q, z, Lanes::fill(0x1.71de3577b7fbdp-19));
  q = Lanes::fma(q, z, Lanes::fill(-0x1.a01a019c119adp-13));
  q = Lanes::fma(q, z, Lanes::fill(0x1.111111110f87ap-7));
  q = Lanes::fma(q, z, Lanes::fill(-0x1.5555555555549p-3));
  const auto cube = Lanes::mul(z, r);
  const auto cosine = Lanes::fma(z, Lanes::fill(-0.5), Lanes::fill(1.0));
  return Lanes::add(r, Lanes::fma(q, cube, Lanes::mul(correction, cosine)));
}

template <typename Lanes>
typename Lanes::Value cosine_kernel(typename Lanes::Value r, typename Lanes::Value correction) {
  const auto z = Lanes::mul(r, r);
  auto q = Lanes::fill(-0x1.8fae9cd4d12e6p-37);
  q = Lanes::fma(q, z, Lanes::fill(0x1.1ee9ebe9db264p-29));
  q = Lanes::fma(q, z, Lanes::fill(-0x1.27e4f809f1944p-22));
  q = Lanes::fma(q, z, Lanes::fill(0x1.a01a019cb1befp-16));
  q = Lanes::fma(q, z, Lanes::fill(-0x1.6c16c16c1517ep-10));
  q = Lanes::fma(q, z, Lanes::fill(0x1.555555555554cp-5));
  const auto half = Lanes::mul(z, Lanes::fill(0.5));
  const auto one = Lanes::fill(1.0);
  const auto first = Lanes::sub(one, half);
  const auto lost = Lanes::sub(Lanes::sub(one, first), half);
  const auto rest = Lanes::fma(Lanes::mul(z, z), q, Lanes::sub(lost, Lanes::mul(r, correction)));
  return Lanes::add(first, rest);
}

/// sin(x + turn pi/2), turn 0 or 1, for |x| < 2^19; others one by one.
template <typename Lanes>
typename Lanes::Value quarter_sine(typename Lanes::Value x, double turn, double (*scalar)(double)) {
  if (!Lanes::all_below(x, 0x1p19)) return each_lane<Lanes>(x, scalar);
  const auto shift = Lanes::fill(0x1.8p52);
  const auto shifted = Lanes::fma(x, Lanes::fill(0x1.45f306dc9c883p-1), shift);
  const auto n = Lanes::sub(shifted, shift);
  // pi/2 in pieces; n times the first is exact.
  const auto upper = Lanes::fma(n, Lanes::fill(-0x1.921fb544p+0), x);
  const auto piece = Lanes::fill(-0x1.0b4611a626331p-34);
  const auto second = Lanes::mul(n, piece);
  const auto second_lo = Lanes::lost(n, piece, second);
  const auto r = Lanes::add(upper, second);
  const auto part = Lanes::sub(r, upper);
  const auto lost = Lanes::add(Lanes::sub(upper, Lanes::sub(r, part)), Lanes::sub(second, part));
  const auto correction =
      Lanes::add(lost, Lanes::fma(n, Lanes::fill(-0x1.1701b839a2520p-88), second_lo));
  const auto quadrant = Lanes::add(shifted, Lanes::fill(turn));
  const auto value = Lanes::select_odd(quadrant, cosine_kernel<Lanes>(r, correction),
                                       sine_kernel<Lanes>(r, correction));
  return Lanes::negate_if_second_bit(quadrant, value);
}

template <typename Lanes>
struct SinDoubleOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    // Below 2^-27 the sine is its argument; so -0 stays -0.
    return Lanes::keep_below(0x1p-27, x, quarter_sine<Lanes>(x, 0.0, sin));
  }
};
template <typename Lanes>
struct CosDoubleOp {
  static typename Lanes::Value apply(typename Lanes::Value x) {
    return quarter_sine<Lanes>(x, 1.0, cos);
  }
};

}  // namespace
}  // namespace crystalline::math
