#pragma once

#include <cstdint>

#include "engine/training/training_config.hpp"

namespace crystalline::training {

/// Learning rate of `step` (1..steps): rises linearly to learning_rate at step warmup_steps, then
/// falls along half a cosine to min_learning_rate at the last step. A run shorter than its warm-up
/// only rises.
[[nodiscard]] double learning_rate(const OptimizerConfig& optimizer, std::uint64_t steps,
                                   std::uint64_t step);

}  // namespace crystalline::training
