#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "engine/lattice/angular_kernels.hpp"

// From here on every function of this file may use AVX-512; headers with inline functions of others
// stay above, so that none of them is compiled for it.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq"))), apply_to = function)
#else
// g++ 12's own header starts from undefined registers (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC target("avx512f,avx512dq")
#endif

#include "engine/lattice/angular_kernel_body.hpp"

namespace crystalline::lattice {
namespace {

/// Eight positions in AVX-512 registers.
struct Avx512Lanes {
  using Value = __m512d;
  using Bits = __m512i;
  static constexpr std::size_t kWidth = 8;

  static Bits load_bits(const std::uint64_t* from) { return _mm512_loadu_si512(from); }
  static void store_bits(std::uint64_t* to, Bits a) { _mm512_storeu_si512(to, a); }
  static Value load(const double* from) { return _mm512_loadu_pd(from); }
  static void store(double* to, Value a) { _mm512_storeu_pd(to, a); }
  static Value fill(double a) { return _mm512_set1_pd(a); }
  static Bits fill_bits(std::uint64_t a) { return _mm512_set1_epi64(static_cast<long long>(a)); }
  static Value add(Value a, Value b) { return _mm512_add_pd(a, b); }
  static Value sub(Value a, Value b) { return _mm512_sub_pd(a, b); }
  static Value mul(Value a, Value b) { return _mm512_mul_pd(a, b); }
  static Value div(Value a, Value b) { return _mm512_div_pd(a, b); }
  static Value magnitude(Value a) { return _mm512_abs_pd(a); }
  static Value nearest(Value a) { return sub(add(a, fill(0x1.8p52)), fill(0x1.8p52)); }
  static bool all_above(Value a, double limit) {
    return _mm512_cmp_pd_mask(a, fill(limit), _CMP_GT_OQ) == 0xFF;
  }
  /// value where a = b, else 0.
  static Value keep_equal(Value value, Value a, Value b) {
    return _mm512_maskz_mov_pd(_mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ), value);
  }
  static Bits add_bits(Bits a, Bits b) { return _mm512_add_epi64(a, b); }
  static Bits upper32(Bits a) { return _mm512_srli_epi64(a, 32); }
  static Bits lower32(Bits a) { return _mm512_and_si512(a, fill_bits(0xFFFFFFFF)); }
  static Bits raise32(Bits a) { return _mm512_slli_epi64(a, 32); }
  static Bits mul32(Bits a, Bits b) { return _mm512_mul_epu32(a, b); }
  static Value to_double32(Bits a) {
    const Bits raised = _mm512_or_si512(a, _mm512_castpd_si512(fill(0x1p52)));
    return sub(_mm512_castsi512_pd(raised), fill(0x1p52));
  }
  /// The whole number nearest to a, |a| < 2^51, modulo 2^64.
  static Bits to_integer(Value a) {
    const Value shift = fill(0x1.8p52);
    return _mm512_sub_epi64(_mm512_castpd_si512(add(a, shift)), _mm512_castpd_si512(shift));
  }
};

}  // namespace

AngularKernel angular_kernel_avx512() { return angular_kernel<Avx512Lanes>; }

}  // namespace crystalline::lattice

#if defined(__clang__)
#pragma clang attribute pop
#endif

#endif  // defined(__x86_64__)
