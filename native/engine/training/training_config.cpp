#include "engine/training/training_config.hpp"

#include "engine/training/field_checks.hpp"

namespace crystalline::training {
namespace {

// The bounds of src/shared/contract/limits.ts.
constexpr std::uint64_t kMostBatch = 512;
constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53) - 1;

base::Result<void> check_changes(const std::vector<RateChange>& changes) {
  std::uint64_t before = 0;
  for (const RateChange& change : changes) {
    const base::Result<void> checks[] = {
        check_count("rateChanges.fromStep", change.from_step, before + 1, kMostSteps + 1),
        check_real("rateChanges.scale", change.scale, change.scale > 0, "above 0"),
    };
    if (auto failed = first_failure(checks); !failed) return failed;
    before = change.from_step;
  }
  return {};
}

base::Result<void> check_averages(const TrainingConfig& config) {
  if (!config.validation_by_averages || config.optimizer.ema_decay > 0) return {};
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "validationByAverages needs averaged weights: emaDecay is 0."};
}

}  // namespace

base::Result<void> validate(const TrainingConfig& config) {
  const base::Result<void> checks[] = {
      model::validate(config.shape),
      check_count("batch", config.batch, 1, kMostBatch),
      check_count("steps", config.steps, 1, kMostSteps),
      check_count("seed", config.seed, 0, kMostSeed),
      check_count("validationEverySteps", config.validation_every_steps, 0, kMostSteps),
      check_count("validationWindows", config.validation_windows, 0, std::uint64_t{1} << 40),
      check_real("labelSmoothing", config.loss.label_smoothing,
                 config.loss.label_smoothing >= 0 && config.loss.label_smoothing < 1,
                 "from 0 to below 1"),
      check_real("zLoss", config.loss.z_loss, config.loss.z_loss >= 0 && config.loss.z_loss <= 1,
                 "from 0 to 1"),
      check_count("stopPatience", config.stop_patience, 0, kMostSteps),
      check_real("stopDelta", config.stop_delta, config.stop_delta >= 0, "0 or more"),
      check_real("divergenceFactor", config.divergence_factor,
                 config.divergence_factor == 0 || config.divergence_factor > 1, "0, or above 1"),
      validate(config.optimizer),
      check_changes(config.rate_changes),
      check_averages(config),
  };
  return first_failure(checks);
}

}  // namespace crystalline::training
