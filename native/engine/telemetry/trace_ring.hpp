#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/sync/newest_ring.hpp"
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

/// The newest spans of one thread: one writer, any number of readers, nobody waits.
class TraceRing {
 public:
  static constexpr std::size_t kSpans = 1'024;

  /// Writer only.
  void record(const Span& span);
  /// Copies the newest spans that fit, oldest first; returns how many.
  std::size_t read(std::span<Span> spans) const;

 private:
  sync::NewestRing<3, kSpans> ring_;
};

}  // namespace crystalline::telemetry
