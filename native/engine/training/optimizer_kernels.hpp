#pragma once

#include <cstddef>
#include <span>

#include "engine/math/isa.hpp"
#include "engine/training/optimizer_config.hpp"

namespace crystalline::training {

/// A stretch of parameters that one call updates. All of one length (asserted; a state the
/// optimiser has no use for may be empty); no vector overlaps another.
struct Stretch {
  std::span<float> next;            // written
  std::span<const float> weights;   // read
  std::span<const float> gradient;  // read
  std::span<float> first;           // momentum, or first moment: updated
  std::span<float> second;          // second moment, or sum of squares: updated
};

/// The factors of one step, the same for every parameter of a stretch.
struct StepFactors {
  float gradient_scale = 1;  // what clipping leaves of the gradient
  float learning_rate = 0;
  float momentum = 0.9F;
  float beta1 = 0.9F;
  float one_minus_beta1 = 0.1F;
  float beta2 = 0.99F;
  float one_minus_beta2 = 0.01F;
  float epsilon = 1e-8F;
  float step_size = 0;        // adam: learning rate / (1 - beta1^step)
  float root_correction = 1;  // adam: 1 / sqrt(1 - beta2^step)
  float coupled_decay = 0;    // adam: this times the weight is added to the gradient
  float kept = 1;             // the others: 1 - learning rate * weight decay
};

/// One step over a stretch, g = gradient * gradient_scale, r = learning_rate, k = kept:
///
///   sgd       next = k w - r g
///   momentum  m = mu m + g;                   next = k w - r m
///   nesterov  m = mu m + g;                   next = k w - r (g + mu m)
///   rmsprop   v = b2 v + (1 - b2) g^2;        next = k w - r g / (sqrt(v) + eps)
///   adagrad   v = v + g^2;                    next = k w - r g / (sqrt(v) + eps)
///   adam      g = g + decay w, then AdamW's (adamw.hpp) without decay
///   lion      next = k w - r sign(b1 m + (1 - b1) g);  m = b2 m + (1 - b2) g
///
/// m is `first`, v is `second`. AdamW has a kernel of its own; of Muon this knows the momentum
/// only. Returns false when a written weight is not finite. Element-wise IEEE operations: the same
/// bits on every instruction set. Sources: Sutskever et al., ICML 2013 (Nesterov); Tieleman,
/// Hinton, Lecture 6.5 (RMSProp); Duchi, Hazan, Singer, JMLR 12 (Adagrad); Kingma, Ba,
/// arXiv:1412.6980 (Adam); Chen et al., arXiv:2302.06675 (Lion).
[[nodiscard]] bool optimizer_step(OptimizerKind kind, const Stretch& stretch,
                                  const StepFactors& factors);

/// Muon's first half: m = mu m + g; direction = g + mu m.
void muon_momentum(std::span<float> direction, std::span<const float> gradient,
                   std::span<float> momentum, float gradient_scale, float mu);

/// Confines each element, times `scale`, to [-bound, bound], in place.
void clip_by_value(std::span<float> gradient, float scale, float bound);

/// average = decay average + (1 - decay) weights, from one version to the next.
void average_weights(std::span<float> next, std::span<const float> average,
                     std::span<const float> weights, float decay);

namespace detail {
using OptimizerKernel = bool (*)(const Stretch& stretch, const StepFactors& factors);
/// The kernel of a kind for one instruction set, which the machine must have; nullptr: adamw, muon.
[[nodiscard]] OptimizerKernel optimizer_kernel(OptimizerKind kind, math::Isa isa);
}  // namespace detail

}  // namespace crystalline::training
