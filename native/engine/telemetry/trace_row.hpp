#pragma once

#include <cstdint>

namespace crystalline::telemetry {

enum class TraceKind : std::uint8_t { kCompute, kSteal, kReduce, kUpdate, kEvaluate, kControl };

/// One span of work: the row of src/shared/frames/trace-frame.ts (a test compares).
struct TraceRow {
  std::uint32_t start_us;  // microseconds before now
  std::uint32_t duration_us;
  std::uint8_t worker;  // 255: Node Zero
  TraceKind kind;
  std::uint16_t sphere;  // 65535: none
  std::uint32_t step;
};
static_assert(sizeof(TraceRow) == 16);

}  // namespace crystalline::telemetry
