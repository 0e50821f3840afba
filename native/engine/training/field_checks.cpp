#include "engine/training/field_checks.hpp"

namespace crystalline::training {
namespace {

constexpr double kLargest = 1.79e308;

base::Error outside(const char* name, const std::string& value, const std::string& range) {
  return {base::ErrorCode::kInvalidArgument,
          std::string(name) + " is " + value + "; it must be " + range + "."};
}

}  // namespace

base::Result<void> check_count(const char* name, std::uint64_t value, std::uint64_t least,
                               std::uint64_t most) {
  if (value >= least && value <= most) return {};
  return outside(name, std::to_string(value),
                 "from " + std::to_string(least) + " to " + std::to_string(most));
}

base::Result<void> check_real(const char* name, double value, bool allowed, const char* range) {
  if (allowed && value <= kLargest) return {};  // neither holds for NaN
  return outside(name, std::to_string(value), range);
}

base::Result<void> first_failure(std::span<const base::Result<void>> checks) {
  for (const auto& check : checks) {
    if (!check) return check;
  }
  return {};
}

}  // namespace crystalline::training
