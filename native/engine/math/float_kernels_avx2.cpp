#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/math/float_kernels.hpp"

// From here on every function of this file may use AVX2 and FMA; headers with inline functions of
// others stay above, so that none of them is compiled for it.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#include "engine/math/float_kernel_body.hpp"

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
  static Value keep_part(Value a, std::size_t count) {
    return _mm256_and_pd(a, _mm256_castsi256_pd(_mm256_cvtepi32_epi64(part(count))));
  }
  static Value fill(double a) { return _mm256_set1_pd(a); }
  static Value add(Value a, Value b) { return _mm256_add_pd(a, b); }
  static Value sub(Value a, Value b) { return _mm256_sub_pd(a, b); }
  static Value mul(Value a, Value b) { return _mm256_mul_pd(a, b); }
  static Value div(Value a, Value b) { return _mm256_div_pd(a, b); }
  static Value fma(Value a, Value b, Value c) { return _mm256_fmadd_pd(a, b, c); }
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
  static double sum(Value a) {
    const __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
    return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
  }
};

}  // namespace

const FloatKernels& float_kernels_avx2() { return kFloatKernels<Avx2Lanes>; }

}  // namespace crystalline::math

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
