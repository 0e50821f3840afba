#pragma once

#include <cstdint>

#include "engine/base/result.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::session {

/// Bytes a run allocates, but for what is small: two versions of the weights, two moments, the
/// gradient lanes, and the activations of each worker.
[[nodiscard]] std::uint64_t bytes_needed(const model::Shape& shape, std::uint32_t lanes,
                                         std::uint32_t workers);

/// out-of-memory when the machine has clearly less free; says how much of each. A system that does
/// not tell is believed to have enough.
[[nodiscard]] base::Result<void> check_memory(std::uint64_t needed);

}  // namespace crystalline::session
