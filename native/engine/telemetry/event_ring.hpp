#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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
/// gets only the newer rows, each with its own n: never torn, never shifted.
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
    std::uint64_t first_n;  // lattice index of rows[0]; the next one to come when count is 0
    std::size_t count;
  };
  /// Copies the events after `since_n`, the newest that fit when there are more.
  Slice read(std::uint64_t since_n, std::span<EventRow> rows) const;

 private:
  std::vector<std::atomic<std::uint32_t>> slots_;  // row n at (n - 1) mod kShellEvents
  std::atomic<std::uint64_t> claimed_{0};          // rows up to here may be half written
  std::atomic<std::uint64_t> newest_{0};           // rows up to here are complete
  std::atomic<std::uint64_t> restarted_at_{0};
  std::atomic<std::uint64_t> generation_{0};  // odd while restart() is under way
};

/// float -> IEEE half, round to nearest, ties to even; 65520 and more become inf, a NaN stays one.
[[nodiscard]] std::uint16_t half_from_float(float value);

}  // namespace crystalline::telemetry
