#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace crystalline::session {

/// What the training loop tells of; the names are those of src/shared/contract/loop.ts (a test
/// compares).
enum class LoopEventKind : std::uint8_t {
  kEpochStart,    // before the first step of an epoch, or the first of it that is trained here
  kEpochEnd,      // after its last step, or the run's; value: mean loss of its steps trained here
  kBatchStart,    // a step begins; one that is given up by a pause begins again
  kBatchEnd,      // it is done; value: its loss in nats
  kGradientSync,  // its gradient is reduced; value: the global norm before clipping
  kWeightUpdate,  // its weights are published; value: their version
  kCheckpoint,    // a checkpoint is written; value: its bytes
  kError,         // not finite, diverged, given up, failed, or a checkpoint that was not written
};
inline constexpr std::array<std::string_view, 8> kLoopEventNames = {
    "epoch-start",   "epoch-end",     "batch-start", "batch-end",
    "gradient-sync", "weight-update", "checkpoint",  "error"};

struct LoopEvent {
  LoopEventKind kind = LoopEventKind::kError;
  std::uint64_t number = 0;  // counts the session's events, from 1
  std::uint64_t step = 0;    // that it belongs to
  std::uint64_t epoch = 0;   // from 1: as many tokens as the training split has
  double value = 0;
  double at_ms = 0;          // since 1970
  std::string message = {};  // of an error
};

/// Who is told of the training loop's events, and the newest of them for those who ask.
///
/// Threads: any. Listeners are called one event after another, in the order in which they were
/// added, on the engine's threads: inside a step. They must be quick and must not call the session.
class LoopEvents {
 public:
  using Listener = std::function<void(const LoopEvent&)>;
  /// Events that can be read later; older ones are forgotten.
  static constexpr std::size_t kKept = 16'384;

  /// Told of every event from the next one on. Returns a key for remove(). From inside a listener
  /// as well.
  std::uint64_t add(Listener listener);
  /// Not told of any event that begins after this returns. Harmless for an unknown key.
  void remove(std::uint64_t key);

  /// Numbers and dates the event, keeps it, and tells the listeners.
  void tell(LoopEvent event);

  /// Number of the newest; 0: none yet.
  [[nodiscard]] std::uint64_t newest() const;
  /// Those kept with a number above `since`, oldest first. A gap in the numbers tells what has been
  /// forgotten.
  [[nodiscard]] std::vector<LoopEvent> read(std::uint64_t since) const;

 private:
  struct Entry {
    std::uint64_t key;
    Listener listener;
  };
  using Entries = std::vector<Entry>;

  mutable std::mutex mutex_;  // guards what follows; not held while a listener runs
  std::deque<LoopEvent> kept_;
  std::uint64_t newest_ = 0;
  std::uint64_t last_key_ = 0;
  std::shared_ptr<const Entries> entries_ = std::make_shared<const Entries>();
};

}  // namespace crystalline::session
