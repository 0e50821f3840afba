#pragma once

#include <cstdint>

namespace crystalline::base {

/// Resident memory of this process now, in bytes; 0 where the system does not tell.
[[nodiscard]] std::uint64_t resident_bytes();

/// Processor time of this process since it began, all threads, in seconds; 0 where the system does
/// not tell.
[[nodiscard]] double process_cpu_seconds();

}  // namespace crystalline::base
