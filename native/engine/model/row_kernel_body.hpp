#pragma once

#include <cstddef>

#include "engine/model/row_kernel.hpp"

// The row kernels' one body, included beside gemm_kernel_body.hpp by each kernels_<isa>.cpp.
namespace crystalline::model {
namespace {

/// A row as whole vectors and a last part. Dead lanes of a part read as 0.
template <typename Lanes>
struct Rows {
  using Value = typename Lanes::Value;
  static constexpr std::size_t kWidth = Lanes::kWidth;

  [[gnu::always_inline]] static Value load(const float* from, std::size_t left) {
    return left >= kWidth ? Lanes::load(from) : Lanes::load_part(from, static_cast<int>(left));
  }
  [[gnu::always_inline]] static void store(float* to, Value value, std::size_t left) {
    if (left >= kWidth) {
      Lanes::store(to, value);
    } else {
      Lanes::store_part(to, value, static_cast<int>(left));
    }
  }
  [[gnu::always_inline]] static Value keep(Value value, std::size_t left) {
    return left >= kWidth ? value : Lanes::keep_part(value, static_cast<int>(left));
  }

  /// Columns in groups of four vectors, whose sums stay in registers.
  static void sum_rows(float* sums, const float* in, std::size_t rows, std::size_t columns) {
    constexpr std::size_t kGroup = 4;
    std::size_t first = 0;
    for (; first + kGroup * kWidth <= columns; first += kGroup * kWidth) {
      Value sum[kGroup];
      for (std::size_t v = 0; v < kGroup; ++v) sum[v] = Lanes::fill(0.0F);
      for (std::size_t row = 0; row < rows; ++row) {
        const float* const from = in + row * columns + first;
#pragma GCC unroll 4
        for (std::size_t v = 0; v < kGroup; ++v) {
          sum[v] = Lanes::add(sum[v], Lanes::load(from + v * kWidth));
        }
      }
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kGroup; ++v) Lanes::store(sums + first + v * kWidth, sum[v]);
    }
    for (; first < columns; first += kWidth) {
      Value sum = Lanes::fill(0.0F);
      for (std::size_t row = 0; row < rows; ++row) {
        sum = Lanes::add(sum, load(in + row * columns + first, columns - first));
      }
      store(sums + first, sum, columns - first);
    }
  }

  /// Squares are summed in float for a stretch, stretches in double.
  static double add(float* to, const float* from, std::size_t count) {
    constexpr std::size_t kStretch = 16 * kWidth;
    double squares = 0;
    for (std::size_t first = 0; first < count; first += kStretch) {
      const std::size_t end = count - first < kStretch ? count : first + kStretch;
      Value sum = Lanes::fill(0.0F);
      for (std::size_t i = first; i < end; i += kWidth) {
        const Value value = load(from + i, end - i);
        sum = Lanes::fma(value, value, sum);
        store(to + i, Lanes::add(load(to + i, end - i), value), end - i);
      }
      squares += Lanes::sum(sum);
    }
    return squares;
  }

  static void moments(const float* in, std::size_t count, float& mean, float& variance) {
    Value sum = Lanes::fill(0.0F);
    for (std::size_t i = 0; i < count; i += kWidth) sum = Lanes::add(sum, load(in + i, count - i));
    mean = static_cast<float>(Lanes::sum(sum) / static_cast<double>(count));
    const Value centre = Lanes::fill(mean);
    Value squares = Lanes::fill(0.0F);
    for (std::size_t i = 0; i < count; i += kWidth) {
      const Value distance = keep(Lanes::sub(load(in + i, count - i), centre), count - i);
      squares = Lanes::fma(distance, distance, squares);
    }
    variance = static_cast<float>(Lanes::sum(squares) / static_cast<double>(count));
  }

  static void normalise(const NormRow& row, float mean, float reciprocal_deviation) {
    const Value centre = Lanes::fill(mean);
    const Value scale = Lanes::fill(reciprocal_deviation);
    for (std::size_t i = 0; i < row.width; i += kWidth) {
      const std::size_t left = row.width - i;
      const Value x = Lanes::mul(Lanes::sub(load(row.in + i, left), centre), scale);
      store(row.out + i, Lanes::fma(x, load(row.gain + i, left), load(row.bias + i, left)), left);
    }
  }

  static void normalise_backward(const NormRowBackward& row) {
    const Value centre = Lanes::fill(row.mean);
    const Value scale = Lanes::fill(row.reciprocal_deviation);
    Value gradients = Lanes::fill(0.0F);
    Value products = Lanes::fill(0.0F);
    for (std::size_t i = 0; i < row.width; i += kWidth) {
      const std::size_t left = row.width - i;
      const Value x = Lanes::mul(Lanes::sub(load(row.in + i, left), centre), scale);
      const Value d = load(row.d_out + i, left);
      const Value d_x = Lanes::mul(d, load(row.gain + i, left));
      gradients = Lanes::add(gradients, d_x);
      products = Lanes::fma(d_x, x, products);
      store(row.d_gain + i, Lanes::fma(d, x, load(row.d_gain + i, left)), left);
      store(row.d_bias + i, Lanes::add(d, load(row.d_bias + i, left)), left);
    }
    const auto width = static_cast<double>(row.width);
    const Value mean_gradient = Lanes::fill(static_cast<float>(Lanes::sum(gradients) / width));
    const Value mean_product = Lanes::fill(static_cast<float>(Lanes::sum(products) / width));
    for (std::size_t i = 0; i < row.width; i += kWidth) {
      const std::size_t left = row.width - i;
      const Value x = Lanes::mul(Lanes::sub(load(row.in + i, left), centre), scale);
      const Value d_x = Lanes::mul(load(row.d_out + i, left), load(row.gain + i, left));
      const Value centred = Lanes::sub(Lanes::sub(d_x, mean_gradient), Lanes::mul(x, mean_product));
      store(row.d_in + i, Lanes::fma(centred, scale, load(row.d_in + i, left)), left);
    }
  }

  /// The last vector overlaps the one before it: taking an element twice does no harm.
  static float largest(const float* in, std::size_t count) {
    float found = in[0];
    if (count < kWidth) {
      for (std::size_t i = 1; i < count; ++i) found = in[i] > found ? in[i] : found;
      return found;
    }
    Value most = Lanes::load(in + count - kWidth);
    for (std::size_t i = 0; i + kWidth < count; i += kWidth) {
      most = Lanes::max(most, Lanes::load(in + i));
    }
    return Lanes::largest(most);
  }

  static void shift_scale(float* row, float shift, float factor, std::size_t count) {
    const Value by = Lanes::fill(shift);
    const Value times = Lanes::fill(factor);
    for (std::size_t i = 0; i < count; i += kWidth) {
      store(row + i, Lanes::mul(Lanes::sub(load(row + i, count - i), by), times), count - i);
    }
  }

  static void softmax_backward(float* row, const float* weights, float scale, std::size_t count) {
    Value sum = Lanes::fill(0.0F);
    for (std::size_t i = 0; i < count; i += kWidth) {
      sum = Lanes::fma(load(row + i, count - i), load(weights + i, count - i), sum);
    }
    const Value mean = Lanes::fill(static_cast<float>(Lanes::sum(sum)));
    const Value times = Lanes::fill(scale);
    for (std::size_t i = 0; i < count; i += kWidth) {
      const Value centred = Lanes::sub(load(row + i, count - i), mean);
      const Value weight = Lanes::mul(times, load(weights + i, count - i));
      store(row + i, Lanes::mul(weight, centred), count - i);
    }
  }
};

}  // namespace
}  // namespace crystalline::model
