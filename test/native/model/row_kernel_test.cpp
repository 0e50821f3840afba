#include "engine/model/row_kernel.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

}  // namespace
}  // namespace crystalline::model
