#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/spheres/traffic.hpp"
#include "engine/telemetry/message_row.hpp"

namespace crystalline::control {

/// Adds up what several senders have sent since the last time. One thread at a time.
class MessageTally {
 public:
  explicit MessageTally(std::size_t senders) : read_(senders, 0) {}

  /// Takes what `sender` has remembered since the last time.
  void take(std::size_t sender, const spheres::Traffic::Ring& ring);
  /// Writes one row for every link, type and priority, those with most messages when not all fit,
  /// and begins anew; returns rows.
  std::size_t write(std::span<telemetry::MessageRow> rows);

 private:
  std::vector<std::uint64_t> read_;  // by sender: records taken
  std::vector<spheres::Traffic::Ring::Record> taken_;
  std::vector<telemetry::MessageRow> all_;
};

}  // namespace crystalline::control
