#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The founding document's constants, and what is true of them. Nothing here is taken on trust:
// every verdict is worked out when it is asked for. docs/maths/constants.md
namespace crystalline::lattice {

/// phi_i of the founding document, in its order. 12 is no prime, and 2 is absent.
inline constexpr std::array<std::uint32_t, 24> kDimensionalFrequencies = {
    3, 7, 31, 12, 19, 5, 11, 13, 17, 23, 29, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89};

/// Hz: the nine of the "solfeggio" set, and 432.
inline constexpr std::array<std::uint32_t, 10> kCymaticFrequencies = {174, 285, 396, 417, 432,
                                                                      528, 639, 741, 852, 963};

enum class Verdict {
  kTrue,
  kFalse,
  kNameOnly,  // a value with a name; there is nothing to check it against
};

/// "true", "false" or "name-only".
[[nodiscard]] std::string_view verdict_name(Verdict verdict);

struct ConstantClaim {
  std::string name;   // short and stable: a key
  std::string value;  // exact: an integer, a fraction, or the decimals that were checked
  std::string claim;  // what is said of it
  std::string check;  // what was computed, with its outcome
  Verdict verdict;
};

/// Checks all claims now: about a millisecond, no state. Any thread.
[[nodiscard]] std::vector<ConstantClaim> verify_constants();

}  // namespace crystalline::lattice
