#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "engine/base/result.hpp"

namespace crystalline::base {

/// Parts that long works are made of. Learning counts tokens, all others bytes.
enum class WorkPart : std::uint8_t {
  kReading,
  kCounting,
  kLearning,
  kEncoding,
  kMeasuring,
  kVerifying,
  kLoading,
  kWriting,
};

/// By value. The order is that of src/shared/contract/work.ts (a test compares).
inline constexpr std::array<std::string_view, 8> kWorkParts = {
    "reading", "counting", "learning", "encoding", "measuring", "verifying", "loading", "writing"};

/// How far a long work is, told by the threads that do it and read beside them, and the wish to end
/// it early. A handle: copies are of the same work. Any thread.
///
/// A part ends at a share of the whole that its caller estimates; shares of parts to come are not
/// known to be right, so the fraction need not be even in time.
class Progress {
 public:
  struct State {
    WorkPart part = WorkPart::kReading;
    double fraction = 0;  // of the whole work, 0 to 1, never falling
    std::uint64_t done = 0;
    std::uint64_t total = 0;  // of the part
  };

  /// Told to nobody, never cancelled: what works get that nobody watches.
  Progress() = default;
  [[nodiscard]] static Progress watched();

  /// Begins a part of `total` units that ends at the share `end` of the whole.
  void begin(WorkPart part, std::uint64_t total, double end) const;
  /// `units` more are done. cancelled: give up, leaving nothing.
  [[nodiscard]] Result<void> advance(std::uint64_t units) const;
  void cancel() const;
  [[nodiscard]] bool cancelled() const;
  [[nodiscard]] State state() const;
  [[nodiscard]] bool same_as(const Progress& other) const { return shared_ == other.shared_; }

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace crystalline::base
