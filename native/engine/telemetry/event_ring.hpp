#pragma once

#include <cstdint>
#include <span>

#include "engine/base/aligned.hpp"

namespace crystalline::telemetry {

/// Events kept: a full shell.
inline constexpr std::uint64_t kShellEvents = 144'000;

/// One boundary event on the wire (src/shared/frames/event-frame.ts): token and loss; all else
/// follows from n.
struct EventRow {
  std::uint16_t token;
  std::uint16_t loss;  // IEEE half, nats
};
static_assert(sizeof(EventRow) == 4);

/// The newest 144,000 boundary events; the n-th event of a run has lattice index n, from 1.
///
/// One writer (Node Zero), any number of readers; nobody waits. A reader that the writer overtakes
/// gets the newer rows, never torn ones.
class EventRing {
 public:
  EventRing();
  /// Writer only. Appends in order; rows longer than a shell keep their newest.
  void append(std::span<const EventRow> rows);
  /// Writer only, machine paused: forgets all and continues after lattice index `newest` (a
  /// restored run).
  void restart(std::uint64_t newest);
  /// Lattice index of the newest event; 0: none.
  [[nodiscard]] std::uint64_t newest() const;

  struct Slice {
    std::uint64_t first_n;  // lattice index of rows[0]
    std::size_t count;
  };
  /// Copies the events after `since_n`, the newest that fit when there are more.
  Slice read(std::uint64_t since_n, std::span<EventRow> rows) const;

 private:
  base::AlignedVector<std::uint32_t> slots_;  // accessed as relaxed atomics
  std::uint64_t restarted_at_ = 0;
  std::uint64_t newest_ = 0;  // published with release
};

/// float -> IEEE half, round to nearest even; above 65504 becomes inf.
[[nodiscard]] std::uint16_t half_from_float(float value);

}  // namespace crystalline::telemetry
