#pragma once

#include <cstdint>

namespace crystalline::telemetry {

/// One sphere as the window sees it: the row of src/shared/frames/sphere-frame.ts (a test
/// compares).
struct SphereRow {
  std::uint8_t state;
  std::uint8_t worker;   // 255: none
  std::uint8_t level;    // 0 is the root
  std::uint8_t group;    // 0..11; 255: the root
  std::uint32_t parent;  // 0xffffffff: the root
  std::uint16_t inbox_critical;
  std::uint16_t inbox_high;
  std::uint16_t inbox_normal;
  std::uint16_t inbox_low;
  std::uint32_t queued_items;
  std::uint32_t micro_batches;
  std::uint32_t stolen_from;
  std::uint32_t stolen_to;
  std::uint32_t messages_received;
  std::uint32_t state_age_us;
  float gradient_norm;
  float loss_nats;
  float utilization;
};
static_assert(sizeof(SphereRow) == 52);

}  // namespace crystalline::telemetry
