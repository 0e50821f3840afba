#pragma once

#include <cstddef>

// The kernels of vector_math.hpp as one table a compiled instruction set. Each float is widened to
// double, evaluated there with a relative error near 2^-39 or better, and rounded once: that costs
// two conversions and makes every result, also a subnormal one, right to 0.502 ULP. Doubles are
// evaluated in double with one compensated step each, to 1 ULP.
namespace crystalline::math {

/// One instruction set's kernels. Pointers to `count` numbers; outputs may be inputs.
struct VectorKernels {
  void (*exp)(float* out, const float* in, std::size_t count);
  void (*tanh)(float* out, const float* in, std::size_t count);
  void (*gelu)(float* out, const float* in, std::size_t count);
  void (*gelu_backward)(float* out, const float* in, const float* gradient, std::size_t count);
  float (*exp_shifted_sum)(float* out, const float* in, float shift, std::size_t count);
  void (*log)(float* out, const float* in, std::size_t count);
  void (*sin)(float* out, const float* in, std::size_t count);
  void (*cos)(float* out, const float* in, std::size_t count);

  void (*exp_double)(double* out, const double* in, std::size_t count);
  void (*tanh_double)(double* out, const double* in, std::size_t count);
  void (*log_double)(double* out, const double* in, std::size_t count);
  void (*sin_double)(double* out, const double* in, std::size_t count);
  void (*cos_double)(double* out, const double* in, std::size_t count);
};

[[nodiscard]] const VectorKernels& vector_kernels_baseline();
#if defined(__x86_64__)
/// Call only where supported_isa() is at least kAvx2.
[[nodiscard]] const VectorKernels& vector_kernels_avx2();
/// Call only where supported_isa() is kAvx512.
[[nodiscard]] const VectorKernels& vector_kernels_avx512();
#endif

}  // namespace crystalline::math
