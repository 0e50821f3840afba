#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/aligned.hpp"
#include "engine/telemetry/trace_row.hpp"

namespace crystalline::telemetry {

/// A span of work in absolute time.
struct Span {
  std::uint64_t start_us;  // machine clock
  std::uint32_t duration_us;
  std::uint32_t step;
  std::uint8_t worker;
  TraceKind kind;
  std::uint16_t sphere;  // 65535: none
};

/// The newest spans of one thread.
///
/// One writer, any number of readers; nobody waits. A reader never gets a torn or a mixed span: the
/// writer claims a slot before it writes and publishes it after, and the reader drops what was
/// claimed while it copied.
class TraceRing {
 public:
  static constexpr std::size_t kSpans = 1'024;

  /// Writer only.
  void record(const Span& span);
  /// Copies the newest spans that fit, oldest first; returns how many.
  std::size_t read(std::span<Span> spans) const;

 private:
  struct Slot {
    std::array<std::atomic<std::uint64_t>, 3> words{};
  };
  alignas(base::kCacheLine) std::atomic<std::uint64_t> claimed_{0};  // spans begun
  std::atomic<std::uint64_t> published_{0};                          // spans complete
  std::array<Slot, kSpans> slots_{};
};

}  // namespace crystalline::telemetry
