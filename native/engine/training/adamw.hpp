#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/math/isa.hpp"

namespace crystalline::training {

/// The factors of one AdamW step, the same for every parameter.
struct AdamWFactors {
  float gradient_scale = 1;  // what clipping leaves of the gradient
  float beta1 = 0.9F;
  float one_minus_beta1 = 0.1F;
  float beta2 = 0.99F;
  float one_minus_beta2 = 0.01F;
  float step_size = 0;        // learning rate / (1 - beta1^step)
  float root_correction = 1;  // 1 / sqrt(1 - beta2^step)
  float epsilon = 1e-8F;
  float kept = 1;  // 1 - learning rate * weight decay
};

/// The factors of step `step` (from 1). Computed in double, rounded once.
[[nodiscard]] AdamWFactors adamw_factors(std::uint64_t step, double learning_rate, double beta1,
                                         double beta2, double epsilon, double weight_decay,
                                         double gradient_scale);

/// One AdamW step over a stretch of parameters:
///   g = gradient * gradient_scale
///   m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
///   next = weights (1 - lr decay) - step_size m / (sqrt(v) root_correction + epsilon)
///
///   next      written     weights   read; no vector overlaps another
///   gradient  read        first, second   the moments m and v, updated
///
/// All of one length (asserted). Returns false when a written weight is not finite. Element-wise
/// IEEE operations only: the same bits on every instruction set. Source: Loshchilov, Hutter,
/// "Decoupled weight decay regularization", arXiv:1711.05101.
[[nodiscard]] bool adamw(std::span<float> next, std::span<const float> weights,
                         std::span<const float> gradient, std::span<float> first,
                         std::span<float> second, const AdamWFactors& factors);

namespace detail {
using AdamWKernel = bool (*)(float* next, const float* weights, const float* gradient, float* first,
                             float* second, std::size_t count, const AdamWFactors& factors);
/// The kernel for one instruction set, which the machine must have.
[[nodiscard]] AdamWKernel adamw_kernel(math::Isa isa);
}  // namespace detail

}  // namespace crystalline::training
