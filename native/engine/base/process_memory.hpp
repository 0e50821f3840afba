#pragma once

#include <cstdint>

namespace crystalline::base {

/// Resident memory of this process now, in bytes; 0 where the system does not tell.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace crystalline::base
