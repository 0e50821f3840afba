#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/math/isa.hpp"
#include "engine/math/vector_kernels.hpp"

// All 2^32 floats through each kernel of each instruction set: the nightly set, minutes a function.
// The oracle is glibc's double functions, whose error is below 2^-20 of a float's spacing.
namespace crystalline::math {
namespace {

constexpr double kBound = 1.0;

/// Distance from `got` to `truth` in units of the float spacing at `truth`.
double ulp_error(float got, double truth) {
  constexpr double kWrong = std::numeric_limits<double>::infinity();
  if (std::isnan(truth)) return std::isnan(got) ? 0 : kWrong;
  if (std::isinf(got))
    return std::abs(truth) >= 0x1.ffffffp127 && (got > 0) == (truth > 0) ? 0 : kWrong;
  const auto biased = static_cast<int>(std::bit_cast<std::uint64_t>(truth) >> 52 & 0x7FF);
  const int exponent = std::max(biased - 1023, -126);
  const auto per_ulp =
      std::bit_cast<double>(static_cast<std::uint64_t>(23 - exponent + 1023) << 52);
  return std::abs(got - truth) * per_ulp;  // NaN, hence not within the bound, where got is NaN
}

const double kSlope = 2 * std::sqrt(2 / std::acos(-1.0));
double two_u(double x) { return kSlope * (x + 0.044715 * x * x * x); }
double gelu_truth(double x) {
  if (std::abs(x) > 30) return x > 0 ? x : 0;
  return x / (1 + std::exp(-two_u(x)));
}
/// s (1 + x u' (1 - s)), s = 1 / (1 + e^-2u), in numbers of one kind.
template <typename Number>
Number slope_of(Number x) {
  const Number factor = 2 * std::sqrt(2 / std::acos(Number{-1}));
  const Number cubic = Number{44'715} / 1'000'000;
  const Number e = std::exp(-factor * (x + cubic * x * x * x));
  const Number s = 1 / (1 + e);
  return s * (1 + x * factor * (1 + 3 * cubic * x * x) * e * s);
}
double gelu_slope_truth(double x) {
  if (std::abs(x) > 20) return x > 0 ? 1 : 0;  // to 10^-250; e^-2u would overflow below -21
  // It passes through 0 near -0.75: there, in 64-bit mantissas.
  const bool cancels = x > -0.8 && x < -0.7;
  return cancels ? static_cast<double>(slope_of(static_cast<long double>(x))) : slope_of(x);
}

using Apply = void (*)(const VectorKernels&, float*, const float*, std::size_t);
template <auto Kernel>
void apply(const VectorKernels& kernels, float* out, const float* in, std::size_t count) {
  (kernels.*Kernel)(out, in, count);
}
void apply_slope(const VectorKernels& kernels, float* out, const float* in, std::size_t count) {
  static const std::vector<float> one(std::size_t{1} << 16, 1.0F);
  kernels.gelu_backward(out, in, one.data(), count);
}

struct Case {
  const char* name;
  Apply apply;
  double (*truth)(double);
};
const std::array<Case, 7> kCases = {{
    {"exp", apply<&VectorKernels::exp>, [](double x) { return std::exp(x); }},
    {"tanh", apply<&VectorKernels::tanh>, [](double x) { return std::tanh(x); }},
    {"gelu", apply<&VectorKernels::gelu>, gelu_truth},
    {"gelu_slope", apply_slope, gelu_slope_truth},
    {"log", apply<&VectorKernels::log>, [](double x) { return std::log(x); }},
    {"sin", apply<&VectorKernels::sin>, [](double x) { return std::sin(x); }},
    {"cos", apply<&VectorKernels::cos>, [](double x) { return std::cos(x); }},
}};

struct Set {
  Isa isa;
  const VectorKernels* kernels;
  double worst = 0;
  float where = 0;
};
std::vector<Set> sets() {
  std::vector<Set> all = {{Isa::kBaseline, &vector_kernels_baseline()}};
#if defined(__x86_64__)
  if (supported_isa() >= Isa::kAvx2) all.push_back({Isa::kAvx2, &vector_kernels_avx2()});
  if (supported_isa() >= Isa::kAvx512) all.push_back({Isa::kAvx512, &vector_kernels_avx512()});
#endif
  return all;
}

constexpr std::uint64_t kBlock = 1 << 16;
constexpr std::uint64_t kBlocks = (std::uint64_t{1} << 32) / kBlock;

/// Takes blocks of bit patterns until none is left; keeps the worst of each set.
void measure(const Case& one, std::atomic<std::uint64_t>& next, std::vector<Set>& found) {
  std::vector<float> in(kBlock);
  std::vector<float> out(kBlock);
  std::vector<double> truth(kBlock);
  for (std::uint64_t block = next++; block < kBlocks; block = next++) {
    for (std::uint64_t i = 0; i < kBlock; ++i) {
      in[i] = std::bit_cast<float>(static_cast<std::uint32_t>(block * kBlock + i));
      truth[i] = one.truth(in[i]);
    }
    for (Set& set : found) {
      one.apply(*set.kernels, out.data(), in.data(), kBlock);
      for (std::uint64_t i = 0; i < kBlock; ++i) {
        const double error = ulp_error(out[i], truth[i]);
        if (error <= set.worst) continue;
        set.worst = error;
        set.where = in[i];
      }
    }
  }
}

class EveryFloat : public ::testing::TestWithParam<Case> {};

TEST_P(EveryFloat, IsWithinAnUlp) {
  if (std::getenv("CRYSTALLINE_NIGHTLY") == nullptr) {
    GTEST_SKIP() << "minutes: set CRYSTALLINE_NIGHTLY";
  }
  std::vector<Set> worst = sets();
  std::atomic<std::uint64_t> next{0};
  std::mutex merging;
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < std::thread::hardware_concurrency(); ++t) {
      threads.emplace_back([&] {
        std::vector<Set> own = sets();
        measure(GetParam(), next, own);
        const std::lock_guard lock(merging);
        for (std::size_t i = 0; i < own.size(); ++i) {
          if (!(own[i].worst <= worst[i].worst)) worst[i] = own[i];
        }
      });
    }
  }
  for (const Set& set : worst) {
    std::printf("%-10s %-8s %.6f ULP at %a\n", GetParam().name, isa_name(set.isa).data(), set.worst,
                static_cast<double>(set.where));
    std::fflush(stdout);
    EXPECT_LE(set.worst, kBound) << isa_name(set.isa);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryFloat, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace crystalline::math
