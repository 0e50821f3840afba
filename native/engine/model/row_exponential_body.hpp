#pragma once

#include <cstddef>

#include "engine/model/row_kernel_body.hpp"

// What of the row kernels needs an exponential: softmax and GELU, in single precision, several
// times as quick as math's, which are right to the last bit. Included after row_kernel_body.hpp.
namespace crystalline::model {
namespace {

template <typename Lanes>
struct Exponentials {
  using Value = typename Lanes::Value;
  using Row = Rows<Lanes>;
  static constexpr std::size_t kWidth = Lanes::kWidth;

  /// e^x for |x| <= 87, relative error 2^-23 as measured: 2^n e^r with |r| <= ln 2 / 2 and a
  /// polynomial of (e^r - 1 - r) / r^2, minimax under r^2 / e^r (2^-28). NaN stays NaN.
  [[gnu::always_inline]] static Value exp_near(Value x) {
    const Value shift = Lanes::fill(0x1.8p23F);
    const Value shifted = Lanes::fma(x, Lanes::fill(0x1.715476p+0F), shift);
    const Value n = Lanes::sub(shifted, shift);
    Value r = Lanes::fma(n, Lanes::fill(-0x1.62e4p-1F), x);
    r = Lanes::fma(n, Lanes::fill(-0x1.7f7d1cp-20F), r);
    Value q = Lanes::fill(0x1.6a23dp-10F);
    q = Lanes::fma(q, r, Lanes::fill(0x1.123a2p-7F));
    q = Lanes::fma(q, r, Lanes::fill(0x1.5558f2p-5F));
    q = Lanes::fma(q, r, Lanes::fill(0x1.555492p-3F));
    q = Lanes::fma(q, r, Lanes::fill(0x1.fffffcp-2F));
    const Value less_one = Lanes::fma(Lanes::mul(r, r), q, r);
    const Value scale = Lanes::two_to(shifted);
    return Lanes::fma(scale, less_one, scale);
  }

  /// e^x for x <= 0; 0 below -87.
  [[gnu::always_inline]] static Value exp_below(Value x) {
    const Value least = Lanes::fill(-87.0F);
    return Lanes::zero_below(exp_near(Lanes::max(least, x)), x, least);
  }

  /// A row's e^(scale (x - largest)); returns their sum.
  static float exponentials(float* row, float scale, std::size_t count) {
    const Value most = Lanes::fill(Row::largest(row, count));
    const Value factor = Lanes::fill(scale);
    Value sum = Lanes::fill(0.0F);
    for (std::size_t i = 0; i < count; i += kWidth) {
      const std::size_t left = count - i;
      const Value e = exp_below(Lanes::mul(Lanes::sub(Row::load(row + i, left), most), factor));
      sum = Lanes::add(sum, Row::keep(e, left));
      Row::store(row + i, e, left);
    }
    return static_cast<float>(Lanes::sum(sum));
  }

  static void softmax(float* row, float scale, std::size_t count) {
    const float sum = exponentials(row, scale, count);
    Row::shift_scale(row, 0.0F, 1.0F / sum, count);
  }

  /// GELU(x) = x s with s = 1 / (1 + e^-2u), 2u = x (a + b x^2), and its slope
  /// s (1 + x (a + 3 b x^2) (1 - s)), where 1 - s = e^-2u s.
  struct Gelu {
    Value value;
    Value slope;
  };
  [[gnu::always_inline]] static Gelu gelu_of(Value x) {
    constexpr float kLinear = 0x1.988454p+0F;  // a = 2 sqrt(2 / pi)
    constexpr float kCubic = 0x1.2444f2p-4F;   // b = 0.044715 a
    const Value square = Lanes::mul(x, x);
    const Value one = Lanes::fill(1.0F);
    const Value minus_two_u =
        Lanes::mul(x, Lanes::fma(square, Lanes::fill(-kCubic), Lanes::fill(-kLinear)));
    const Value bounded =
        Lanes::min(Lanes::fill(87.0F), Lanes::max(Lanes::fill(-87.0F), minus_two_u));
    const Value e = exp_near(bounded);
    const Value s = Lanes::div(one, Lanes::add(one, e));
    const Value growth = Lanes::fma(square, Lanes::fill(3 * kCubic), Lanes::fill(kLinear));
    // e s is at most 1, and 0 where x is large: the product cannot overflow for |x| < 10^9.
    const Value bend = Lanes::mul(Lanes::mul(Lanes::mul(e, s), x), growth);
    return {Lanes::mul(x, s), Lanes::mul(s, Lanes::add(one, bend))};
  }

  static void gelu(float* out, float* in, bool keeps_slope, std::size_t count) {
    for (std::size_t i = 0; i < count; i += kWidth) {
      const Gelu result = gelu_of(Row::load(in + i, count - i));
      Row::store(out + i, result.value, count - i);
      if (keeps_slope) Row::store(in + i, result.slope, count - i);
    }
  }
};

template <typename Lanes>
constexpr RowKernels kRowKernels = {Rows<Lanes>::sum_rows,
                                    Rows<Lanes>::add,
                                    Rows<Lanes>::moments,
                                    Rows<Lanes>::normalise,
                                    Rows<Lanes>::normalise_backward,
                                    Rows<Lanes>::largest,
                                    Rows<Lanes>::shift_scale,
                                    Rows<Lanes>::softmax_backward,
                                    Exponentials<Lanes>::exponentials,
                                    Exponentials<Lanes>::softmax,
                                    Exponentials<Lanes>::gelu};

}  // namespace
}  // namespace crystalline::model
