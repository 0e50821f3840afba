#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/training/training_config.hpp"

// The learning rate as a pure function of the step. All kinds but constant, one-cycle and cyclical
// first rise linearly from 0 to learning_rate over warmup_steps; w is that length, s the horizon
// (schedule.horizon, or the run's steps), t = step - w, p = t / (s - w), r the learning rate and m
// the least one.
namespace crystalline::training {

/// Learning rate of `step` (1..steps), without changes by hand:
///
///   constant              r
///   warm-up               r
///   linear                m + (r - m) (1 - p)
///   cosine                m + (r - m) (1 + cos(pi p)) / 2; with cycle_steps it restarts every
///                         cycle_steps, each cycle cycle_growth times as long as the one before
///   exponential           max(m, r factor^(t / cycle_steps))
///   step                  max(m, r factor^floor(t / cycle_steps))
///   polynomial            m + (r - m) (1 - p)^power
///   one-cycle             half a cosine up from r / 25 to r at step w, half a cosine down to m
///   cyclical              a triangle of period cycle_steps from m up to r and down again
///   warm-up-stable-decay  r, then linearly down to m over the last decay_steps
///   plateau               max(m, r factor^reductions)
///
/// Steps past the horizon have the rate of the horizon; a run shorter than its warm-up only rises.
/// Sources: Loshchilov, Hutter, "SGDR", arXiv:1608.03983; Smith, "Cyclical learning rates",
/// arXiv:1506.01186, and "Super-convergence", arXiv:1708.07120; Hu et al., "MiniCPM",
/// arXiv:2404.06395.
[[nodiscard]] double learning_rate(const OptimizerConfig& optimizer, std::uint64_t steps,
                                   std::uint64_t step, std::uint64_t reductions = 0);

/// What changes by hand make of the rate at `step`: the scale of the last one that has begun.
[[nodiscard]] double rate_scale(std::span<const RateChange> changes, std::uint64_t step);

/// A schedule as it would run, for drawing: at most `points` steps from 1 to `steps`, evenly
/// spaced, both ends among them. A plateau schedule is drawn as if validation never got worse.
struct ScheduleCurve {
  std::vector<std::uint64_t> step;
  std::vector<double> learning_rate;
};
[[nodiscard]] ScheduleCurve draw_schedule(const OptimizerConfig& optimizer, std::uint64_t steps,
                                          std::uint64_t points);

/// Counts validations without progress and lowers the rate of a plateau schedule.
struct PlateauState {
  double best_nats = __builtin_inf();
  std::uint64_t waited = 0;
  std::uint64_t reductions = 0;

  /// A validation loss was measured; true: the rate is lowered from the next step on.
  bool validated(const ScheduleConfig& schedule, double loss_nats);
};

/// Counts validations without progress, to stop a run early.
struct StoppingState {
  double best_nats = __builtin_inf();
  std::uint64_t best_step = 0;
  std::uint64_t waited = 0;

  /// The validation loss of `step` was measured; true: `patience` validations in a row (0: never)
  /// were not better than the best by more than `delta` nats. It then counts anew.
  bool validated(std::uint64_t patience, double delta, std::uint64_t step, double loss_nats);
};

}  // namespace crystalline::training
