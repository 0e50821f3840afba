#pragma once

#include <cstdint>

namespace crystalline::control {

/// When the tree grows deeper and when it shrinks again. It grows a brood at a time, twelve leaves
/// below what was one, and shrinks a brood at a time, the newest first. Results never change: the
/// micro-batches of a step are fixed, only where they wait is not.
struct DepthPolicy {
  /// Levels below the root that the tree may grow to, 1..4; 0: it keeps its shape.
  std::uint32_t most_levels = 0;
  /// Micro-batches a leaf, in a step, from which on the leaves are under load.
  std::uint32_t crowded_items = 2;
  /// Steps in a row that must be of one opinion.
  std::uint32_t patience_steps = 3;
  /// The paused machine shrinks after this long.
  std::uint32_t rest_ms = 2'000;

  friend bool operator==(const DepthPolicy&, const DepthPolicy&) = default;
};

/// Looks at every step of a machine and says what the policy makes of it. Node Zero's thread.
class DepthWatch {
 public:
  enum class Wish : std::uint8_t { kStay, kGrow, kShrink };

  explicit DepthWatch(const DepthPolicy& policy) : policy_(policy) {}

  /// After a step of `items` micro-batches on `leaves` leaves. Grow: each leaf had crowded_items or
  /// more, patience_steps times in a row. Shrink: with a brood less no leaf would have had more
  /// than one, as often; so what has grown by load does not shrink by the same load.
  [[nodiscard]] Wish after_step(std::uint32_t items, std::uint32_t leaves);

 private:
  DepthPolicy policy_;
  Wish opinion_ = Wish::kStay;
  std::uint32_t times_ = 0;  // in a row
};

}  // namespace crystalline::control
