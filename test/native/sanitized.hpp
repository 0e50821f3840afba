#pragma once

#include <cstdint>

namespace crystalline::test {

/// ThreadSanitizer follows every access, at ten times the cost: what is repeated to meet many
/// interleavings is repeated less often under it.
#ifdef __SANITIZE_THREAD__
inline constexpr bool kThreadsSanitized = true;
#else
inline constexpr bool kThreadsSanitized = false;
#endif

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kAddressesSanitized = true;
#else
inline constexpr bool kAddressesSanitized = false;
#endif

/// `plain` times, `sanitized` times under ThreadSanitizer.
constexpr std::uint64_t repeated(std::uint64_t plain, std::uint64_t sanitized) {
  return kThreadsSanitized ? sanitized : plain;
}

/// Likewise under any sanitizer.
constexpr std::uint64_t repeated_under_any(std::uint64_t plain, std::uint64_t sanitized) {
  return kThreadsSanitized || kAddressesSanitized ? sanitized : plain;
}

}  // namespace crystalline::test
