#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/math/elementary.hpp"
#include "engine/math/vector_kernels.hpp"

// From here on every function of this file may use AVX2 and FMA; headers with inline functions of
// others stay above, so that none of them is compiled for it.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#include "engine/math/vector_kernel_body.hpp"

namespace crystalline::math {
namespace {

/// Four doubles in an AVX register, from four floats in memory.
struct Avx2Lanes {
  using Value = __m256d;
  static constexpr std::size_t kWidth = 4;

  static __m128i part(std::size_t count) {
    return _mm_cmpgt_epi32(_mm_set1_epi32(static_cast<int>(count)), _mm_setr_epi32(0, 1, 2, 3));
  }
  static Value load(const float* from) { return _mm256_cvtps_pd(_mm_loadu_ps(from)); }
  static Value load_part(const float* from, std::size_t count) {
    return _mm256_cvtps_pd(_mm_maskload_ps(from, part(count)));
  }
  static void store(float* to, Value a) { _mm_storeu_ps(to, _mm256_cvtpd_ps(a)); }
  static void store_part(float* to, Value a, std::size_t count) {
    _mm_maskstore_ps(to, part(count), _mm256_cvtpd_ps(a));
  }
  static Value load(const double* from) { return _mm256_loadu_pd(from); }
  static Value load_part(const double* from, std::size_t count) {
    return _mm256_maskload_pd(from, _mm256_cvtepi32_epi64(part(count)));
  }
  static void store(double* to, Value a) { _mm256_storeu_pd(to, a); }
  static void store_part(double* to, Value a, std::size_t count) {
    _mm256_maskstore_pd(to, _mm256_cvtepi32_epi64(part(count)), a);
  }
  static Value keep_part(Value a, std::size_t count) {
    return _mm256_and_pd(a, _mm256_castsi256_pd(_mm256_cvtepi32_epi64(part(count))));
  }
  static Value fill(double a) { return _mm256_set1_pd(a); }
  static Value add(Value a, Value b) { return _mm256_add_pd(a, b); }
  static Value sub(Value a, Value b) { return _mm256_sub_pd(a, b); }
  static Value mul(Value a, Value b) { return _mm256_mul_pd(a, b); }
  static Value div(Value a, Value b) { return _mm256_div_pd(a, b); }
  static Value fma(Value a, Value b, Value c) { return _mm256_fmadd_pd(a, b, c); }
  /// a b - product exactly, for product = a b rounded.
  static Value lost(Value a, Value b, Value product) { return _mm256_fmsub_pd(a, b, product); }
  static Value max(Value a, Value b) { return _mm256_max_pd(a, b); }  // b if either is NaN
  static Value min(Value a, Value b) { return _mm256_min_pd(a, b); }
  static Value or_sign(Value a, Value sign) {
    return _mm256_or_pd(a, _mm256_and_pd(sign, _mm256_set1_pd(-0.0)));
  }
  /// 2^n from 1.5 * 2^52 + n.
  static Value power_of_two(Value shifted) {
    const __m256i bits = _mm256_slli_epi64(_mm256_castpd_si256(shifted), 52);
    return _mm256_castsi256_pd(_mm256_add_epi64(bits, _mm256_set1_epi64x(0x3FF0000000000000)));
  }
  /// a 2^n from 1.5 * 2^52 + n: two factors, so that a subnormal result is rounded once.
  static Value scale(Value a, Value shifted) {
    const Value shift = fill(0x1.8p52);
    const Value n = sub(shifted, shift);
    const Value half_shifted = fma(n, fill(0.5), shift);
    const Value rest_shifted = add(sub(n, sub(half_shifted, shift)), shift);
    return mul(mul(a, power_of_two(half_shifted)), power_of_two(rest_shifted));
  }
  struct Decomposed {
    Value mantissa;  // in [0.75, 1.5)
    Value exponent;
  };
  /// Of x > 0, subnormal or not.
  static Decomposed decompose(Value x) {
    const Value subnormal = _mm256_cmp_pd(x, fill(0x1p-1022), _CMP_LT_OQ);
    const __m256i bits = _mm256_castpd_si256(_mm256_blendv_pd(x, mul(x, fill(0x1p54)), subnormal));
    // Half a binade up: the exponent of 1.5 and more counts one higher.
    const __m256i raised =
        _mm256_srli_epi64(_mm256_add_epi64(bits, _mm256_set1_epi64x(0x0008000000000000)), 52);
    const __m256i mantissa = _mm256_add_epi64(_mm256_sub_epi64(bits, _mm256_slli_epi64(raised, 52)),
                                              _mm256_set1_epi64x(0x3FF0000000000000));
    const Value biased =
        _mm256_castsi256_pd(_mm256_or_si256(raised, _mm256_castpd_si256(fill(0x1p52))));
    const Value bias = _mm256_blendv_pd(fill(0x1p52 + 1023), fill(0x1p52 + 1023 + 54), subnormal);
    return {_mm256_castsi256_pd(mantissa), sub(biased, bias)};
  }
  /// value, but -inf where x is 0, NaN where it is negative or NaN, +inf where it is +inf.
  static Value log_edges(Value value, Value x) {
    const Value zero = _mm256_setzero_pd();
    const Value infinity = _mm256_castsi256_pd(_mm256_set1_epi64x(0x7FF0000000000000));
    const Value nan = _mm256_castsi256_pd(_mm256_set1_epi64x(0x7FF8000000000000));
    value = _mm256_blendv_pd(value, sub(zero, infinity), _mm256_cmp_pd(x, zero, _CMP_EQ_OQ));
    value = _mm256_blendv_pd(value, nan, _mm256_cmp_pd(x, zero, _CMP_NGE_UQ));
    return _mm256_blendv_pd(value, infinity, _mm256_cmp_pd(x, infinity, _CMP_EQ_OQ));
  }
  static Value magnitude(Value x) { return _mm256_andnot_pd(fill(-0.0), x); }
  static bool all_below(Value x, double limit) {
    return _mm256_movemask_pd(_mm256_cmp_pd(magnitude(x), fill(limit), _CMP_LT_OQ)) == 0xF;
  }
  /// x where |x| < limit, else value.
  static Value keep_below(double limit, Value x, Value value) {
    return _mm256_blendv_pd(value, x, _mm256_cmp_pd(magnitude(x), fill(limit), _CMP_LT_OQ));
  }
  /// odd where the lowest bit of `bits` is set, else even.
  static Value select_odd(Value bits, Value odd, Value even) {
    const __m256i top = _mm256_slli_epi64(_mm256_castpd_si256(bits), 63);
    return _mm256_blendv_pd(even, odd, _mm256_castsi256_pd(top));
  }
  static Value negate_if_second_bit(Value bits, Value a) {
    const __m256i sign = _mm256_and_si256(_mm256_slli_epi64(_mm256_castpd_si256(bits), 62),
                                          _mm256_castpd_si256(fill(-0.0)));
    return _mm256_xor_pd(a, _mm256_castsi256_pd(sign));
  }
  static double sum(Value a) {
    const __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
    return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
  }
};

}  // namespace

const VectorKernels& vector_kernels_avx2() { return kVectorKernels<Avx2Lanes>; }

}  // namespace crystalline::math

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
