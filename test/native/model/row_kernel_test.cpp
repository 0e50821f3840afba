#include "engine/model/row_kernel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "arrays.hpp"
#include "kernel_sets.hpp"

namespace crystalline::model {
namespace {

using reference::Array;

/// Calls visit(kernels, count) for every kernel set and for lengths around its vectors.
template <typename Visit>
void for_lengths(const Visit& visit) {
  for (const math::Isa isa : testable_isas()) {
    for (std::size_t count = 1; count <= 70; ++count) {
      SCOPED_TRACE(std::string(isa_name(isa)) + ", " + std::to_string(count));
      visit(row_kernels(isa), count);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(RowKernels, SumRows) {
  for_lengths([](const RowKernels& kernels, std::size_t columns) {
    constexpr std::size_t kRows = 7;
    const auto in = random_floats(kRows * columns, 1);
    std::vector<float> sums(columns + 1, 9.0F);
    kernels.sum_rows(sums.data(), in.data(), kRows, columns);
    for (std::size_t c = 0; c < columns; ++c) {
      float expected = 0;
      for (std::size_t r = 0; r < kRows; ++r) expected += in[r * columns + c];
      ASSERT_EQ(sums[c], expected) << c;
    }
    ASSERT_EQ(sums[columns], 9.0F) << "wrote past the end";
  });
}

TEST(RowKernels, AddReturnsTheSquaredNorm) {
  for_lengths([](const RowKernels& kernels, std::size_t length) {
    const std::size_t count = length * 11;  // several stretches
    auto to = random_floats(count + 1, 1);
    const auto before = to;
    const auto from = random_floats(count, 2);
    const double squares = kernels.add(to.data(), from.data(), count);
    double expected = 0;
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(to[i], before[i] + from[i]);
      expected += static_cast<double>(from[i]) * static_cast<double>(from[i]);
    }
    ASSERT_EQ(to[count], before[count]) << "wrote past the end";
    ASSERT_NEAR(squares / expected, 1.0, 1e-6);
  });
}

TEST(RowKernels, Moments) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    const auto in = random_floats(count, 1);
    double mean = 0;
    for (const float x : in) mean += static_cast<double>(x) / static_cast<double>(count);
    double variance = 0;
    for (const float x : in) {
      const double distance = static_cast<double>(x) - mean;
      variance += distance * distance / static_cast<double>(count);
    }
    float got_mean = 0;
    float got_variance = 0;
    kernels.moments(in.data(), count, got_mean, got_variance);
    ASSERT_NEAR(got_mean, mean, 1e-6);
    ASSERT_NEAR(got_variance, variance, 1e-6);
  });
}

TEST(RowKernels, Largest) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    for (std::size_t at = 0; at < count; ++at) {
      auto in = random_floats(count, 1);
      in[at] = 5.0F;
      ASSERT_EQ(kernels.largest(in.data(), count), 5.0F) << at;
      for (float& value : in) value -= 10.0F;
      ASSERT_EQ(kernels.largest(in.data(), count), -5.0F) << "all negative, " << at;
    }
  });
}

TEST(RowKernels, ShiftScale) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    auto row = random_floats(count + 1, 1);
    const auto before = row;
    kernels.shift_scale(row.data(), 0.5F, 3.0F, count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(row[i], (before[i] - 0.5F) * 3.0F);
    ASSERT_EQ(row[count], before[count]) << "wrote past the end";
  });
}

TEST(RowKernels, SoftmaxBackward) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    auto row = random_floats(count + 1, 1);
    const auto before = row;
    const auto weights = random_floats(count, 2);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
      sum += static_cast<double>(before[i]) * static_cast<double>(weights[i]);
    }
    kernels.softmax_backward(row.data(), weights.data(), 0.25F, count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_NEAR(row[i],
                  0.25 * static_cast<double>(weights[i]) * (static_cast<double>(before[i]) - sum),
                  2e-6);
    }
    ASSERT_EQ(row[count], before[count]) << "wrote past the end";
  });
}

TEST(RowKernels, SoftmaxAndItsExponentials) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    auto row = random_floats(count + 1, 1);
    for (float& value : row) value *= 40;  // down to e^-80
    const auto before = row;
    const double largest = *std::max_element(before.begin(), before.end() - 1);
    const auto exact = [&](std::size_t i) {
      return std::exp(0.5 * (static_cast<double>(before[i]) - largest));
    };
    double expected = 0;
    for (std::size_t i = 0; i < count; ++i) expected += exact(i);
    ASSERT_NEAR(kernels.exponentials(row.data(), 0.5F, count) / expected, 1.0, 0x1p-22);
    for (std::size_t i = 0; i < count; ++i) {
      // 0.5 x is rounded: its error times its size.
      ASSERT_NEAR(row[i] / exact(i), 1.0, 0x1p-22 + 40 * 0x1p-24) << before[i];
    }
    ASSERT_EQ(row[count], before[count]) << "wrote past the end";
    row = before;
    kernels.softmax(row.data(), 0.5F, count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_NEAR(row[i], exact(i) / expected, 3e-7);
    ASSERT_EQ(row[count], before[count]) << "wrote past the end";
  });
}

TEST(RowKernels, ExponentialsOfTheFarBelowAreZeroAndNaNStays) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    std::vector<float> row(count, -3e38F);
    row[count / 2] = 0.0F;
    ASSERT_EQ(kernels.exponentials(row.data(), 1.0F, count), 1.0F);
    ASSERT_EQ(std::count(row.begin(), row.end(), 0.0F), static_cast<long>(count) - 1);
    row[count / 2] = __builtin_nanf("");
    ASSERT_TRUE(std::isnan(kernels.exponentials(row.data(), 1.0F, count)));
  });
}

TEST(RowKernels, GeluAndItsSlope) {
  for (const math::Isa isa : testable_isas()) {
    SCOPED_TRACE(isa_name(isa));
    for (double x = -40; x <= 40; x += 0x1p-9) {
      float in = static_cast<float>(x);
      float out = 9;
      row_kernels(isa).gelu(&out, &in, true, 1);
      const double near = 0x1p-22 * std::max(1.0, std::abs(x));
      ASSERT_NEAR(out, reference::gelu(x), near) << x;
      ASSERT_NEAR(in, reference::gelu_derivative(x), near) << x;
      const double h = 1e-5;
      ASSERT_NEAR(in, (reference::gelu(x + h) - reference::gelu(x - h)) / (2 * h), 1e-6) << x;
    }
  }
}

TEST(RowKernels, GelusBitsDependOnTheElementAlone) {
  for_lengths([](const RowKernels& kernels, std::size_t count) {
    auto in = random_floats(count + 1, 1);
    const auto before = in;
    std::vector<float> out(count + 1, 9.0F);
    kernels.gelu(out.data(), in.data(), false, count);
    ASSERT_EQ(in, before) << "the slope was not asked for";
    ASSERT_EQ(out[count], 9.0F) << "wrote past the end";
    for (std::size_t i = 0; i < count; ++i) {
      float single = 0;
      kernels.gelu(&single, &in[i], true, 1);
      ASSERT_EQ(single, out[i]);
    }
    std::vector<float> slopes = before;
    kernels.gelu(out.data(), slopes.data(), true, count);
    ASSERT_EQ(slopes, in);
  });
}

}  // namespace
}  // namespace crystalline::model
