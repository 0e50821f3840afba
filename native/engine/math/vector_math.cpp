#include "engine/math/vector_math.hpp"

#include <cassert>

#include "engine/math/float_kernels.hpp"
#include "engine/math/isa.hpp"

namespace crystalline::math {
namespace {

const FloatKernels& select_kernels() {
#if defined(__x86_64__)
  if (active_isa() == Isa::kAvx512) return float_kernels_avx512();
  if (active_isa() == Isa::kAvx2) return float_kernels_avx2();
#endif
  return float_kernels_baseline();
}

const FloatKernels& kernels() {
  static const FloatKernels& chosen = select_kernels();
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

}  // namespace crystalline::math
