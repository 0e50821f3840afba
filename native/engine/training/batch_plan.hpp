#pragma once

#include <cstddef>
#include <cstdint>

namespace crystalline::training {

/// Which text each sequence of each step reads: a pure function, so the data cursor of a run is its
/// step.
struct BatchPlan {
  std::uint64_t seed = 0;
  std::size_t tokens = 0;   // of the train split
  std::size_t context = 0;  // below tokens

  /// First token of sequence `sequence` (from 0) of step `step` (from 1): uniform over every window
  /// of context tokens and the one after it; the targets begin one token later.
  [[nodiscard]] std::size_t offset(std::uint64_t step, std::uint32_t sequence) const;
};

/// Validation windows: `count` non-overlapping stretches of `context` tokens, evenly spaced over
/// the split.
class WindowPlan {
 public:
  /// `wanted` 0, or more than fit: all that fit.
  WindowPlan(std::size_t tokens, std::size_t context, std::uint64_t wanted);
  [[nodiscard]] std::uint32_t count() const { return count_; }
  /// First token of window `index`, in 0..count() - 1.
  [[nodiscard]] std::size_t offset(std::uint32_t index) const;

 private:
  std::size_t context_;
  std::size_t places_;  // windows side by side that fit
  std::uint32_t count_;
};

}  // namespace crystalline::training
