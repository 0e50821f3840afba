#include "engine/math/vector_math.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "engine/math/isa.hpp"
#include "engine/math/vector_kernels.hpp"

// The oracle is the 64-bit mantissa of glibc's long double functions, about 2^-60 of relative
// error.
namespace crystalline::math {
namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Distance from `got` to `truth` in units of the float spacing at `truth`.
double ulp_error(float got, long double truth) {
  if (std::isnan(truth)) return std::isnan(got) ? 0 : 1e9;
  if (std::isinf(got)) return std::abs(truth) > 0x1.ffffffp127L ? 0 : 1e9;
  int exponent = 0;
  std::frexp(truth, &exponent);
  return static_cast<double>(std::abs(got - truth) /
                             std::ldexp(1.0L, std::max(exponent, -125) - 24));
}

long double two_u(long double x) {
  const long double a = 2 * std::sqrt(2 / std::acos(-1.0L));
  return a * (x + 0.044715L * x * x * x);
}

long double gelu_truth(long double x) {
  return std::isinf(x) ? (x > 0 ? x : 0.0L) : x / (1 + std::exp(-two_u(x)));
}

long double gelu_slope_truth(long double x) {
  if (std::abs(x) > 30) return x > 0 ? 1 : 0;
  const long double a = 2 * std::sqrt(2 / std::acos(-1.0L));
  const long double e = std::exp(-two_u(x));
  const long double s = 1 / (1 + e);
  return s * (1 + x * a * (1 + 3 * 0.044715L * x * x) * e * s);
}

/// Every 9,973rd bit pattern: all exponents, both signs, subnormals, infinities and NaNs. The
/// environment variable CRYSTALLINE_STRIDE sets another step: 61 takes minutes and 0.6 GB.
std::vector<float> patterns() {
  const char* const wanted = std::getenv("CRYSTALLINE_STRIDE");
  const std::uint64_t stride = wanted == nullptr ? 9973 : std::stoull(wanted);
  std::vector<float> all;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += stride) {
    all.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  for (const float x : {0.0F, -0.0F, kInf, -kInf, kNan, 88.7228F, 88.7229F, -103.97F, -103.98F}) {
    all.push_back(x);
  }
  return all;
}

class VectorKernelTest : public ::testing::TestWithParam<Isa> {
 protected:
  void SetUp() override {
    if (GetParam() > supported_isa()) GTEST_SKIP() << "this processor lacks it";
  }
  static const VectorKernels& kernels() {
#if defined(__x86_64__)
    if (GetParam() == Isa::kAvx512) return vector_kernels_avx512();
    if (GetParam() == Isa::kAvx2) return vector_kernels_avx2();
#endif
    return vector_kernels_baseline();
  }
  template <typename Truth>
  static void expect_within(const std::vector<float>& in, const std::vector<float>& out,
                            Truth truth) {
    double worst = 0;
    float where = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const double error = ulp_error(out[i], truth(static_cast<long double>(in[i])));
      if (error > worst) {
        worst = error;
        where = in[i];
      }
    }
    EXPECT_LE(worst, 0.502) << "at " << where;
  }
};

TEST_P(VectorKernelTest, ExpIsWithinHalfAnUlp) {
  const auto in = patterns();
  std::vector<float> out(in.size());
  kernels().exp(out.data(), in.data(), in.size());
  expect_within(in, out, [](long double x) { return std::exp(x); });
}

TEST_P(VectorKernelTest, TanhIsWithinHalfAnUlp) {
  const auto in = patterns();
  std::vector<float> out(in.size());
  kernels().tanh(out.data(), in.data(), in.size());
  expect_within(in, out, [](long double x) { return std::tanh(x); });
}

TEST_P(VectorKernelTest, GeluIsWithinHalfAnUlp) {
  const auto in = patterns();
  std::vector<float> out(in.size());
  kernels().gelu(out.data(), in.data(), in.size());
  expect_within(in, out, gelu_truth);
}

TEST_P(VectorKernelTest, GeluSlopeIsWithinHalfAnUlp) {
  const auto in = patterns();
  std::vector<float> out(in.size());
  const std::vector<float> one(in.size(), 1.0F);
  kernels().gelu_backward(out.data(), in.data(), one.data(), in.size());
  expect_within(in, out, gelu_slope_truth);
}

TEST_P(VectorKernelTest, EdgesAreExact) {
  const std::vector<float> in = {0.0F, -0.0F, kInf, -kInf, kNan, 89.0F, -104.0F};
  std::vector<float> out(in.size());
  kernels().exp(out.data(), in.data(), in.size());
  EXPECT_EQ(out[0], 1.0F);
  EXPECT_EQ(out[1], 1.0F);
  EXPECT_EQ(out[2], kInf);
  EXPECT_EQ(out[3], 0.0F);
  EXPECT_TRUE(std::isnan(out[4]));
  EXPECT_EQ(out[5], kInf);
  EXPECT_EQ(out[6], 0.0F);

  kernels().tanh(out.data(), in.data(), in.size());
  EXPECT_FALSE(std::signbit(out[0]));
  EXPECT_TRUE(std::signbit(out[1]));
  EXPECT_EQ(out[2], 1.0F);
  EXPECT_EQ(out[3], -1.0F);
  EXPECT_TRUE(std::isnan(out[4]));

  kernels().gelu(out.data(), in.data(), in.size());
  EXPECT_TRUE(std::signbit(out[1]));
  EXPECT_EQ(out[2], kInf);
  EXPECT_EQ(out[3], 0.0F);
  EXPECT_TRUE(std::isnan(out[4]));
  EXPECT_EQ(out[5], 89.0F);
}

TEST_P(VectorKernelTest, TailsAndInPlaceGiveTheSameBits) {
  for (std::size_t count = 0; count <= 40; ++count) {
    std::vector<float> in(count);
    for (std::size_t i = 0; i < count; ++i) in[i] = 0.37F * static_cast<float>(i) - 5.0F;
    std::vector<float> together(count + 1, 77.0F);
    kernels().gelu(together.data(), in.data(), count);
    EXPECT_EQ(together[count], 77.0F) << "wrote past the end of " << count;
    for (std::size_t i = 0; i < count; ++i) {
      float alone = 0;
      kernels().gelu(&alone, &in[i], 1);
      EXPECT_EQ(alone, together[i]);
    }
    kernels().gelu(in.data(), in.data(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(in[i], together[i]);
  }
}

TEST_P(VectorKernelTest, ShiftedSumAddsWhatItWrites) {
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 64U, 65U}) {
    std::vector<float> in(count);
    for (std::size_t i = 0; i < count; ++i) in[i] = std::sin(static_cast<float>(i)) * 20.0F;
    std::vector<float> out(count);
    const float sum = kernels().exp_shifted_sum(out.data(), in.data(), 20.0F, count);
    long double truth = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const long double e = std::exp(static_cast<long double>(in[i]) - 20.0L);
      EXPECT_LE(ulp_error(out[i], e), 0.502);
      truth += e;
    }
    EXPECT_LE(ulp_error(sum, truth), 0.502);
  }
}

TEST_P(VectorKernelTest, LogSineAndCosineAreWithinHalfAnUlp) {
  const auto in = patterns();
  std::vector<float> out(in.size());
  kernels().log(out.data(), in.data(), in.size());
  expect_within(in, out, [](long double x) { return std::log(x); });
  kernels().sin(out.data(), in.data(), in.size());
  expect_within(in, out, [](long double x) { return std::sin(x); });
  kernels().cos(out.data(), in.data(), in.size());
  expect_within(in, out, [](long double x) { return std::cos(x); });
}

/// Distance from `got` to `truth` in units of the double spacing at `truth`.
double double_ulp_error(double got, long double truth) {
  if (std::isnan(truth)) return std::isnan(got) ? 0 : 1e9;
  const auto rounded = static_cast<double>(truth);
  if (std::isinf(rounded) || std::isinf(got)) return got == rounded ? 0 : 1e9;
  if (rounded == 0 && got == 0) return 0;
  int exponent = 0;
  std::frexp(truth, &exponent);
  const long double spacing = std::ldexp(1.0L, std::max(exponent, -1021) - 53);
  return static_cast<double>(std::abs(got - truth) / spacing);
}

struct DoubleCase {
  const char* name;
  void (*VectorKernels::*kernel)(double*, const double*, std::size_t);
  long double (*truth)(long double);
  double low;
  double high;
};

TEST_P(VectorKernelTest, DoublesAreWithinAnUlp) {
  const std::vector<DoubleCase> cases = {
      {"exp", &VectorKernels::exp_double, [](long double x) { return std::exp(x); }, -745.5, 709.9},
      {"exp", &VectorKernels::exp_double, [](long double x) { return std::exp(x); }, -1, 1},
      {"tanh", &VectorKernels::tanh_double, [](long double x) { return std::tanh(x); }, -20, 20},
      {"tanh", &VectorKernels::tanh_double, [](long double x) { return std::tanh(x); }, -1, 1},
      {"log", &VectorKernels::log_double, [](long double x) { return std::log(x); }, 1e-320,
       1e-307},
      {"log", &VectorKernels::log_double, [](long double x) { return std::log(x); }, 0.5, 2},
      {"log", &VectorKernels::log_double, [](long double x) { return std::log(x); }, 2, 1e300},
      {"sin", &VectorKernels::sin_double, [](long double x) { return std::sin(x); }, -10, 10},
      {"sin", &VectorKernels::sin_double, [](long double x) { return std::sin(x); }, -6e5, 6e5},
      {"cos", &VectorKernels::cos_double, [](long double x) { return std::cos(x); }, -10, 10},
      {"cos", &VectorKernels::cos_double, [](long double x) { return std::cos(x); }, -6e5, 6e5}};
  constexpr int kSamples = 100'003;
  for (const DoubleCase& one : cases) {
    std::vector<double> in(kSamples);
    for (int i = 0; i < kSamples; ++i)
      in[i] = one.low + (one.high - one.low) * (i + 0.37) / kSamples;
    std::vector<double> out(kSamples);
    (kernels().*one.kernel)(out.data(), in.data(), in.size());
    double worst = 0;
    for (int i = 0; i < kSamples; ++i)
      worst = std::max(worst, double_ulp_error(out[i], one.truth(in[i])));
    EXPECT_LE(worst, 1.0) << one.name << " from " << one.low;
  }
}

TEST_P(VectorKernelTest, DoubleEdgesAreExact) {
  constexpr double kEnd = std::numeric_limits<double>::infinity();
  const std::vector<double> in = {0.0, -0.0, kEnd, -kEnd, std::nan(""), 800.0, -800.0, 5e-324};
  std::vector<double> out(in.size());
  kernels().exp_double(out.data(), in.data(), in.size());
  EXPECT_EQ(out[0], 1.0);
  EXPECT_EQ(out[2], kEnd);
  EXPECT_EQ(out[3], 0.0);
  EXPECT_TRUE(std::isnan(out[4]));
  EXPECT_EQ(out[5], kEnd);
  EXPECT_EQ(out[6], 0.0);
  kernels().tanh_double(out.data(), in.data(), in.size());
  EXPECT_TRUE(std::signbit(out[1]));
  EXPECT_EQ(out[2], 1.0);
  EXPECT_EQ(out[3], -1.0);
  EXPECT_TRUE(std::isnan(out[4]));
  kernels().log_double(out.data(), in.data(), in.size());
  EXPECT_EQ(out[0], -kEnd);
  EXPECT_EQ(out[1], -kEnd);
  EXPECT_EQ(out[2], kEnd);
  EXPECT_TRUE(std::isnan(out[3]));
  EXPECT_TRUE(std::isnan(out[4]));
  EXPECT_TRUE(std::isnan(out[6]));
  EXPECT_NEAR(out[7], -744.4400719213812, 1e-10);
  kernels().sin_double(out.data(), in.data(), in.size());
  EXPECT_TRUE(std::signbit(out[1]));
  EXPECT_TRUE(std::isnan(out[2]));
  EXPECT_TRUE(std::isnan(out[4]));
  EXPECT_EQ(out[7], 5e-324);
}

INSTANTIATE_TEST_SUITE_P(AllSets, VectorKernelTest,
                         ::testing::Values(Isa::kBaseline, Isa::kAvx2, Isa::kAvx512),
                         [](const auto& test) { return std::string(isa_name(test.param)); });

TEST(VectorMath, DispatchesToTheActiveSet) {
  const std::vector<float> in = {-2.0F, -0.5F, 0.25F, 3.0F};
  std::vector<float> out(4);
  exp(out, in);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_LE(ulp_error(out[i], std::exp(static_cast<long double>(in[i]))), 0.502);
  }
  const std::vector<float> gradient = {1.0F, -1.0F, 2.0F, 0.0F};
  std::vector<float> back = gradient;
  gelu_backward(back, in, back);
  for (std::size_t i = 0; i < 4; ++i) {
    const long double truth = gelu_slope_truth(static_cast<long double>(in[i])) * gradient[i];
    EXPECT_LE(ulp_error(back[i], truth), 0.502);
  }
}

}  // namespace
}  // namespace crystalline::math
