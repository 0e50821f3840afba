#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "engine/base/aligned.hpp"
#include "engine/sync/memory.hpp"
#include "engine/sync/prefetch.hpp"

namespace crystalline::sync {

/// Bounded queue of one producer thread and one consumer thread; never allocates after
/// construction, never blocks, wait-free on both sides.
///
/// Ordering: first in, first out; an element taken happens-after its put, and is visible at once.
/// Full: try_put returns false and stores nothing; the caller decides. Every slot says which put
/// filled it, so an element costs one cache line's way when it fits in 56 bytes, and a slot of the
/// lap before is never taken for a new one (no ABA).
template <typename T, typename Memory = RealMemory>
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
    Slot& slot = slots_[put_ & (slots_.size() - 1)];
    prefetch_for_writing(&slots_[(put_ + kAhead) & (slots_.size() - 1)]);
    slot.item = item;
    // release: shows the item; pairs with the acquire in take_all.
    slot.filled.store(++put_, std::memory_order_release);
    return true;
  }

  /// Consumer only: hands the visible elements to `sink`, oldest first, as many as the ring holds
  /// at most; returns how many.
  template <typename Sink>
  std::size_t take_all(Sink&& sink) {
    const std::size_t before = taken_;
    // Slots are given back in quarters, so that the producer need not wait for the whole.
    const std::size_t quarter = std::max<std::size_t>(slots_.size() / 4, 1);
    while (taken_ - before < slots_.size()) {
      const Slot& slot = slots_[taken_ & (slots_.size() - 1)];
      if (slot.filled.load(std::memory_order_acquire) != taken_ + 1) break;
      sink(static_cast<const T&>(slot.item));
      // release: pairs with the acquire in try_put.
      if (++taken_ % quarter == 0) head_.store(taken_, std::memory_order_release);
    }
    if (taken_ != before) head_.store(taken_, std::memory_order_release);
    return static_cast<std::size_t>(taken_ - before);
  }
  /// Consumer: nothing visible to take.
  [[nodiscard]] bool empty() const noexcept {
    // acquire: what is seen here is seen by whoever decides by it, not only by take_all.
    const Slot& slot = slots_[taken_ & (slots_.size() - 1)];
    return slot.filled.load(std::memory_order_acquire) != taken_ + 1;
  }
  [[nodiscard]] std::size_t capacity() const noexcept { return slots_.size(); }

 private:
  static constexpr std::uint64_t kAhead = 4;  // slots whose lines are asked for before their turn

  struct alignas(sizeof(T) + 8 <= base::kCacheLine ? base::kCacheLine : alignof(T)) Slot {
    typename Memory::template Plain<T> item{};
    typename Memory::template Atomic<std::uint64_t> filled{0};  // number of the put, from 1
  };

  base::AlignedVector<Slot> slots_;
  alignas(base::kCacheLine) typename Memory::template Atomic<std::uint64_t> head_{0};
  alignas(base::kCacheLine) std::uint64_t put_ = 0;  // the producer's
  std::uint64_t seen_head_ = 0;
  alignas(base::kCacheLine) std::uint64_t taken_ = 0;  // the consumer's
};

}  // namespace crystalline::sync
