#pragma once

#include <chrono>
#include <cstddef>
#include <ctime>

#include "engine/math/isa.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The processor's arithmetic ceiling, measured: independent multiply-adds in registers, nothing
// else.
namespace crystalline::bench {

/// Wall-clock seconds since some moment.
inline double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds this thread has run: what other processes of the machine take does not count.
inline double thread_seconds_now() {
#if defined(CLOCK_THREAD_CPUTIME_ID)
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
#else
  return seconds_now();
#endif
}

inline constexpr std::size_t kPeakRounds = 2'000'000;
inline constexpr std::size_t kPeakChains = 12;

#if defined(__x86_64__)
[[gnu::target("avx512f"), gnu::noinline]] inline float fma_chains_avx512(float start) {
  __m512 sums[kPeakChains];
  for (std::size_t i = 0; i < kPeakChains; ++i) sums[i] = _mm512_set1_ps(start);
  const __m512 factor = _mm512_set1_ps(0.999F);
  for (std::size_t round = 0; round < kPeakRounds; ++round) {
#pragma GCC unroll 12
    for (std::size_t i = 0; i < kPeakChains; ++i)
      sums[i] = _mm512_fmadd_ps(sums[i], factor, factor);
  }
  float total = 0;
  for (std::size_t i = 0; i < kPeakChains; ++i) total += _mm512_cvtss_f32(sums[i]);
  return total;
}

[[gnu::target("avx2,fma"), gnu::noinline]] inline float fma_chains_avx2(float start) {
  __m256 sums[kPeakChains];
  for (std::size_t i = 0; i < kPeakChains; ++i) sums[i] = _mm256_set1_ps(start);
  const __m256 factor = _mm256_set1_ps(0.999F);
  for (std::size_t round = 0; round < kPeakRounds; ++round) {
#pragma GCC unroll 12
    for (std::size_t i = 0; i < kPeakChains; ++i)
      sums[i] = _mm256_fmadd_ps(sums[i], factor, factor);
  }
  float total = 0;
  for (std::size_t i = 0; i < kPeakChains; ++i) total += _mm256_cvtss_f32(sums[i]);
  return total;
}
#endif

/// Single-precision operations a second (a multiply-add is two), in units of 10^9, of one thread
/// with the widest multiply-add that `isa` offers; 0 where it offers none.
inline double fma_peak_gflops(math::Isa isa) {
#if defined(__x86_64__)
  if (isa != math::Isa::kBaseline) {
    const bool wide = isa == math::Isa::kAvx512;
    double best = 0;
    for (int attempt = 0; attempt < 5; ++attempt) {
      const double start = thread_seconds_now();
      volatile float sink = wide ? fma_chains_avx512(static_cast<float>(start))
                                 : fma_chains_avx2(static_cast<float>(start));
      static_cast<void>(sink);
      const double operations =
          2.0 * (wide ? 16.0 : 8.0) * static_cast<double>(kPeakChains * kPeakRounds);
      const double rate = operations / (thread_seconds_now() - start) / 1e9;
      if (rate > best) best = rate;
    }
    return best;
  }
#endif
  static_cast<void>(isa);
  return 0;
}

}  // namespace crystalline::bench
