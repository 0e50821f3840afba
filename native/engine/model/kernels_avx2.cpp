#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/model/gemm_kernel.hpp"
#include "engine/model/row_kernel.hpp"

// From here on every function of this file may use AVX2 and FMA; headers with inline functions of
// others stay above, so that none of them is compiled for it.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#include "engine/model/gemm_kernel_body.hpp"
#include "engine/model/row_exponential_body.hpp"

namespace crystalline::model {
namespace {

/// Eight floats in one of 16 registers: 12 sums, 3 vectors of the panel and a broadcast.
struct Avx2Lanes {
  using Value = __m256;
  static constexpr std::size_t kWidth = 8;
  static constexpr int kTileRows = 4;
  static constexpr int kTileVectors = 3;

  static __m256i part(int count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  static Value load(const float* from) { return _mm256_loadu_ps(from); }
  static Value load_part(const float* from, int count) {
    return _mm256_maskload_ps(from, part(count));
  }
  static void store(float* to, Value a) { _mm256_storeu_ps(to, a); }
  static void store_part(float* to, Value a, int count) { _mm256_maskstore_ps(to, part(count), a); }
  static Value fill(float a) { return _mm256_set1_ps(a); }
  static Value add(Value a, Value b) { return _mm256_add_ps(a, b); }
  static Value sub(Value a, Value b) { return _mm256_sub_ps(a, b); }
  static Value mul(Value a, Value b) { return _mm256_mul_ps(a, b); }
  static Value div(Value a, Value b) { return _mm256_div_ps(a, b); }
  static Value max(Value a, Value b) { return _mm256_max_ps(a, b); }  // b where one is NaN
  static Value min(Value a, Value b) { return _mm256_min_ps(a, b); }
  /// 2^n for shifted = 1.5 2^23 + n, whose last bits are those of n.
  static Value two_to(Value shifted) {
    const __m256i exponent = _mm256_slli_epi32(_mm256_castps_si256(shifted), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(exponent, _mm256_set1_epi32(0x3f80'0000)));
  }
  /// value, and 0 where x < limit.
  static Value zero_below(Value value, Value x, Value limit) {
    return _mm256_and_ps(value, _mm256_cmp_ps(x, limit, _CMP_NLT_UQ));
  }
  static Value keep_part(Value a, int count) {
    return _mm256_and_ps(a, _mm256_castsi256_ps(part(count)));
  }
  static Value fma(Value a, Value b, Value c) { return _mm256_fmadd_ps(a, b, c); }
  static float largest(Value a) {
    const __m128 half = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    const __m128 pair = _mm_max_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_max_ss(pair, _mm_movehdup_ps(pair)));
  }
  static double sum(Value a) {
    const __m256d wide = _mm256_add_pd(_mm256_cvtps_pd(_mm256_castps256_ps128(a)),
                                       _mm256_cvtps_pd(_mm256_extractf128_ps(a, 1)));
    const __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(wide), _mm256_extractf128_pd(wide, 1));
    return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
  }

  /// Turns a square: 4 x 4 blocks within the registers' halves, then the halves.
  static void transpose(Value (&rows)[8]) {
    Value turned[8];
#pragma GCC unroll 2
    for (int g = 0; g < 8; g += 4) {
      const Value a = _mm256_unpacklo_ps(rows[g], rows[g + 1]);
      const Value b = _mm256_unpackhi_ps(rows[g], rows[g + 1]);
      const Value c = _mm256_unpacklo_ps(rows[g + 2], rows[g + 3]);
      const Value d = _mm256_unpackhi_ps(rows[g + 2], rows[g + 3]);
      turned[g] = _mm256_shuffle_ps(a, c, 0x44);
      turned[g + 1] = _mm256_shuffle_ps(a, c, 0xEE);
      turned[g + 2] = _mm256_shuffle_ps(b, d, 0x44);
      turned[g + 3] = _mm256_shuffle_ps(b, d, 0xEE);
    }
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) {
      rows[j] = _mm256_permute2f128_ps(turned[j], turned[4 + j], 0x20);
      rows[4 + j] = _mm256_permute2f128_ps(turned[j], turned[4 + j], 0x31);
    }
  }
};

}  // namespace

const GemmKernel& avx2_gemm_kernel() { return kGemmKernel<Avx2Lanes>; }
const RowKernels& avx2_row_kernels() { return kRowKernels<Avx2Lanes>; }

}  // namespace crystalline::model

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
