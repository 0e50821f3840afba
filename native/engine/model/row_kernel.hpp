#pragma once

#include <cstddef>

#include "engine/math/isa.hpp"

// Everything that is not a product: sums, normalisation, scaling, softmax and GELU of rows of
// floats, one table for each instruction set. Orders of summation depend on a row's length
// only.
namespace crystalline::model {

/// One token's layer normalisation.
struct NormRow {
  float* out;
  const float* in;
  const float* gain;
  const float* bias;
  std::size_t width;
};

/// One token's backward pass; d_in, d_gain and d_bias are added to.
struct NormRowBackward {
  float* d_in;
  float* d_gain;
  float* d_bias;
  const float* d_out;
  const float* in;
  const float* gain;
  float mean;
  float reciprocal_deviation;
  std::size_t width;
};

struct RowKernels {
  /// sums[c] = sum over rows, ascending, of in[row][c]; rows lie `columns` floats apart.
  void (*sum_rows)(float* sums, const float* in, std::size_t rows, std::size_t columns);

  /// to += from; returns the squared norm of `from`.
  double (*add)(float* to, const float* from, std::size_t count);

  /// Mean of `in`, and the mean of the squares of its distances to that.
  void (*moments)(const float* in, std::size_t count, float& mean, float& variance);
  /// out = (in - mean) reciprocal_deviation gain + bias.
  void (*normalise)(const NormRow& row, float mean, float reciprocal_deviation);
  void (*normalise_backward)(const NormRowBackward& row);

  /// Largest element of a row that is not empty; any of them if some are NaN.
  float (*largest)(const float* in, std::size_t count);
  /// row = (row - shift) factor.
  void (*shift_scale)(float* row, float shift, float factor, std::size_t count);
  /// row = scale weights (row - sum of row weights): softmax's backward pass.
  void (*softmax_backward)(float* row, const float* weights, float scale, std::size_t count);

  /// row = e^(scale (row - its largest)), relative error 2^-22; returns the sum.
  float (*exponentials)(float* row, float scale, std::size_t count);
  /// row = softmax(scale row).
  void (*softmax)(float* row, float scale, std::size_t count);
  /// out = GELU(in), the tanh form; `in` becomes the slope there, GELU'(in), where asked. Absolute
  /// errors 2^-22 max(1, |in|). The bits of an element depend on nothing else.
  void (*gelu)(float* out, float* in, bool keeps_slope, std::size_t count);
};

/// Any processor.
[[nodiscard]] const RowKernels& baseline_row_kernels();
#if defined(__x86_64__)
/// Call only where math::supported_isa() is at least kAvx2.
[[nodiscard]] const RowKernels& avx2_row_kernels();
/// Call only where math::supported_isa() is kAvx512.
[[nodiscard]] const RowKernels& avx512_row_kernels();
#endif

/// The kernels of an instruction set that this processor has.
[[nodiscard]] const RowKernels& row_kernels(math::Isa isa);
/// The kernels in use.
[[nodiscard]] const RowKernels& active_row_kernels();

}  // namespace crystalline::model
