#pragma once

#include <chrono>
#include <cstdint>

namespace crystalline::sync {

/// Microseconds of the system's monotonic clock, whose zero has no meaning; any thread.
[[nodiscard]] inline std::uint64_t now_us() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count());
}

/// The same in milliseconds, with its microseconds.
[[nodiscard]] inline double now_ms() { return static_cast<double>(now_us()) / 1'000; }

}  // namespace crystalline::sync
