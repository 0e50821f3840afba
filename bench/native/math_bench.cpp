#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/math/elementary.hpp"
#include "engine/math/isa.hpp"
#include "engine/math/vector_math.hpp"
#include "figure.hpp"
#if defined(HAVE_SLEEF) && defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2,fma,avx512f")
#include <immintrin.h>

// Declared here: sleef.h hides what the compiler's flags, as opposed to this target, do not allow.
extern "C" {
__m512d Sleef_expd8_u10avx512f(__m512d);
__m512d Sleef_tanhd8_u10avx512f(__m512d);
__m512d Sleef_logd8_u10avx512f(__m512d);
__m512d Sleef_sind8_u10avx512f(__m512d);
__m512d Sleef_cosd8_u10avx512f(__m512d);
__m512 Sleef_expf16_u10avx512f(__m512);
__m512 Sleef_tanhf16_u10avx512f(__m512);
__m512 Sleef_logf16_u10avx512f(__m512);
__m512 Sleef_sinf16_u10avx512f(__m512);
__m512 Sleef_cosf16_u10avx512f(__m512);
__m256d Sleef_expd4_u10avx2(__m256d);
__m256d Sleef_tanhd4_u10avx2(__m256d);
__m256d Sleef_logd4_u10avx2(__m256d);
__m256d Sleef_sind4_u10avx2(__m256d);
__m256d Sleef_cosd4_u10avx2(__m256d);
__m256 Sleef_expf8_u10avx2(__m256);
__m256 Sleef_tanhf8_u10avx2(__m256);
__m256 Sleef_logf8_u10avx2(__m256);
__m256 Sleef_sinf8_u10avx2(__m256);
__m256 Sleef_cosf8_u10avx2(__m256);
__m128d Sleef_expd2_u10sse2(__m128d);
__m128d Sleef_tanhd2_u10sse2(__m128d);
__m128d Sleef_logd2_u10sse2(__m128d);
__m128d Sleef_sind2_u10sse2(__m128d);
__m128d Sleef_cosd2_u10sse2(__m128d);
__m128 Sleef_expf4_u10sse2(__m128);
__m128 Sleef_tanhf4_u10sse2(__m128);
__m128 Sleef_logf4_u10sse2(__m128);
__m128 Sleef_sinf4_u10sse2(__m128);
__m128 Sleef_cosf4_u10sse2(__m128);
}

namespace crystalline {
namespace {

template <__m512d (*Function)(__m512d)>
void wide512(double* out, const double* in, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 8) {
    _mm512_storeu_pd(out + i, Function(_mm512_loadu_pd(in + i)));
  }
}
template <__m512 (*Function)(__m512)>
void wide512(float* out, const float* in, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 16) {
    _mm512_storeu_ps(out + i, Function(_mm512_loadu_ps(in + i)));
  }
}
template <__m256d (*Function)(__m256d)>
void wide256(double* out, const double* in, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 4) {
    _mm256_storeu_pd(out + i, Function(_mm256_loadu_pd(in + i)));
  }
}
template <__m256 (*Function)(__m256)>
void wide256(float* out, const float* in, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 8) {
    _mm256_storeu_ps(out + i, Function(_mm256_loadu_ps(in + i)));
  }
}
template <__m128d (*Function)(__m128d)>
void wide128(double* out, const double* in, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 2) {
    _mm_storeu_pd(out + i, Function(_mm_loadu_pd(in + i)));
  }
}
template <__m128 (*Function)(__m128)>
void wide128(float* out, const float* in, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 4) {
    _mm_storeu_ps(out + i, Function(_mm_loadu_ps(in + i)));
  }
}

}  // namespace
}  // namespace crystalline
#pragma GCC pop_options
#endif

// Scalar functions beside glibc's, nanoseconds a call; vector kernels beside SLEEF's u10 of the
// same width, nanoseconds an element. Arguments random, in cache. Usage: math_bench [--json]
namespace crystalline {
namespace {

constexpr std::size_t kCount = 4096;
constexpr int kRounds = 60;

std::vector<double> random_arguments(double low, double high) {
  std::mt19937_64 random(144'000);
  std::vector<double> values(kCount);
  for (double& value : values) {
    value = low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  }
  return values;
}

using Scalar = double (*)(double);

void scalar(const bench::Report& report, const std::string& name, Scalar ours, Scalar peer,
            double low, double high) {
  const std::vector<double> in = random_arguments(low, high);
  const auto run = [&](Scalar function) {
    double sum = 0;
    for (const double x : in) sum += function(x);
    bench::keep(sum);
  };
  report.line(name,
              bench::alternate(
                  kRounds, kCount, bench::processor_ns, [&] { run(ours); }, [&] { run(peer); }),
              "glibc", "ns");
}

/// sincos beside sine and cosine of one argument, which the compiler makes one call of glibc's
/// sincos.
void both(const bench::Report& report, const std::string& name, double low, double high) {
  const std::vector<double> in = random_arguments(low, high);
  const auto ours = [&] {
    double sum = 0;
    for (const double x : in) {
      const math::SinCos pair = math::sincos(x);
      sum += pair.sin + pair.cos;
    }
    bench::keep(sum);
  };
  const auto theirs = [&] {
    double sum = 0;
    for (const double x : in) {
      sum += std::sin(x) + std::cos(x);
    }
    bench::keep(sum);
  };
  report.line(name, bench::alternate(kRounds, kCount, bench::processor_ns, ours, theirs), "glibc",
              "ns");
}

using Scalar2 = double (*)(double, double);

void scalar2(const bench::Report& report, const std::string& name, Scalar2 ours, Scalar2 peer,
             double low, double high, double low2, double high2) {
  const std::vector<double> x = random_arguments(low, high);
  std::vector<double> y = random_arguments(low2, high2);
  std::rotate(y.begin(), y.begin() + 1, y.end());
  const auto run = [&](Scalar2 function) {
    double sum = 0;
    for (std::size_t i = 0; i < kCount; ++i) sum += function(x[i], y[i]);
    bench::keep(sum);
  };
  report.line(name,
              bench::alternate(
                  kRounds, kCount, bench::processor_ns, [&] { run(ours); }, [&] { run(peer); }),
              "glibc", "ns");
}

void scalars(const bench::Report& report) {
  scalar(report, "exp [-700, 700]", math::exp, std::exp, -700, 700);
  scalar(report, "exp2 [-1000, 1000]", math::exp2, std::exp2, -1000, 1000);
  scalar(report, "expm1 [-2, 2]", math::expm1, std::expm1, -2, 2);
  scalar(report, "expm1 [-30, 30]", math::expm1, std::expm1, -30, 30);
  scalar(report, "log [0, 1000]", math::log, std::log, 0, 1000);
  scalar(report, "log [0.9, 1.1]", math::log, std::log, 0.9, 1.1);
  scalar(report, "log1p [-1, 10]", math::log1p, std::log1p, -1, 10);
  scalar(report, "log2 [0, 1000]", math::log2, std::log2, 0, 1000);
  scalar(report, "log10 [0, 1000]", math::log10, std::log10, 0, 1000);
  scalar(report, "log3 [0, 1000] beside log", math::log3, std::log, 0, 1000);
  scalar(report, "sqrt [0, 1000]", math::sqrt, std::sqrt, 0, 1000);
  scalar(report, "cbrt [-1000, 1000]", math::cbrt, std::cbrt, -1000, 1000);
  scalar(report, "sin [-10, 10]", math::sin, std::sin, -10, 10);
  scalar(report, "sin [-1e15, 1e15]", math::sin, std::sin, -1e15, 1e15);
  scalar(report, "cos [-10, 10]", math::cos, std::cos, -10, 10);
  scalar(report, "cos [-1e15, 1e15]", math::cos, std::cos, -1e15, 1e15);
  both(report, "sincos [-10, 10]", -10, 10);
  both(report, "sincos [-1e15, 1e15]", -1e15, 1e15);
  scalar(report, "tan [-10, 10]", math::tan, std::tan, -10, 10);
  scalar(report, "tan [-1e15, 1e15]", math::tan, std::tan, -1e15, 1e15);
  scalar(report, "asin [-1, 1]", math::asin, std::asin, -1, 1);
  scalar(report, "acos [-1, 1]", math::acos, std::acos, -1, 1);
  scalar(report, "atan [-10, 10]", math::atan, std::atan, -10, 10);
  scalar(report, "atan [-0.1, 0.1]", math::atan, std::atan, -0.1, 0.1);
  scalar(report, "sinh [-20, 20]", math::sinh, std::sinh, -20, 20);
  scalar(report, "cosh [-20, 20]", math::cosh, std::cosh, -20, 20);
  scalar(report, "tanh [-20, 20]", math::tanh, std::tanh, -20, 20);
  scalar(report, "erf [-3, 3]", math::erf, std::erf, -3, 3);
  scalar(report, "floor [-1000, 1000]", math::floor, std::floor, -1000, 1000);
  scalar(report, "ceil [-1000, 1000]", math::ceil, std::ceil, -1000, 1000);
  scalar(report, "trunc [-1000, 1000]", math::trunc, std::trunc, -1000, 1000);
  scalar(report, "round [-1000, 1000]", math::round, std::round, -1000, 1000);
  scalar2(report, "pow [0, 10]^[-50, 50]", math::pow, std::pow, 0, 10, -50, 50);
  scalar2(report, "atan2 [-5, 5]", math::atan2, std::atan2, -5, 5, -5, 5);
  scalar2(report, "hypot [-5, 5]", math::hypot, std::hypot, -5, 5, -5, 5);
  scalar2(report, "hypot [-1e200, 1e200]", math::hypot, std::hypot, -1e200, 1e200, -1e200, 1e200);
  scalar2(report, "fmod [0, 1000] by [0, 5]", math::fmod, std::fmod, 0, 1000, 0.001, 5);
  scalar2(report, "fmod [0, 1] by [1, 2]", math::fmod, std::fmod, 0, 1, 1, 2);
}

template <typename Number>
using Kernel = void (*)(std::span<Number>, std::span<const Number>);
/// The peer over a whole array, in registers as wide as ours.
template <typename Number>
using PeerKernel = void (*)(Number*, const Number*, std::size_t);

template <typename Number>
void vector(const bench::Report& report, const std::string& name, Kernel<Number> ours,
            PeerKernel<Number> peer, double low, double high) {
  const std::vector<double> wide = random_arguments(low, high);
  const std::vector<Number> in(wide.begin(), wide.end());
  std::vector<Number> out(kCount);
  const auto run_ours = [&] {
    ours(out, in);
    bench::keep(out);
  };
  if (peer == nullptr) {
    report.line(name, bench::fastest(kRounds, kCount, bench::processor_ns, run_ours), "ns");
    return;
  }
  const auto times = bench::alternate(kRounds, kCount, bench::processor_ns, run_ours, [&] {
    peer(out.data(), in.data(), kCount);
    bench::keep(out);
  });
  report.line(name, times, "SLEEF u10", "ns");
}

/// SLEEF's functions of one name over arrays, or null where SLEEF or the instruction set is
/// missing.
struct Peers {
  PeerKernel<float> exp_f, tanh_f, log_f, sin_f, cos_f;
  PeerKernel<double> exp, tanh, log, sin, cos;
};

Peers sleef([[maybe_unused]] const bench::Report& report) {
#if defined(HAVE_SLEEF) && defined(__x86_64__)
  if (math::active_isa() == math::Isa::kAvx512) {
    return {wide512<Sleef_expf16_u10avx512f>, wide512<Sleef_tanhf16_u10avx512f>,
            wide512<Sleef_logf16_u10avx512f>, wide512<Sleef_sinf16_u10avx512f>,
            wide512<Sleef_cosf16_u10avx512f>, wide512<Sleef_expd8_u10avx512f>,
            wide512<Sleef_tanhd8_u10avx512f>, wide512<Sleef_logd8_u10avx512f>,
            wide512<Sleef_sind8_u10avx512f>,  wide512<Sleef_cosd8_u10avx512f>};
  }
  if (math::active_isa() == math::Isa::kAvx2) {
    return {wide256<Sleef_expf8_u10avx2>,  wide256<Sleef_tanhf8_u10avx2>,
            wide256<Sleef_logf8_u10avx2>,  wide256<Sleef_sinf8_u10avx2>,
            wide256<Sleef_cosf8_u10avx2>,  wide256<Sleef_expd4_u10avx2>,
            wide256<Sleef_tanhd4_u10avx2>, wide256<Sleef_logd4_u10avx2>,
            wide256<Sleef_sind4_u10avx2>,  wide256<Sleef_cosd4_u10avx2>};
  }
  return {wide128<Sleef_expf4_u10sse2>,  wide128<Sleef_tanhf4_u10sse2>,
          wide128<Sleef_logf4_u10sse2>,  wide128<Sleef_sinf4_u10sse2>,
          wide128<Sleef_cosf4_u10sse2>,  wide128<Sleef_expd2_u10sse2>,
          wide128<Sleef_tanhd2_u10sse2>, wide128<Sleef_logd2_u10sse2>,
          wide128<Sleef_sind2_u10sse2>,  wide128<Sleef_cosd2_u10sse2>};
#else
  report.absent("SLEEF");
  return {};
#endif
}

void vectors(const bench::Report& report) {
  const Peers peers = sleef(report);
  vector<float>(report, "float exp [-80, 80]", math::exp, peers.exp_f, -80, 80);
  vector<float>(report, "float tanh [-5, 5]", math::tanh, peers.tanh_f, -5, 5);
  vector<float>(report, "float log [0, 1000]", math::log, peers.log_f, 0, 1000);
  vector<float>(report, "float sin [-10, 10]", math::sin, peers.sin_f, -10, 10);
  vector<float>(report, "float cos [-10, 10]", math::cos, peers.cos_f, -10, 10);
  vector<float>(report, "float GELU [-5, 5]", math::gelu, nullptr, -5, 5);
  vector<double>(report, "double exp [-700, 700]", math::exp, peers.exp, -700, 700);
  vector<double>(report, "double tanh [-5, 5]", math::tanh, peers.tanh, -5, 5);
  vector<double>(report, "double log [0, 1000]", math::log, peers.log, 0, 1000);
  vector<double>(report, "double sin [-10, 10]", math::sin, peers.sin, -10, 10);
  vector<double>(report, "double cos [-10, 10]", math::cos, peers.cos, -10, 10);
}

}  // namespace
}  // namespace crystalline

int main(int argc, char** argv) {
  const crystalline::bench::Report report(argc, argv);
  crystalline::scalars(report);
  crystalline::vectors(report);
}
