#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "engine/base/aligned.hpp"

namespace crystalline::sync {

/// Bounded queue of one producer thread and one consumer thread; never allocates after
/// construction, never blocks, wait-free on both sides.
///
/// Ordering: first in, first out; an element taken happens-after the put and the publish that
/// showed it. Full: try_put returns false and stores nothing; the caller decides. Puts become
/// visible together at publish(), which is how a burst of messages moves one cache line once.
template <typename T>
class SpscRing {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// Capacity is rounded up to a power of two.
  explicit SpscRing(std::size_t capacity) : slots_(std::bit_ceil(capacity)) {}

  /// Producer only.
  [[nodiscard]] bool try_put(const T& item) noexcept {
    if (put_ - seen_head_ == slots_.size()) {
      // acquire: pairs with the release in take_all, so the slot we reuse has been read.
      seen_head_ = head_.load(std::memory_order_acquire);
      if (put_ - seen_head_ == slots_.size()) return false;
    }
    slots_[put_ & (slots_.size() - 1)] = item;
    ++put_;
    return true;
  }
  /// Producer only: shows everything put so far to the consumer.
  void publish() noexcept {
    // release: pairs with the acquire in take_all.
    if (put_ != shown_) tail_.store(put_, std::memory_order_release);
    shown_ = put_;
  }

  /// Consumer only: hands every visible element to `sink`, oldest first; returns how many.
  template <typename Sink>
  std::size_t take_all(Sink&& sink) {
    const std::uint64_t head = head_.load(std::memory_order_relaxed);  // ours alone to write
    const std::uint64_t tail = tail_.load(std::memory_order_acquire);
    for (std::uint64_t i = head; i != tail; ++i) sink(slots_[i & (slots_.size() - 1)]);
    if (tail != head) head_.store(tail, std::memory_order_release);
    return static_cast<std::size_t>(tail - head);
  }
  /// Consumer: nothing visible to take.
  [[nodiscard]] bool empty() const noexcept {
    return tail_.load(std::memory_order_acquire) == head_.load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::size_t capacity() const noexcept { return slots_.size(); }

 private:
  base::AlignedVector<T> slots_;
  alignas(base::kCacheLine) std::atomic<std::uint64_t> head_{0};
  alignas(base::kCacheLine) std::atomic<std::uint64_t> tail_{0};
  alignas(base::kCacheLine) std::uint64_t put_ = 0;  // the producer's from here on
  std::uint64_t shown_ = 0;
  std::uint64_t seen_head_ = 0;
};

}  // namespace crystalline::sync
