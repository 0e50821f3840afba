#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/result.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::training {

/// AdamW under a cosine schedule with linear warm-up; src/shared/contract/run.ts has the same
/// fields.
struct OptimizerConfig {
  double learning_rate = 1e-3;
  double min_learning_rate = 1e-4;  // where the cosine ends
  std::uint64_t warmup_steps = 100;
  double beta1 = 0.9;
  double beta2 = 0.99;
  double epsilon = 1e-8;
  double weight_decay = 0.1;  // decoupled; matrices only
  double clip_norm = 1.0;     // largest global gradient norm; 0: no clipping
};

/// Everything that decides a run's bits, but for the text.
struct TrainingConfig {
  model::Shape shape;
  std::uint32_t batch = 12;  // sequences (micro-batches) a step
  std::uint64_t steps = 1;
  std::uint64_t seed = 1;
  OptimizerConfig optimizer;
  std::uint64_t validation_every_steps = 50;  // 0: only at the end
  std::uint64_t validation_windows = 128;     // 0: the whole split
};

/// Checks every field against its range; the message names field, value and range.
[[nodiscard]] base::Result<void> validate(const TrainingConfig& config);

/// Gradient buffers of a step: what is summed is grouped by lane, whatever the number of threads,
/// so that the bits are the same. Four keep four workers busy and cost four times the parameters.
[[nodiscard]] constexpr std::uint32_t lanes_of(std::uint32_t batch) {
  return batch < 4 ? batch : 4;
}

}  // namespace crystalline::training
