#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/base/result.hpp"

// Checks of a configuration's fields; the message names field, value and range.
namespace crystalline::training {

/// Of any number of steps.
inline constexpr std::uint64_t kMostSteps = 10'000'000;

/// A whole number from `least` to `most`.
[[nodiscard]] base::Result<void> check_count(const char* name, std::uint64_t value,
                                             std::uint64_t least, std::uint64_t most);

/// A finite number for which the caller found `allowed`; false for NaN by itself.
[[nodiscard]] base::Result<void> check_real(const char* name, double value, bool allowed,
                                            const char* range);

/// The first failure, if there is one.
[[nodiscard]] base::Result<void> first_failure(std::span<const base::Result<void>> checks);

}  // namespace crystalline::training
