#pragma once

#include <cstdint>

namespace crystalline::telemetry {

/// Messages of one type and priority over one link: the row of src/shared/frames/message-frame.ts
/// (a test compares).
struct MessageRow {
  std::uint32_t sender;    // sphere; 0xffffffff: Node Zero
  std::uint32_t receiver;  // likewise
  std::uint32_t count;
  std::uint8_t type;      // of the 28, as spheres::MessageType
  std::uint8_t priority;  // 0 low .. 3 critical
  std::uint16_t unused;
};
static_assert(sizeof(MessageRow) == 16);

/// What the rows of one reading stand for.
struct MessageInterval {
  std::uint64_t length_us = 0;  // since the reading before
  std::uint64_t messages = 0;   // sent in it by all; the rows may count fewer of them
};

}  // namespace crystalline::telemetry
