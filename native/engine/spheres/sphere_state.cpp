#include "engine/spheres/sphere_state.hpp"

#include <algorithm>

namespace crystalline::spheres {

std::string_view name_of(SphereState state) {
  static constexpr std::array<std::string_view, kSphereStates> kNames = {
      "initializing", "ready", "processing",  "waiting",   "accumulating",
      "updating",     "idle",  "terminating", "terminated"};
  return kNames[static_cast<std::size_t>(state)];
}

void StateCell::count_time(std::uint64_t word, std::uint64_t now_us) {
  const std::uint64_t since = word >> 16;
  if (now_us <= since) return;
  if (is_busy(unpack(word))) busy_us_.fetch_add(now_us - since, std::memory_order_relaxed);
  if (unpack(word) == SphereState::kWaiting) {
    waiting_us_.fetch_add(now_us - since, std::memory_order_relaxed);
  }
}

void StateCell::remember(SphereState to, std::uint64_t now_us) {
  const std::uint32_t index = moves_.fetch_add(1, std::memory_order_relaxed);
  history_[index % kHistory].store(static_cast<std::uint64_t>(to) | now_us << 4,
                                   std::memory_order_relaxed);
}

std::size_t StateCell::history(std::span<Move> moves) const {
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

bool StateCell::move(SphereState to, std::uint64_t now_us) {
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

bool StateCell::move_from(SphereState from, SphereState to, std::uint64_t now_us) {
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

bool StateCell::begin_computing(std::uint64_t now_us) {
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

void StateCell::end_computing(std::uint64_t now_us) {
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

StateCell::View StateCell::view() const {
  const std::uint64_t busy = busy_us_.load(std::memory_order_relaxed);
  const std::uint64_t waiting = waiting_us_.load(std::memory_order_relaxed);
  const std::uint64_t word = word_.load(std::memory_order_acquire);
  return {unpack(word), static_cast<std::uint32_t>(word >> 4 & 0xfff), word >> 16, busy, waiting};
}

}  // namespace crystalline::spheres
