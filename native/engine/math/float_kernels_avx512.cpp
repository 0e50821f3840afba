#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/math/float_kernels.hpp"

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

#include "engine/math/float_kernel_body.hpp"

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
  static Value keep_part(Value a, std::size_t count) { return _mm512_maskz_mov_pd(part(count), a); }
  static Value fill(double a) { return _mm512_set1_pd(a); }
  static Value add(Value a, Value b) { return _mm512_add_pd(a, b); }
  static Value sub(Value a, Value b) { return _mm512_sub_pd(a, b); }
  static Value mul(Value a, Value b) { return _mm512_mul_pd(a, b); }
  static Value div(Value a, Value b) { return _mm512_div_pd(a, b); }
  static Value fma(Value a, Value b, Value c) { return _mm512_fmadd_pd(a, b, c); }
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
  static double sum(Value a) {
    const __m256d half = _mm256_add_pd(_mm512_castpd512_pd256(a), _mm512_extractf64x4_pd(a, 1));
    const __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(half), _mm256_extractf128_pd(half, 1));
    return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
  }
};

}  // namespace

const FloatKernels& float_kernels_avx512() { return kFloatKernels<Avx512Lanes>; }

}  // namespace crystalline::math

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
