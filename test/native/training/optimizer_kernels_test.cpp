#include "engine/training/optimizer_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace crystalline::training {
namespace {

constexpr double kRate = 3e-3, kMomentum = 0.9, kBeta1 = 0.8, kBeta2 = 0.95, kEpsilon = 1e-6,
                 kDecay = 0.2;
constexpr OptimizerKind kKinds[] = {OptimizerKind::kSgd,      OptimizerKind::kMomentum,
                                    OptimizerKind::kNesterov, OptimizerKind::kRmsProp,
                                    OptimizerKind::kAdagrad,  OptimizerKind::kAdam,
                                    OptimizerKind::kLion};

/// Each optimiser in double with libm, straight from its source.
struct Reference {
  std::vector<double> weights, first, second;

  void step(OptimizerKind kind, const std::vector<float>& gradient, int t, double scale) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weights[i] = moved(kind, weights[i], gradient[i] * scale, first[i], second[i], t);
    }
  }
  static double moved(OptimizerKind kind, double w, double g, double& m, double& v, int t) {
    const double decayed = w - kRate * kDecay * w;
    switch (kind) {
      case OptimizerKind::kSgd:
        return decayed - kRate * g;
      case OptimizerKind::kMomentum:
        m = kMomentum * m + g;
        return decayed - kRate * m;
      case OptimizerKind::kNesterov:
        m = kMomentum * m + g;
        return decayed - kRate * (g + kMomentum * m);
      case OptimizerKind::kRmsProp:
        v = kBeta2 * v + (1 - kBeta2) * g * g;
        return decayed - kRate * g / (std::sqrt(v) + kEpsilon);
      case OptimizerKind::kAdagrad:
        v += g * g;
        return decayed - kRate * g / (std::sqrt(v) + kEpsilon);
      case OptimizerKind::kAdam:
        g += kDecay * w;
        m = kBeta1 * m + (1 - kBeta1) * g;
        v = kBeta2 * v + (1 - kBeta2) * g * g;
        return w - kRate * (m / (1 - std::pow(kBeta1, t))) /
                       (std::sqrt(v / (1 - std::pow(kBeta2, t))) + kEpsilon);
      default: {
        const double blend = kBeta1 * m + (1 - kBeta1) * g;
        m = kBeta2 * m + (1 - kBeta2) * g;
        return decayed - kRate * ((blend > 0) - (blend < 0));
      }
    }
  }
};

StepFactors factors_of(int t, double scale) {
  return {.gradient_scale = static_cast<float>(scale),
          .learning_rate = static_cast<float>(kRate),
          .momentum = static_cast<float>(kMomentum),
          .beta1 = static_cast<float>(kBeta1),
          .one_minus_beta1 = static_cast<float>(1 - kBeta1),
          .beta2 = static_cast<float>(kBeta2),
          .one_minus_beta2 = static_cast<float>(1 - kBeta2),
          .epsilon = static_cast<float>(kEpsilon),
          .step_size = static_cast<float>(kRate / (1 - std::pow(kBeta1, t))),
          .root_correction = static_cast<float>(1 / std::sqrt(1 - std::pow(kBeta2, t))),
          .coupled_decay = static_cast<float>(kDecay),
          .kept = static_cast<float>(1 - kRate * kDecay)};
}

struct State {
  std::vector<float> weights, next, first, second;
  explicit State(std::size_t size) : weights(size), next(size), first(size), second(size) {}
};

TEST(OptimizerKernels, FollowTheirDoubleReferences) {
  constexpr std::size_t kSize = 1'003;  // not a multiple of any vector length
  for (const OptimizerKind kind : kKinds) {
    std::mt19937 random(4);
    std::normal_distribution<float> normal(0, 0.1F);
    State state(kSize);
    for (float& weight : state.weights) weight = normal(random);
    Reference reference{{state.weights.begin(), state.weights.end()},
                        std::vector<double>(kSize),
                        std::vector<double>(kSize)};
    std::vector<float> gradient(kSize);
    for (int t = 1; t <= 100; ++t) {
      for (float& g : gradient) g = normal(random);
      const double scale = t % 3 == 0 ? 0.25 : 1.0;
      ASSERT_TRUE(optimizer_step(kind,
                                 {state.next, state.weights, gradient, state.first, state.second},
                                 factors_of(t, scale)));
      state.weights.swap(state.next);
      reference.step(kind, gradient, t, scale);
    }
    for (std::size_t i = 0; i < kSize; ++i) {
      ASSERT_NEAR(state.weights[i], reference.weights[i], 3e-6) << name_of(kind) << " " << i;
      ASSERT_NEAR(state.first[i], reference.first[i], 1e-6) << name_of(kind) << " " << i;
      ASSERT_NEAR(state.second[i], reference.second[i], 1e-6) << name_of(kind) << " " << i;
    }
  }
}

TEST(OptimizerKernels, GiveTheSameBitsOnEveryInstructionSet) {
  constexpr std::size_t kSize = 1'003;
  for (const OptimizerKind kind : kKinds) {
    const auto run = [&](math::Isa isa) {
      std::mt19937 random(8);
      std::normal_distribution<float> normal(0, 1e-3F);
      State state(kSize);
      std::vector<float> gradient(kSize);
      for (float& weight : state.weights) weight = normal(random);
      for (int t = 1; t <= 20; ++t) {
        for (float& g : gradient) g = normal(random);
        EXPECT_TRUE(detail::optimizer_kernel(kind, isa)(
            {state.next, state.weights, gradient, state.first, state.second}, factors_of(t, 0.7)));
        state.weights.swap(state.next);
      }
      return state.weights;
    };
    const auto baseline = run(math::Isa::kBaseline);
    for (const math::Isa isa : {math::Isa::kAvx2, math::Isa::kAvx512}) {
      if (isa > math::supported_isa()) continue;
      EXPECT_EQ(run(isa), baseline) << name_of(kind) << " " << math::isa_name(isa);
    }
  }
}

TEST(OptimizerKernels, TellWhenAWeightIsNoNumber) {
  for (const OptimizerKind kind : kKinds) {
    for (const std::size_t at : {0U, 17U, 36U}) {
      State state(37);
      std::vector<float> gradient(37);
      gradient[at] = std::nanf("");
      EXPECT_FALSE(optimizer_step(
          kind, {state.next, state.weights, gradient, state.first, state.second}, factors_of(1, 1)))
          << name_of(kind);
    }
  }
}

TEST(OptimizerKernels, ClippingByValueConfinesEachElementAfterItsScale) {
  std::vector<float> gradient = {4, -4, 0.5F, -0.5F, 0};
  clip_by_value(gradient, 0.5F, 1);
  EXPECT_EQ(gradient, (std::vector<float>{1, -1, 0.25F, -0.25F, 0}));
}

TEST(OptimizerKernels, AveragesMoveTowardsTheWeights) {
  const std::vector<float> average = {1, 2}, weights = {3, 2};
  std::vector<float> next(2);
  average_weights(next, average, weights, 0.75F);
  EXPECT_EQ(next, (std::vector<float>{1.5F, 2}));
}

}  // namespace
}  // namespace crystalline::training
