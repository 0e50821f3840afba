#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/sync/memory.hpp"

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
template <typename Memory>
class StateCellOf {
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

  /// Counts the times anew from now on; while nobody moves it.
  void forget_times();

  [[nodiscard]] SphereState state() const { return unpack(word_.load(std::memory_order_acquire)); }
  [[nodiscard]] View view() const;
  /// Any thread: the newest transitions that fit, newest first; returns how many.
  std::size_t history(std::span<Move> moves) const;
  /// Transitions refused so far.
  [[nodiscard]] std::uint32_t refused() const { return refused_.load(std::memory_order_relaxed); }

 private:
  template <typename T>
  using Atomic = typename Memory::template Atomic<T>;
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

  Atomic<std::uint64_t> word_{pack(SphereState::kInitializing, 0, 0)};
  Atomic<std::uint64_t> busy_us_{0};
  Atomic<std::uint64_t> waiting_us_{0};
  Atomic<std::uint32_t> refused_{0};
  Atomic<std::uint32_t> moves_{0};
  std::array<Atomic<std::uint64_t>, kHistory> history_{};  // bits: 0-3 state, 4- since_us
};

using StateCell = StateCellOf<sync::RealMemory>;

template <typename Memory>
void StateCellOf<Memory>::count_time(std::uint64_t word, std::uint64_t now_us) {
  const std::uint64_t since = word >> 16;
  if (now_us <= since) return;
  if (is_busy(unpack(word))) busy_us_.fetch_add(now_us - since, std::memory_order_relaxed);
  if (unpack(word) == SphereState::kWaiting) {
    waiting_us_.fetch_add(now_us - since, std::memory_order_relaxed);
  }
}

template <typename Memory>
void StateCellOf<Memory>::forget_times() {
  busy_us_.store(0, std::memory_order_relaxed);
  waiting_us_.store(0, std::memory_order_relaxed);
}

template <typename Memory>
void StateCellOf<Memory>::remember(SphereState to, std::uint64_t now_us) {
  const std::uint32_t index = moves_.fetch_add(1, std::memory_order_relaxed);
  history_[index % kHistory].store(static_cast<std::uint64_t>(to) | now_us << 4,
                                   std::memory_order_relaxed);
}

template <typename Memory>
std::size_t StateCellOf<Memory>::history(std::span<Move> moves) const {
  const std::uint32_t made = moves_.load(std::memory_order_relaxed);
  const std::size_t count = std::min<std::size_t>({made, kHistory, moves.size()});
  std::size_t read = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t word = history_[(made - 1 - i) % kHistory].load(std::memory_order_relaxed);
    if (word != 0) moves[read++] = {static_cast<SphereState>(word & 15), word >> 4};
  }
  // Two threads that change the state at one moment may remember it in the other order.
  std::stable_sort(moves.begin(), moves.begin() + static_cast<std::ptrdiff_t>(read),
                   [](const Move& a, const Move& b) { return a.at_us > b.at_us; });
  return read;
}

template <typename Memory>
bool StateCellOf<Memory>::move(SphereState to, std::uint64_t now_us) {
  std::uint64_t word = word_.load(std::memory_order_relaxed);
  while (is_legal(unpack(word), to)) {
    // acq_rel: whoever changes a sphere sees what the one before it did.
    if (word_.compare_exchange_weak(word, pack(to, 0, now_us), std::memory_order_acq_rel,
                                    std::memory_order_relaxed)) {
      count_time(word, now_us);
      remember(to, now_us);
      return true;
    }
  }
  refused_.fetch_add(1, std::memory_order_relaxed);
  return false;
}

template <typename Memory>
bool StateCellOf<Memory>::move_from(SphereState from, SphereState to, std::uint64_t now_us) {
  std::uint64_t word = word_.load(std::memory_order_relaxed);
  while (unpack(word) == from) {
    if (!is_legal(from, to)) {
      refused_.fetch_add(1, std::memory_order_relaxed);
      return false;
    }
    if (word_.compare_exchange_weak(word, pack(to, 0, now_us), std::memory_order_acq_rel,
                                    std::memory_order_relaxed)) {
      count_time(word, now_us);
      remember(to, now_us);
      return true;
    }
  }
  return false;
}

template <typename Memory>
bool StateCellOf<Memory>::begin_computing(std::uint64_t now_us) {
  std::uint64_t word = word_.load(std::memory_order_relaxed);
  for (;;) {
    const SphereState state = unpack(word);
    if (state != SphereState::kReady && state != SphereState::kProcessing) {
      refused_.fetch_add(1, std::memory_order_relaxed);
      return false;
    }
    const std::uint64_t wanted = state == SphereState::kReady
                                     ? pack(SphereState::kProcessing, 1, now_us)
                                     : word + (std::uint64_t{1} << 4);
    if (word_.compare_exchange_weak(word, wanted, std::memory_order_acq_rel,
                                    std::memory_order_relaxed)) {
      if (state == SphereState::kReady) remember(SphereState::kProcessing, now_us);
      return true;
    }
  }
}

template <typename Memory>
void StateCellOf<Memory>::end_computing(std::uint64_t now_us) {
  std::uint64_t word = word_.load(std::memory_order_relaxed);
  for (;;) {
    const std::uint64_t computing = word >> 4 & 0xfff;
    if (unpack(word) != SphereState::kProcessing || computing == 0) return;  // terminated meanwhile
    const std::uint64_t wanted =
        computing == 1 ? pack(SphereState::kReady, 0, now_us) : word - (std::uint64_t{1} << 4);
    if (word_.compare_exchange_weak(word, wanted, std::memory_order_acq_rel,
                                    std::memory_order_relaxed)) {
      if (computing > 1) return;
      count_time(word, now_us);
      return remember(SphereState::kReady, now_us);
    }
  }
}

template <typename Memory>
auto StateCellOf<Memory>::view() const -> View {
  const std::uint64_t busy = busy_us_.load(std::memory_order_relaxed);
  const std::uint64_t waiting = waiting_us_.load(std::memory_order_relaxed);
  const std::uint64_t word = word_.load(std::memory_order_acquire);
  return {unpack(word), static_cast<std::uint32_t>(word >> 4 & 0xfff), word >> 16, busy, waiting};
}

}  // namespace crystalline::spheres
