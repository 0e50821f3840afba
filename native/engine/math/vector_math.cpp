#include "engine/math/vector_math.hpp"

#include <cassert>

#include "engine/math/isa.hpp"
#include "engine/math/vector_kernels.hpp"

namespace crystalline::math {
namespace {

const VectorKernels& select_kernels() {
#if defined(__x86_64__)
  if (active_isa() == Isa::kAvx512) return vector_kernels_avx512();
  if (active_isa() == Isa::kAvx2) return vector_kernels_avx2();
#endif
  return vector_kernels_baseline();
}

const VectorKernels& kernels() {
  static const VectorKernels& chosen = select_kernels();
  return chosen;
}

}  // namespace

void exp(std::span<float> out, std::span<const float> in) {
  assert(out.size() == in.size());
  kernels().exp(out.data(), in.data(), in.size());
}

void tanh(std::span<float> out, std::span<const float> in) {
  assert(out.size() == in.size());
  kernels().tanh(out.data(), in.data(), in.size());
}

void gelu(std::span<float> out, std::span<const float> in) {
  assert(out.size() == in.size());
  kernels().gelu(out.data(), in.data(), in.size());
}

void gelu_backward(std::span<float> out, std::span<const float> in,
                   std::span<const float> gradient) {
  assert(out.size() == in.size() && gradient.size() == in.size());
  kernels().gelu_backward(out.data(), in.data(), gradient.data(), in.size());
}

float exp_shifted_sum(std::span<float> out, std::span<const float> in, float shift) {
  assert(out.size() == in.size());
  return kernels().exp_shifted_sum(out.data(), in.data(), shift, in.size());
}

void log(std::span<float> out, std::span<const float> in) {
  assert(out.size() == in.size());
  kernels().log(out.data(), in.data(), in.size());
}

void sin(std::span<float> out, std::span<const float> in) {
  assert(out.size() == in.size());
  kernels().sin(out.data(), in.data(), in.size());
}

void cos(std::span<float> out, std::span<const float> in) {
  assert(out.size() == in.size());
  kernels().cos(out.data(), in.data(), in.size());
}

void exp(std::span<double> out, std::span<const double> in) {
  assert(out.size() == in.size());
  kernels().exp_double(out.data(), in.data(), in.size());
}

void tanh(std::span<double> out, std::span<const double> in) {
  assert(out.size() == in.size());
  kernels().tanh_double(out.data(), in.data(), in.size());
}

void log(std::span<double> out, std::span<const double> in) {
  assert(out.size() == in.size());
  kernels().log_double(out.data(), in.data(), in.size());
}

void sin(std::span<double> out, std::span<const double> in) {
  assert(out.size() == in.size());
  kernels().sin_double(out.data(), in.data(), in.size());
}

void cos(std::span<double> out, std::span<const double> in) {
  assert(out.size() == in.size());
  kernels().cos_double(out.data(), in.data(), in.size());
}

}  // namespace crystalline::math
