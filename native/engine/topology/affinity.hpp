#pragma once

#include <cstdint>

#include "engine/topology/cpu_list.hpp"

namespace crystalline::topology {

/// Processors this process was allowed when it started, remembered before any thread was pinned
/// (a thread inherits its creator's mask). Empty where the system does not tell.
[[nodiscard]] const CpuList& startup_affinity();

/// Pins the calling thread to `cpu`; false when the system refuses or cannot.
bool pin_this_thread(std::uint32_t cpu);
/// Gives the calling thread the start-up mask back.
bool unpin_this_thread();

}  // namespace crystalline::topology
