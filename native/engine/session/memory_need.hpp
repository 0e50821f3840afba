#pragma once

#include <cstdint>

#include "engine/base/result.hpp"
#include "engine/training/training_config.hpp"

namespace crystalline::session {

/// Bytes a run allocates, but for what is small: two versions of the weights and of their averages,
/// the optimiser's state, the gradient lanes, and the activations of each worker.
[[nodiscard]] std::uint64_t bytes_needed(const training::TrainingConfig& config,
                                         std::uint32_t workers);

/// out-of-memory when the machine has clearly less free; says how much of each. A system that does
/// not tell is believed to have enough.
[[nodiscard]] base::Result<void> check_memory(std::uint64_t needed);

}  // namespace crystalline::session
