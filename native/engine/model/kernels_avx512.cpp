#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/model/gemm_kernel.hpp"
#include "engine/model/row_kernel.hpp"

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

#include "engine/model/gemm_kernel_body.hpp"
#include "engine/model/row_exponential_body.hpp"

namespace crystalline::model {
namespace {

/// Sixteen floats in one of 32 registers: 24 sums, 3 vectors of the panel and a broadcast.
struct Avx512Lanes {
  using Value = __m512;
  static constexpr std::size_t kWidth = 16;
  static constexpr int kTileRows = 8;
  static constexpr int kTileVectors = 3;

  static __mmask16 part(int count) { return static_cast<__mmask16>((1U << count) - 1U); }
  static Value load(const float* from) { return _mm512_loadu_ps(from); }
  static Value load_part(const float* from, int count) {
    return _mm512_maskz_loadu_ps(part(count), from);
  }
  static void store(float* to, Value a) { _mm512_storeu_ps(to, a); }
  static void store_part(float* to, Value a, int count) {
    _mm512_mask_storeu_ps(to, part(count), a);
  }
  static Value fill(float a) { return _mm512_set1_ps(a); }
  static Value add(Value a, Value b) { return _mm512_add_ps(a, b); }
  static Value sub(Value a, Value b) { return _mm512_sub_ps(a, b); }
  static Value mul(Value a, Value b) { return _mm512_mul_ps(a, b); }
  static Value div(Value a, Value b) { return _mm512_div_ps(a, b); }
  static Value max(Value a, Value b) { return _mm512_max_ps(a, b); }  // b where one is NaN
  static Value min(Value a, Value b) { return _mm512_min_ps(a, b); }
  /// 2^n for shifted = 1.5 2^23 + n, whose last bits are those of n.
  static Value two_to(Value shifted) {
    const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(exponent, _mm512_set1_epi32(0x3f80'0000)));
  }
  /// value, and 0 where x < limit.
  static Value zero_below(Value value, Value x, Value limit) {
    return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, limit, _CMP_NLT_UQ), value);
  }
  static Value keep_part(Value a, int count) { return _mm512_maskz_mov_ps(part(count), a); }
  static Value fma(Value a, Value b, Value c) { return _mm512_fmadd_ps(a, b, c); }
  static float largest(Value a) { return _mm512_reduce_max_ps(a); }
  static double sum(Value a) {
    const __m256 low = _mm512_castps512_ps256(a);
    const __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(a), 1));
    const __m512d wide = _mm512_add_pd(_mm512_cvtps_pd(low), _mm512_cvtps_pd(high));
    const __m256d half =
        _mm256_add_pd(_mm512_castpd512_pd256(wide), _mm512_extractf64x4_pd(wide, 1));
    const __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(half), _mm256_extractf128_pd(half, 1));
    return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
  }

  static __m512 low_pairs(__m512 a, __m512 b) {
    return _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
  }
  static __m512 high_pairs(__m512 a, __m512 b) {
    return _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
  }

  /// Turns a square: 4 x 4 blocks within the registers' quarters, then the quarters.
  static void transpose(Value (&rows)[16]) {
    Value turned[16];
#pragma GCC unroll 4
    for (int g = 0; g < 16; g += 4) {
      const Value a = _mm512_unpacklo_ps(rows[g], rows[g + 1]);
      const Value b = _mm512_unpackhi_ps(rows[g], rows[g + 1]);
      const Value c = _mm512_unpacklo_ps(rows[g + 2], rows[g + 3]);
      const Value d = _mm512_unpackhi_ps(rows[g + 2], rows[g + 3]);
      turned[g] = low_pairs(a, c);
      turned[g + 1] = high_pairs(a, c);
      turned[g + 2] = low_pairs(b, d);
      turned[g + 3] = high_pairs(b, d);
    }
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) {
      const Value even_low = _mm512_shuffle_f32x4(turned[j], turned[4 + j], 0x88);
      const Value odd_low = _mm512_shuffle_f32x4(turned[j], turned[4 + j], 0xDD);
      const Value even_high = _mm512_shuffle_f32x4(turned[8 + j], turned[12 + j], 0x88);
      const Value odd_high = _mm512_shuffle_f32x4(turned[8 + j], turned[12 + j], 0xDD);
      rows[j] = _mm512_shuffle_f32x4(even_low, even_high, 0x88);
      rows[8 + j] = _mm512_shuffle_f32x4(even_low, even_high, 0xDD);
      rows[4 + j] = _mm512_shuffle_f32x4(odd_low, odd_high, 0x88);
      rows[12 + j] = _mm512_shuffle_f32x4(odd_low, odd_high, 0xDD);
    }
  }
};

}  // namespace

const GemmKernel& avx512_gemm_kernel() { return kGemmKernel<Avx512Lanes>; }
const RowKernels& avx512_row_kernels() { return kRowKernels<Avx512Lanes>; }

}  // namespace crystalline::model

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
