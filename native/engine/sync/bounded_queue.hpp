#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/sync/memory.hpp"

namespace crystalline::sync {

/// Bounded queue, any number of producers and consumers: metrics rows, log lines.
///
/// Never blocks and never allocates after construction. First in, first out per producer. Full:
/// try_push returns false and stores nothing; empty: try_pop returns false. Each cell carries the
/// lap it belongs to, so a slow thread cannot mistake one lap for another (no ABA). A producer
/// stopped between taking a cell and filling it delays the consumers of that cell, not producers.
///
/// Source: D. Vyukov, bounded MPMC queue, 1024cores.net.
template <typename T, typename Memory = RealMemory>
class BoundedQueue {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// Capacity is rounded up to a power of two.
  explicit BoundedQueue(std::size_t capacity) : cells_(std::bit_ceil(capacity)) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i].turn.store(i, std::memory_order_relaxed);
    }
  }

  /// Any thread.
  [[nodiscard]] bool try_push(const T& item) noexcept {
    std::uint64_t at = push_.load(std::memory_order_relaxed);
    for (;;) {
      Cell& cell = cells_[at & (cells_.size() - 1)];
      // acquire: pairs with the release in try_pop, so the old item has been read.
      const auto lag = static_cast<std::int64_t>(cell.turn.load(std::memory_order_acquire) - at);
      if (lag < 0) return false;
      if (lag == 0 && push_.compare_exchange_weak(at, at + 1, std::memory_order_relaxed)) {
        cell.item = item;
        cell.turn.store(at + 1, std::memory_order_release);  // publishes the item
        return true;
      }
      if (lag > 0) at = push_.load(std::memory_order_relaxed);
    }
  }

  /// Any thread.
  [[nodiscard]] bool try_pop(T& item) noexcept {
    std::uint64_t at = pop_.load(std::memory_order_relaxed);
    for (;;) {
      Cell& cell = cells_[at & (cells_.size() - 1)];
      // acquire: pairs with the release in try_push.
      const auto lag =
          static_cast<std::int64_t>(cell.turn.load(std::memory_order_acquire) - (at + 1));
      if (lag < 0) return false;
      if (lag == 0 && pop_.compare_exchange_weak(at, at + 1, std::memory_order_relaxed)) {
        item = cell.item;
        cell.turn.store(at + cells_.size(), std::memory_order_release);  // frees the cell
        return true;
      }
      if (lag > 0) at = pop_.load(std::memory_order_relaxed);
    }
  }
  [[nodiscard]] std::size_t capacity() const noexcept { return cells_.size(); }

 private:
  using Atomic = typename Memory::template Atomic<std::uint64_t>;
  struct Cell {
    Atomic turn{0};
    typename Memory::template Plain<T> item{};
  };
  std::vector<Cell> cells_;
  alignas(base::kCacheLine) Atomic push_{0};
  alignas(base::kCacheLine) Atomic pop_{0};
};

}  // namespace crystalline::sync
