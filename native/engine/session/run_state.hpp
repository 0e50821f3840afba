#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crystalline::session {

/// The training loop's life. The names are those of src/main/host/engine/engine-types.ts (a test
/// compares).
enum class RunState : std::uint8_t {
  kIdle,           // there is no run
  kInitializing,   // a run is being allocated with fresh or foreign weights
  kRunning,        // steps are trained
  kPaused,         // stands still between two steps
  kCheckpointing,  // stands still while its state is written; then it is what it was before
  kRestoring,      // a run is being allocated and takes over a checkpoint
  kCompleted,      // all steps are done
  kFailed,         // its state is not that of any step; nothing but its end can follow
};
inline constexpr std::array<std::string_view, 8> kRunStateNames = {
    "idle",          "initializing", "running",   "paused",
    "checkpointing", "restoring",    "completed", "failed"};

[[nodiscard]] constexpr std::string_view name_of(RunState state) {
  return kRunStateNames[static_cast<std::size_t>(state)];
}

namespace detail {
constexpr std::uint8_t run_states(auto... to) {
  return static_cast<std::uint8_t>((0U | ... | (1U << static_cast<unsigned>(to))));
}
/// For each state the set of states that may follow. A run can be ended (idle) in any of them.
inline constexpr std::array<std::uint8_t, kRunStateNames.size()> kRunFollowers = [] {
  using enum RunState;
  return std::array<std::uint8_t, kRunStateNames.size()>{
      run_states(kInitializing, kRestoring),
      run_states(kPaused, kIdle),
      run_states(kPaused, kCheckpointing, kCompleted, kFailed, kIdle),
      run_states(kRunning, kCheckpointing, kIdle),
      run_states(kRunning, kPaused, kCompleted, kIdle),
      run_states(kPaused, kCompleted, kIdle),
      run_states(kCheckpointing, kIdle),
      run_states(kIdle),
  };
}();
}  // namespace detail

/// The table of legal transitions; staying is none.
[[nodiscard]] constexpr bool is_legal(RunState from, RunState to) {
  return (detail::kRunFollowers[static_cast<std::size_t>(from)] >> static_cast<unsigned>(to) &
          1U) != 0;
}

/// The present state. Any thread; lock-free. Every change is a compare-and-swap against the table.
class RunStateCell {
 public:
  // acquire and release: who sees a state sees what was done before it was entered.
  [[nodiscard]] RunState load() const { return state_.load(std::memory_order_acquire); }

  /// False: the table has no such transition, and the state stays; true: it is `to` now.
  [[nodiscard]] bool move_to(RunState to) {
    RunState from = load();
    do {
      if (from == to) return true;
      if (!is_legal(from, to)) return false;
    } while (!state_.compare_exchange_weak(from, to, std::memory_order_acq_rel,
                                           std::memory_order_acquire));
    return true;
  }

 private:
  std::atomic<RunState> state_{RunState::kIdle};
};

}  // namespace crystalline::session
