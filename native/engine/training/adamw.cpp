#include "engine/training/adamw.hpp"

#include <bit>
#include <cassert>
#include <cstddef>

#include "engine/math/elementary.hpp"

namespace crystalline::training {
namespace {

/// The plain loop; the wrappers below compile it for each instruction set.
[[gnu::always_inline]] inline bool loop(float* __restrict next, const float* __restrict weights,
                                        const float* __restrict gradient, float* __restrict first,
                                        float* __restrict second, std::size_t count,
                                        const AdamWFactors& factors) {
  const AdamWFactors f = factors;
  std::uint32_t unfit = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradient[i] * f.gradient_scale;
    const float m = f.beta1 * first[i] + f.one_minus_beta1 * g;
    const float v = f.beta2 * second[i] + f.one_minus_beta2 * (g * g);
    first[i] = m;
    second[i] = v;
    const float divisor = __builtin_sqrtf(v) * f.root_correction + f.epsilon;
    const float weight = weights[i] * f.kept - f.step_size * (m / divisor);
    next[i] = weight;
    // All exponent bits set: infinite or not a number.
    unfit |= (std::bit_cast<std::uint32_t>(weight) & 0x7f800000U) == 0x7f800000U ? 1U : 0U;
  }
  return unfit == 0;
}

bool adamw_baseline(float* next, const float* weights, const float* gradient, float* first,
                    float* second, std::size_t count, const AdamWFactors& factors) {
  return loop(next, weights, gradient, first, second, count, factors);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] bool adamw_avx2(float* next, const float* weights, const float* gradient,
                                        float* first, float* second, std::size_t count,
                                        const AdamWFactors& factors) {
  return loop(next, weights, gradient, first, second, count, factors);
}
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] bool adamw_avx512(
    float* next, const float* weights, const float* gradient, float* first, float* second,
    std::size_t count, const AdamWFactors& factors) {
  return loop(next, weights, gradient, first, second, count, factors);
}
#endif

/// base^exponent by repeated squaring: the same operations for the same exponent.
double power(double base, std::uint64_t exponent) {
  double result = 1;
  for (; exponent > 0; exponent >>= 1, base *= base) {
    if ((exponent & 1) != 0) result *= base;
  }
  return result;
}

}  // namespace

detail::AdamWKernel detail::adamw_kernel([[maybe_unused]] math::Isa isa) {
#if defined(__x86_64__)
  if (isa == math::Isa::kAvx512) return adamw_avx512;
  if (isa == math::Isa::kAvx2) return adamw_avx2;
#endif
  return adamw_baseline;
}

AdamWFactors adamw_factors(std::uint64_t step, double learning_rate, double beta1, double beta2,
                           double epsilon, double weight_decay, double gradient_scale) {
  return {.gradient_scale = static_cast<float>(gradient_scale),
          .beta1 = static_cast<float>(beta1),
          .one_minus_beta1 = static_cast<float>(1 - beta1),
          .beta2 = static_cast<float>(beta2),
          .one_minus_beta2 = static_cast<float>(1 - beta2),
          .step_size = static_cast<float>(learning_rate / (1 - power(beta1, step))),
          .root_correction = static_cast<float>(1 / math::sqrt(1 - power(beta2, step))),
          .epsilon = static_cast<float>(epsilon),
          .kept = static_cast<float>(1 - learning_rate * weight_decay)};
}

bool adamw(std::span<float> next, std::span<const float> weights, std::span<const float> gradient,
           std::span<float> first, std::span<float> second, const AdamWFactors& factors) {
  assert(weights.size() == next.size() && gradient.size() == next.size());
  assert(first.size() == next.size() && second.size() == next.size());
  static const detail::AdamWKernel kernel = detail::adamw_kernel(math::active_isa());
  return kernel(next.data(), weights.data(), gradient.data(), first.data(), second.data(),
                next.size(), factors);
}

}  // namespace crystalline::training
