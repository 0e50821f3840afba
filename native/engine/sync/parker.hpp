#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "engine/base/aligned.hpp"

namespace crystalline::sync {

/// Puts one thread to sleep until another has work for it; no wake-up is lost.
///
/// The sleeper: key = prepare(); look for work once more; then wait(key) or cancel(). A waker makes
/// its work visible first, then calls notify(): either the sleeper's second look sees the work, or
/// the waker sees the sleeper. notify() costs one atomic addition while nobody sleeps.
class alignas(base::kCacheLine) Parker {
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
    std::unique_lock lock(mutex_);
    woken_.wait(lock, [&] { return ticket_.load(std::memory_order_seq_cst) != key; });
    asleep_.store(false, std::memory_order_relaxed);
  }

  /// Any thread. seq_cst on both words: in their one order, ticket before asleep here and asleep
  /// before ticket in prepare() mean that one side sees the other.
  void notify() {
    ticket_.fetch_add(1, std::memory_order_seq_cst);
    if (!asleep_.load(std::memory_order_seq_cst)) return;
    { const std::lock_guard lock(mutex_); }  // the sleeper is before its check or in its wait
    woken_.notify_one();
  }
  /// Any thread: a hint, for choosing whom to wake.
  [[nodiscard]] bool asleep() const noexcept { return asleep_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint32_t> ticket_{0};
  std::atomic<bool> asleep_{false};
  std::mutex mutex_;
  std::condition_variable woken_;
};

}  // namespace crystalline::sync
