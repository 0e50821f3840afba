#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/lattice/angular_kernels.hpp"

// From here on every function of this file may use AVX2; headers with inline functions of others
// stay above, so that none of them is compiled for it.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif

#include "engine/lattice/angular_kernel_body.hpp"

namespace crystalline::lattice {
namespace {

/// Four positions in AVX registers.
struct Avx2Lanes {
  using Value = __m256d;
  using Bits = __m256i;
  static constexpr std::size_t kWidth = 4;

  static Bits load_bits(const std::uint64_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  }
  static void store_bits(std::uint64_t* to, Bits a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), a);
  }
  static Value load(const double* from) { return _mm256_loadu_pd(from); }
  static void store(double* to, Value a) { _mm256_storeu_pd(to, a); }
  static Value fill(double a) { return _mm256_set1_pd(a); }
  static Bits fill_bits(std::uint64_t a) { return _mm256_set1_epi64x(static_cast<long long>(a)); }
  static Value add(Value a, Value b) { return _mm256_add_pd(a, b); }
  static Value sub(Value a, Value b) { return _mm256_sub_pd(a, b); }
  static Value mul(Value a, Value b) { return _mm256_mul_pd(a, b); }
  static Value div(Value a, Value b) { return _mm256_div_pd(a, b); }
  static Value magnitude(Value a) { return _mm256_andnot_pd(fill(-0.0), a); }
  static Value nearest(Value a) { return sub(add(a, fill(0x1.8p52)), fill(0x1.8p52)); }
  static bool all_above(Value a, double limit) {
    return _mm256_movemask_pd(_mm256_cmp_pd(a, fill(limit), _CMP_GT_OQ)) == 0xF;
  }
  /// value where a = b, else 0.
  static Value keep_equal(Value value, Value a, Value b) {
    return _mm256_and_pd(value, _mm256_cmp_pd(a, b, _CMP_EQ_OQ));
  }
  static Bits add_bits(Bits a, Bits b) { return _mm256_add_epi64(a, b); }
  static Bits upper32(Bits a) { return _mm256_srli_epi64(a, 32); }
  static Bits lower32(Bits a) { return _mm256_and_si256(a, fill_bits(0xFFFFFFFF)); }
  static Bits raise32(Bits a) { return _mm256_slli_epi64(a, 32); }
  static Bits mul32(Bits a, Bits b) { return _mm256_mul_epu32(a, b); }
  static Value to_double32(Bits a) {
    const Bits raised = _mm256_or_si256(a, _mm256_castpd_si256(fill(0x1p52)));
    return sub(_mm256_castsi256_pd(raised), fill(0x1p52));
  }
  /// The whole number nearest to a, |a| < 2^51, modulo 2^64.
  static Bits to_integer(Value a) {
    const Value shift = fill(0x1.8p52);
    return _mm256_sub_epi64(_mm256_castpd_si256(add(a, shift)), _mm256_castpd_si256(shift));
  }
};

}  // namespace

AngularKernel angular_kernel_avx2() { return angular_kernel<Avx2Lanes>; }

}  // namespace crystalline::lattice

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
