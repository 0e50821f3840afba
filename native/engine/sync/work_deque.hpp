#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/sync/memory.hpp"

namespace crystalline::sync {

/// Chase-Lev work-stealing deque: one owner, any number of thieves; lock-free, nobody blocks.
///
/// The owner pushes and pops at the newest end; anyone, the owner too, takes the oldest. Every item
/// is handed out exactly once and its taker sees all that happened before its push. Full: the
/// owner's push doubles the array (old arrays live until destruction, since a thief may still read
/// them: at most twice the memory of the largest). An empty result of take_oldest() may also mean a
/// lost race; ask again.
///
/// Orders: Chase and Lev, SPAA 2005, with seq_cst operations in the places where Le, Pop, Cohen and
/// Zappa Nardelli, PPoPP 2013 put fences, because ThreadSanitizer does not model fences.
template <typename T, typename Memory = RealMemory>
class WorkDeque {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8);

 public:
  explicit WorkDeque(std::size_t capacity = 64) { install(std::bit_ceil(capacity)); }
  WorkDeque(const WorkDeque&) = delete;
  WorkDeque& operator=(const WorkDeque&) = delete;

  /// Owner only.
  void push(T item) {
    const std::int64_t bottom = bottom_.load(std::memory_order_relaxed);  // ours alone to write
    const std::int64_t top = top_.load(std::memory_order_acquire);        // pairs with the CASes
    Array* array = array_.load(std::memory_order_relaxed);
    if (bottom - top >= static_cast<std::int64_t>(array->slots.size())) {
      array = grow(*array, top, bottom);
    }
    array->at(bottom).store(item, std::memory_order_relaxed);
    // release: publishes the slot; pairs with the load of bottom_ in take_oldest.
    bottom_.store(bottom + 1, std::memory_order_release);
  }

  /// Owner only: the newest item.
  [[nodiscard]] std::optional<T> pop() {
    const std::int64_t bottom = bottom_.load(std::memory_order_relaxed) - 1;
    Array* array = array_.load(std::memory_order_relaxed);
    bottom_.store(bottom, std::memory_order_seq_cst);
    std::int64_t top = top_.load(std::memory_order_seq_cst);
    if (top > bottom) {
      bottom_.store(bottom + 1, std::memory_order_relaxed);  // empty again: nothing to show
      return std::nullopt;
    }
    const T item = array->at(bottom).load(std::memory_order_relaxed);
    if (top == bottom) {  // the last one: thieves may want it too
      const bool ours = top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst,
                                                     std::memory_order_relaxed);
      bottom_.store(bottom + 1, std::memory_order_relaxed);  // likewise
      if (!ours) return std::nullopt;
    }
    return item;
  }

  /// Any thread: the oldest item.
  [[nodiscard]] std::optional<T> take_oldest() {
    std::int64_t top = top_.load(std::memory_order_seq_cst);
    if (top >= bottom_.load(std::memory_order_seq_cst)) return std::nullopt;
    // acquire: pairs with the release in grow.
    const T item = array_.load(std::memory_order_acquire)->at(top).load(std::memory_order_relaxed);
    if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst,
                                      std::memory_order_relaxed)) {
      return std::nullopt;
    }
    return item;
  }

  /// Any thread: items now, exact for the owner while nobody steals.
  [[nodiscard]] std::size_t size() const noexcept {
    const std::int64_t top = top_.load(std::memory_order_seq_cst);
    const std::int64_t bottom = bottom_.load(std::memory_order_seq_cst);
    return bottom > top ? static_cast<std::size_t>(bottom - top) : 0;
  }

 private:
  template <typename U>
  using Atomic = typename Memory::template Atomic<U>;
  using Slot = Atomic<T>;
  struct Array {
    explicit Array(std::size_t size) : slots(size) {}
    Slot& at(std::int64_t index) {
      return slots[static_cast<std::size_t>(index) & (slots.size() - 1)];
    }
    std::vector<Slot> slots;
  };

  void install(std::size_t size) {
    arrays_.push_back(std::make_unique<Array>(size));
    // relaxed: others learn of the deque later, by what synchronizes with them anyway.
    array_.store(arrays_.back().get(), std::memory_order_relaxed);
  }
  Array* grow(Array& old, std::int64_t top, std::int64_t bottom) {
    auto wider = std::make_unique<Array>(old.slots.size() * 2);
    for (std::int64_t i = top; i < bottom; ++i) {
      wider->at(i).store(old.at(i).load(std::memory_order_relaxed), std::memory_order_relaxed);
    }
    arrays_.push_back(std::move(wider));
    array_.store(arrays_.back().get(), std::memory_order_release);
    return arrays_.back().get();
  }

  alignas(base::kCacheLine) Atomic<std::int64_t> top_{0};
  alignas(base::kCacheLine) Atomic<std::int64_t> bottom_{0};
  Atomic<Array*> array_{nullptr};
  std::vector<std::unique_ptr<Array>> arrays_;  // the owner's
};

}  // namespace crystalline::sync
