#include "engine/training/optimizer_kernels.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

namespace crystalline::training {
namespace {

/// State of one parameter, in registers.
struct Moments {
  float first;
  float second;
};

/// The weight that follows `weight`.
template <OptimizerKind K>
[[gnu::always_inline]] inline float step_one(float weight, float g, Moments& state,
                                             const StepFactors& f) {
  const float kept = weight * f.kept;
  if constexpr (K == OptimizerKind::kSgd) {
    return kept - f.learning_rate * g;
  } else if constexpr (K == OptimizerKind::kMomentum) {
    state.first = f.momentum * state.first + g;
    return kept - f.learning_rate * state.first;
  } else if constexpr (K == OptimizerKind::kNesterov) {
    state.first = f.momentum * state.first + g;
    return kept - f.learning_rate * (g + f.momentum * state.first);
  } else if constexpr (K == OptimizerKind::kRmsProp) {
    state.second = f.beta2 * state.second + f.one_minus_beta2 * (g * g);
    return kept - f.learning_rate * (g / (__builtin_sqrtf(state.second) + f.epsilon));
  } else if constexpr (K == OptimizerKind::kAdagrad) {
    state.second += g * g;
    return kept - f.learning_rate * (g / (__builtin_sqrtf(state.second) + f.epsilon));
  } else if constexpr (K == OptimizerKind::kAdam) {
    const float coupled = g + f.coupled_decay * weight;
    state.first = f.beta1 * state.first + f.one_minus_beta1 * coupled;
    state.second = f.beta2 * state.second + f.one_minus_beta2 * (coupled * coupled);
    const float divisor = __builtin_sqrtf(state.second) * f.root_correction + f.epsilon;
    return weight - f.step_size * (state.first / divisor);
  } else {
    static_assert(K == OptimizerKind::kLion);
    const float blend = f.beta1 * state.first + f.one_minus_beta1 * g;
    const float up = blend > 0 ? f.learning_rate : 0.0F;
    const float down = blend < 0 ? f.learning_rate : 0.0F;
    state.first = f.beta2 * state.first + f.one_minus_beta2 * g;
    // A blend that is no number moves nothing by itself: it is passed on, so that it is noticed.
    return kept - (up - down) + (blend - blend);
  }
}

template <OptimizerKind K>
constexpr bool kHasFirst =
    K != OptimizerKind::kSgd && K != OptimizerKind::kRmsProp && K != OptimizerKind::kAdagrad;
template <OptimizerKind K>
constexpr bool kHasSecond =
    K == OptimizerKind::kRmsProp || K == OptimizerKind::kAdagrad || K == OptimizerKind::kAdam;

/// The plain loop; the wrappers below compile it for each instruction set.
template <OptimizerKind K>
[[gnu::always_inline]] inline bool loop(const Stretch& stretch, const StepFactors& factors) {
  float* __restrict next = stretch.next.data();
  const float* __restrict weights = stretch.weights.data();
  const float* __restrict gradient = stretch.gradient.data();
  float* __restrict first = stretch.first.data();
  float* __restrict second = stretch.second.data();
  const std::size_t count = stretch.next.size();
  const StepFactors f = factors;
  std::uint32_t unfit = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Moments state{kHasFirst<K> ? first[i] : 0.0F, kHasSecond<K> ? second[i] : 0.0F};
    const float weight = step_one<K>(weights[i], gradient[i] * f.gradient_scale, state, f);
    if constexpr (kHasFirst<K>) first[i] = state.first;
    if constexpr (kHasSecond<K>) second[i] = state.second;
    next[i] = weight;
    // All exponent bits set: infinite or not a number.
    unfit |= (std::bit_cast<std::uint32_t>(weight) & 0x7f800000U) == 0x7f800000U ? 1U : 0U;
  }
  return unfit == 0;
}

template <OptimizerKind K>
bool step_baseline(const Stretch& stretch, const StepFactors& factors) {
  return loop<K>(stretch, factors);
}

#if defined(__x86_64__)
template <OptimizerKind K>
[[gnu::target("avx2")]] bool step_avx2(const Stretch& stretch, const StepFactors& factors) {
  return loop<K>(stretch, factors);
}
template <OptimizerKind K>
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] bool step_avx512(const Stretch& stretch,
                                                                       const StepFactors& factors) {
  return loop<K>(stretch, factors);
}
#endif

template <OptimizerKind K>
detail::OptimizerKernel kernel_for([[maybe_unused]] math::Isa isa) {
#if defined(__x86_64__)
  if (isa == math::Isa::kAvx512) return step_avx512<K>;
  if (isa == math::Isa::kAvx2) return step_avx2<K>;
#endif
  return step_baseline<K>;
}

}  // namespace

detail::OptimizerKernel detail::optimizer_kernel(OptimizerKind kind, math::Isa isa) {
  switch (kind) {
    case OptimizerKind::kSgd:
      return kernel_for<OptimizerKind::kSgd>(isa);
    case OptimizerKind::kMomentum:
      return kernel_for<OptimizerKind::kMomentum>(isa);
    case OptimizerKind::kNesterov:
      return kernel_for<OptimizerKind::kNesterov>(isa);
    case OptimizerKind::kRmsProp:
      return kernel_for<OptimizerKind::kRmsProp>(isa);
    case OptimizerKind::kAdagrad:
      return kernel_for<OptimizerKind::kAdagrad>(isa);
    case OptimizerKind::kAdam:
      return kernel_for<OptimizerKind::kAdam>(isa);
    case OptimizerKind::kLion:
      return kernel_for<OptimizerKind::kLion>(isa);
    case OptimizerKind::kAdamW:
    case OptimizerKind::kMuon:
      break;
  }
  return nullptr;
}

bool optimizer_step(OptimizerKind kind, const Stretch& stretch, const StepFactors& factors) {
  assert(stretch.weights.size() == stretch.next.size());
  assert(stretch.gradient.size() == stretch.next.size());
  const auto kernel = detail::optimizer_kernel(kind, math::active_isa());
  assert(kernel != nullptr);
  return kernel(stretch, factors);
}

void muon_momentum(std::span<float> direction, std::span<const float> gradient,
                   std::span<float> momentum, float gradient_scale, float mu) {
  for (std::size_t i = 0; i < direction.size(); ++i) {
    const float g = gradient[i] * gradient_scale;
    momentum[i] = mu * momentum[i] + g;
    direction[i] = g + mu * momentum[i];
  }
}

void clip_by_value(std::span<float> gradient, float scale, float bound) {
  for (float& g : gradient) {
    const float scaled = g * scale;
    g = scaled > bound ? bound : scaled < -bound ? -bound : scaled;
  }
}

void average_weights(std::span<float> next, std::span<const float> average,
                     std::span<const float> weights, float decay) {
  const float rest = 1 - decay;
  for (std::size_t i = 0; i < next.size(); ++i) {
    next[i] = decay * average[i] + rest * weights[i];
  }
}

}  // namespace crystalline::training
