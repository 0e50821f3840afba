#include "engine/telemetry/trace_ring.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace crystalline::telemetry {

void TraceRing::record(const Span& span) {
  ring_.put({span.start_us, std::uint64_t{span.duration_us} << 32 | span.step,
             std::uint64_t{span.worker} << 32 | static_cast<std::uint64_t>(span.kind) << 16 |
                 span.sphere});
}

std::size_t TraceRing::read(std::span<Span> spans) const {
  std::vector<std::array<std::uint64_t, 3>> records(std::min(spans.size(), kSpans));
  const std::size_t count = ring_.read(records);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [start, length, rest] = records[i];
    spans[i] = {start,
                static_cast<std::uint32_t>(length >> 32),
                static_cast<std::uint32_t>(length),
                static_cast<std::uint8_t>(rest >> 32),
                static_cast<TraceKind>(rest >> 16 & 0xff),
                static_cast<std::uint16_t>(rest)};
  }
  return count;
}

}  // namespace crystalline::telemetry
