#include "engine/training/training_config.hpp"

#include <string>

namespace crystalline::training {
namespace {

// The bounds of src/shared/contract/limits.ts.
constexpr std::uint64_t kMostBatch = 512;
constexpr std::uint64_t kMostSteps = 10'000'000;
constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53) - 1;
constexpr double kLargest = 1.79e308;

base::Error outside(const char* name, const std::string& value, const std::string& range) {
  return {base::ErrorCode::kInvalidArgument,
          std::string(name) + " is " + value + "; it must be " + range + "."};
}

base::Result<void> check_count(const char* name, std::uint64_t value, std::uint64_t least,
                               std::uint64_t most) {
  if (value >= least && value <= most) return {};
  return outside(name, std::to_string(value),
                 "from " + std::to_string(least) + " to " + std::to_string(most));
}

base::Result<void> check_real(const char* name, double value, bool allowed, const char* range) {
  if (allowed && value <= kLargest) return {};  // neither holds for NaN
  return outside(name, std::to_string(value), range);
}

base::Result<void> validate(const OptimizerConfig& o, std::uint64_t steps) {
  const base::Result<void> checks[] = {
      check_real("learningRate", o.learning_rate, o.learning_rate > 0, "above 0"),
      check_real("minLearningRate", o.min_learning_rate,
                 o.min_learning_rate >= 0 && o.min_learning_rate <= o.learning_rate,
                 "from 0 to learningRate"),
      check_count("warmupSteps", o.warmup_steps, 0, kMostSteps),
      check_real("beta1", o.beta1, o.beta1 >= 0 && o.beta1 < 1, "from 0 to below 1"),
      check_real("beta2", o.beta2, o.beta2 >= 0 && o.beta2 < 1, "from 0 to below 1"),
      check_real("epsilon", o.epsilon, o.epsilon > 0, "above 0"),
      check_real("weightDecay", o.weight_decay, o.weight_decay >= 0, "0 or more"),
      check_real("clipNorm", o.clip_norm, o.clip_norm >= 0, "0 (no clipping) or more"),
      check_count("steps", steps, 1, kMostSteps),
  };
  for (const auto& check : checks) {
    if (!check) return check;
  }
  return {};
}

}  // namespace

base::Result<void> validate(const TrainingConfig& config) {
  const base::Result<void> checks[] = {
      model::validate(config.shape),
      check_count("batch", config.batch, 1, kMostBatch),
      check_count("seed", config.seed, 0, kMostSeed),
      check_count("validationEverySteps", config.validation_every_steps, 0, kMostSteps),
      check_count("validationWindows", config.validation_windows, 0, std::uint64_t{1} << 40),
      validate(config.optimizer, config.steps),
  };
  for (const auto& check : checks) {
    if (!check) return check;
  }
  return {};
}

}  // namespace crystalline::training
