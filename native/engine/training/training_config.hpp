#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/model/gpt.hpp"
#include "engine/training/lattice_tables.hpp"
#include "engine/training/optimizer_config.hpp"

namespace crystalline::training {

/// From `from_step` on the schedule's learning rate is multiplied by `scale`: a change by hand.
struct RateChange {
  std::uint64_t from_step = 1;
  double scale = 1;
};

/// Everything that decides a run's bits, but for the text.
struct TrainingConfig {
  model::Shape shape;
  std::uint32_t batch = 12;  // sequences (micro-batches) of one batch
  std::uint64_t steps = 1;
  std::uint64_t seed = 1;
  TableInitialisation tables = TableInitialisation::kStandard;
  OptimizerConfig optimizer;
  /// By ascending step.
  std::vector<RateChange> rate_changes;
  std::uint64_t validation_every_steps = 50;  // 0: only at the end
  std::uint64_t validation_windows = 128;     // 0: the whole split
  bool validation_by_averages = false;        // needs optimizer.ema_decay
  model::LossTerms loss;
  std::uint64_t stop_patience = 0;  // validations without progress; 0: never stops
  double stop_delta = 0;            // nats that count as progress
  /// The run pauses at a step whose loss is so many times its recent average; 0: never. Decides no
  /// bits. training::DivergenceGuard.
  double divergence_factor = 0;
};

/// Sequences of a step: of all batches that are accumulated to one update.
[[nodiscard]] constexpr std::uint32_t sequences_of(const TrainingConfig& config) {
  return config.batch * config.optimizer.accumulation;
}

/// Checks every field against its range; the message names field, value and range.
[[nodiscard]] base::Result<void> validate(const TrainingConfig& config);

/// Gradient buffers of a step: what is summed is grouped by lane, whatever the number of threads,
/// so that the bits are the same. Four keep four workers busy and cost four times the parameters.
[[nodiscard]] constexpr std::uint32_t lanes_of(std::uint32_t batch) {
  return batch < 4 ? batch : 4;
}

}  // namespace crystalline::training
