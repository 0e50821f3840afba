#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

namespace crystalline::spheres {

/// Life of a sphere; the order is that of src/shared/frames/sphere-frame.ts (a test compares).
enum class SphereState : std::uint8_t {
  kInitializing,
  kReady,
  kProcessing,    // a leaf computes a micro-batch
  kWaiting,       // a leaf for its parent, a parent for its children
  kAccumulating,  // a parent has its children's gradients and reduces them
  kUpdating,      // takes the next weights
  kIdle,          // the machine stands still
  kTerminating,
  kTerminated,
};
inline constexpr std::size_t kSphereStates = 9;

[[nodiscard]] std::string_view name_of(SphereState state);

namespace detail {
constexpr std::uint16_t states(auto... to) {
  return static_cast<std::uint16_t>((0U | ... | (1U << static_cast<unsigned>(to))));
}
using enum SphereState;
/// For each state the set of states that may follow.
inline constexpr std::array<std::uint16_t, kSphereStates> kFollowers = {
    states(kReady, kTerminating),
    states(kProcessing, kIdle, kWaiting, kAccumulating, kUpdating, kTerminating),
    states(kReady, kWaiting, kAccumulating, kTerminating),
    states(kReady, kAccumulating, kUpdating, kTerminating),
    states(kWaiting, kUpdating, kReady, kTerminating),
    states(kReady, kWaiting, kTerminating),
    states(kReady, kTerminating),
    states(kTerminated),
    states(),
};
}  // namespace detail

/// The table of legal transitions.
[[nodiscard]] constexpr bool is_legal(SphereState from, SphereState to) {
  return (detail::kFollowers[static_cast<std::size_t>(from)] >> static_cast<unsigned>(to) & 1U) !=
         0;
}

/// Whether time in a state counts as work.
[[nodiscard]] constexpr bool is_busy(SphereState state) {
  return state == SphereState::kProcessing || state == SphereState::kAccumulating ||
         state == SphereState::kUpdating;
}

/// A sphere's state, since when, and how many workers compute for it, in one atomic word.
///
/// Any thread; lock-free. Every change is a compare-and-swap against the table: an illegal one is
/// refused and counted. Times are microseconds of the machine's clock, below 2^48 (8.9 years).
class StateCell {
 public:
  struct View {
    SphereState state;
    std::uint32_t computing;  // workers computing for it now
    std::uint64_t since_us;
    std::uint64_t busy_us;     // time in busy states before this one
    std::uint64_t waiting_us;  // time in WAITING before this one
  };

  /// Transitions remembered.
  static constexpr std::size_t kHistory = 16;
  struct Move {
    SphereState to;
    std::uint64_t at_us;
  };

  /// To `to` from whatever the state is; false (and counted) when the table forbids it.
  bool move(SphereState to, std::uint64_t now_us);
  /// To `to`, but only from `from`; false without counting when the state is another.
  bool move_from(SphereState from, SphereState to, std::uint64_t now_us);

  /// A worker begins computing for it: READY -> PROCESSING, or one more in PROCESSING.
  bool begin_computing(std::uint64_t now_us);
  /// It ends: the last one makes PROCESSING -> READY.
  void end_computing(std::uint64_t now_us);

  [[nodiscard]] SphereState state() const { return unpack(word_.load(std::memory_order_acquire)); }
  [[nodiscard]] View view() const;
  /// Any thread: the newest transitions that fit, newest first; returns how many.
  std::size_t history(std::span<Move> moves) const;
  /// Transitions refused so far.
  [[nodiscard]] std::uint32_t refused() const { return refused_.load(std::memory_order_relaxed); }

 private:
  // Bits: 0-3 state, 4-15 computing, 16-63 since_us.
  static constexpr std::uint64_t pack(SphereState state, std::uint64_t computing,
                                      std::uint64_t since_us) {
    return static_cast<std::uint64_t>(state) | computing << 4 | since_us << 16;
  }
  static constexpr SphereState unpack(std::uint64_t word) {
    return static_cast<SphereState>(word & 15);
  }
  void count_time(std::uint64_t word, std::uint64_t now_us);
  void remember(SphereState to, std::uint64_t now_us);

  std::atomic<std::uint64_t> word_{pack(SphereState::kInitializing, 0, 0)};
  std::atomic<std::uint64_t> busy_us_{0};
  std::atomic<std::uint64_t> waiting_us_{0};
  std::atomic<std::uint32_t> refused_{0};
  std::atomic<std::uint32_t> moves_{0};
  std::array<std::atomic<std::uint64_t>, kHistory> history_{};  // bits: 0-3 state, 4- since_us
};

}  // namespace crystalline::spheres
