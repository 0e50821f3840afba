#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

#include "engine/base/aligned.hpp"
#include "engine/sync/memory.hpp"

namespace crystalline::sync {

/// Puts one thread to sleep until another has work for it; no wake-up is lost.
///
/// The sleeper: key = prepare(); look for work once more; then wait(key) or cancel(). A waker makes
/// its work visible first, then calls notify(): either the sleeper's second look sees the work, or
/// the waker sees the sleeper. notify() costs one atomic addition while nobody sleeps.
template <typename Memory>
class alignas(base::kCacheLine) ParkerOf {
 public:
  /// Sleeper only: announces that it is about to sleep.
  [[nodiscard]] std::uint32_t prepare() noexcept {
    asleep_.store(true, std::memory_order_seq_cst);
    return ticket_.load(std::memory_order_seq_cst);
  }
  /// Sleeper only: it found work after all.
  void cancel() noexcept { asleep_.store(false, std::memory_order_relaxed); }
  /// Sleeper only: returns after the first notify() that followed prepare().
  void wait(std::uint32_t key) {
    std::unique_lock<typename Memory::Mutex> lock(mutex_);
    woken_.wait(lock, [&] { return ticket_.load(std::memory_order_seq_cst) != key; });
    asleep_.store(false, std::memory_order_relaxed);
  }
  /// Sleeper only: likewise, but no longer than `patience`; whether it was woken.
  bool wait_for(std::uint32_t key, std::chrono::microseconds patience) {
    std::unique_lock<typename Memory::Mutex> lock(mutex_);
    const bool woken = woken_.wait_for(
        lock, patience, [&] { return ticket_.load(std::memory_order_seq_cst) != key; });
    asleep_.store(false, std::memory_order_relaxed);
    return woken;
  }

  /// Any thread. seq_cst on both words: in their one order, ticket before asleep here and asleep
  /// before ticket in prepare() mean that one side sees the other.
  void notify() {
    ticket_.fetch_add(1, std::memory_order_seq_cst);
    if (!asleep_.load(std::memory_order_seq_cst)) return;
    {
      const std::lock_guard<typename Memory::Mutex> lock(mutex_);
    }  // the sleeper is before its check or in its wait
    woken_.notify_one();
  }
  /// Any thread: a hint, for choosing whom to wake.
  [[nodiscard]] bool asleep() const noexcept { return asleep_.load(std::memory_order_relaxed); }

 private:
  typename Memory::template Atomic<std::uint32_t> ticket_{0};
  typename Memory::template Atomic<bool> asleep_{false};
  typename Memory::Mutex mutex_;
  typename Memory::Condition woken_;
};

using Parker = ParkerOf<RealMemory>;

}  // namespace crystalline::sync
