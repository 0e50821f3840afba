#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/result.hpp"
#include "engine/lattice/angular_position.hpp"
#include "engine/text/token.hpp"
#include "engine/training/trainer.hpp"

namespace crystalline::session {

/// Tokens of text shown before and after an event's own.
inline constexpr std::size_t kTokensBefore = 64;
inline constexpr std::size_t kTokensAfter = 32;

/// Where a trained token comes from, and where it stands on the lattice.
struct EventInspection {
  std::uint64_t n = 0;         // lattice index
  std::uint64_t step = 0;      // that trained it
  std::uint32_t sequence = 0;  // of the step's batch
  std::uint32_t position = 0;  // within the sequence's targets, 0..context - 1
  std::uint64_t offset = 0;    // of the token in the train split
  text::Token token = 0;
  std::string before;       // readable UTF-8; the model saw the last position + 1 tokens of it
  std::string text;         // the token's own
  std::string after;        //
  std::uint64_t prime = 0;  // the (token + 1)-th
  double wavelength_m = 0;  // of the token's first letter
  lattice::AngularPosition angle{};  // at index 1 + (n - 1) mod 144,000, dimension 1
};

/// Event `n` of the run, also one that has left the shell: what it read follows from n, seed and
/// text alone. not-found: n is 0 or above `newest`. Any thread.
[[nodiscard]] base::Result<EventInspection> inspect_event(const training::Trainer& trainer,
                                                          std::uint64_t n, std::uint64_t newest);

}  // namespace crystalline::session
