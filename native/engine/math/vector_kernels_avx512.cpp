#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/math/elementary.hpp"
#include "engine/math/vector_kernels.hpp"

// From here on every function of this file may use AVX-512; headers with inline functions of
// others stay above, so that none of them is compiled for it.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), \
                             apply_to = function)
#else
// g++ 12's own header starts from undefined registers (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl")
#endif

#include "engine/math/vector_kernel_body.hpp"

namespace crystalline::math {
namespace {

/// Eight doubles in an AVX-512 register, from eight floats in memory.
struct Avx512Lanes {
  using Value = __m512d;
  static constexpr std::size_t kWidth = 8;

  static __mmask8 part(std::size_t count) { return static_cast<__mmask8>((1U << count) - 1U); }
  static Value load(const float* from) { return _mm512_cvtps_pd(_mm256_loadu_ps(from)); }
  static Value load_part(const float* from, std::size_t count) {
    return _mm512_cvtps_pd(_mm256_maskz_loadu_ps(part(count), from));
  }
  static void store(float* to, Value a) { _mm256_storeu_ps(to, _mm512_cvtpd_ps(a)); }
  static void store_part(float* to, Value a, std::size_t count) {
    _mm256_mask_storeu_ps(to, part(count), _mm512_cvtpd_ps(a));
  }
  static Value load(const double* from) { return _mm512_loadu_pd(from); }
  static Value load_part(const double* from, std::size_t count) {
    return _mm512_maskz_loadu_pd(part(count), from);
  }
  static void store(double* to, Value a) { _mm512_storeu_pd(to, a); }
  static void store_part(double* to, Value a, std::size_t count) {
    _mm512_mask_storeu_pd(to, part(count), a);
  }
  static Value keep_part(Value a, std::size_t count) { return _mm512_maskz_mov_pd(part(count), a); }
  static Value fill(double a) { return _mm512_set1_pd(a); }
  static Value add(Value a, Value b) { return _mm512_add_pd(a, b); }
  static Value sub(Value a, Value b) { return _mm512_sub_pd(a, b); }
  static Value mul(Value a, Value b) { return _mm512_mul_pd(a, b); }
  static Value div(Value a, Value b) { return _mm512_div_pd(a, b); }
  static Value fma(Value a, Value b, Value c) { return _mm512_fmadd_pd(a, b, c); }
  /// a b - product exactly, for product = a b rounded.
  static Value lost(Value a, Value b, Value product) { return _mm512_fmsub_pd(a, b, product); }
  static Value max(Value a, Value b) { return _mm512_max_pd(a, b); }  // b if either is NaN
  static Value min(Value a, Value b) { return _mm512_min_pd(a, b); }
  static Value or_sign(Value a, Value sign) {
    return _mm512_or_pd(a, _mm512_and_pd(sign, _mm512_set1_pd(-0.0)));
  }
  /// 2^n from 1.5 * 2^52 + n.
  static Value power_of_two(Value shifted) {
    const __m512i bits = _mm512_slli_epi64(_mm512_castpd_si512(shifted), 52);
    return _mm512_castsi512_pd(_mm512_add_epi64(bits, _mm512_set1_epi64(0x3FF0000000000000)));
  }
  /// a 2^n from 1.5 * 2^52 + n, rounded once.
  static Value scale(Value a, Value shifted) {
    return _mm512_scalef_pd(a, _mm512_sub_pd(shifted, _mm512_set1_pd(0x1.8p52)));
  }
  struct Decomposed {
    Value mantissa;  // in [0.75, 1.5)
    Value exponent;
  };
  /// Of x > 0, subnormal or not.
  static Decomposed decompose(Value x) {
    const Value mantissa = _mm512_getmant_pd(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_zero);
    const Value exponent = _mm512_getexp_pd(x);
    const __mmask8 raised = _mm512_cmp_pd_mask(mantissa, _mm512_set1_pd(1.0), _CMP_LT_OQ);
    return {mantissa, _mm512_mask_add_pd(exponent, raised, exponent, _mm512_set1_pd(1.0))};
  }
  /// value, but -inf where x is 0, NaN where it is negative or NaN, +inf where it is +inf.
  static Value log_edges(Value value, Value x) {
    const Value zero = _mm512_setzero_pd();
    const Value infinity = _mm512_castsi512_pd(_mm512_set1_epi64(0x7FF0000000000000));
    const Value nan = _mm512_castsi512_pd(_mm512_set1_epi64(0x7FF8000000000000));
    value = _mm512_mask_mov_pd(value, _mm512_cmp_pd_mask(x, zero, _CMP_EQ_OQ),
                               _mm512_sub_pd(zero, infinity));
    value = _mm512_mask_mov_pd(value, _mm512_cmp_pd_mask(x, zero, _CMP_NGE_UQ), nan);
    return _mm512_mask_mov_pd(value, _mm512_cmp_pd_mask(x, infinity, _CMP_EQ_OQ), infinity);
  }
  static Value magnitude(Value x) { return _mm512_abs_pd(x); }
  static bool all_below(Value x, double limit) {
    return _mm512_cmp_pd_mask(_mm512_abs_pd(x), fill(limit), _CMP_LT_OQ) == 0xFF;
  }
  /// x where |x| < limit, else value.
  static Value keep_below(double limit, Value x, Value value) {
    return _mm512_mask_mov_pd(value, _mm512_cmp_pd_mask(_mm512_abs_pd(x), fill(limit), _CMP_LT_OQ),
                              x);
  }
  /// odd where the lowest bit of `bits` is set, else even.
  static Value select_odd(Value bits, Value odd, Value even) {
    const __mmask8 set = _mm512_test_epi64_mask(_mm512_castpd_si512(bits), _mm512_set1_epi64(1));
    return _mm512_mask_mov_pd(even, set, odd);
  }
  static Value negate_if_second_bit(Value bits, Value a) {
    const __m512i sign = _mm512_and_si512(_mm512_slli_epi64(_mm512_castpd_si512(bits), 62),
                                          _mm512_castpd_si512(_mm512_set1_pd(-0.0)));
    return _mm512_xor_pd(a, _mm512_castsi512_pd(sign));
  }
  static double sum(Value a) {
    const __m256d half = _mm256_add_pd(_mm512_castpd512_pd256(a), _mm512_extractf64x4_pd(a, 1));
    const __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(half), _mm256_extractf128_pd(half, 1));
    return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
  }
};

}  // namespace

const VectorKernels& vector_kernels_avx512() { return kVectorKernels<Avx512Lanes>; }

}  // namespace crystalline::math

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
