#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

#include "engine/base/aligned.hpp"
#include "engine/sync/memory.hpp"

namespace crystalline::sync {

/// Hands the newest value from one writer thread to one reader thread; older values are lost.
///
/// A triple buffer: both sides wait-free, whatever the size of T. Never full; take() returns false
/// when nothing newer was published.
template <typename T, typename Memory = RealMemory>
class LatestCell {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// Writer only.
  void publish(const T& value) noexcept {
    slots_[back_].value = value;
    // release publishes the slot, acquire owns the one the reader gave back.
    back_ = middle_.exchange(static_cast<std::uint8_t>(back_ | kFresh), std::memory_order_acq_rel) &
            kIndex;
  }
  /// Reader only: copies the newest value when there is one not yet taken.
  [[nodiscard]] bool take(T& value) noexcept {
    if ((middle_.load(std::memory_order_relaxed) & kFresh) == 0) return false;
    front_ = middle_.exchange(front_, std::memory_order_acq_rel) & kIndex;  // pairs with publish
    value = slots_[front_].value;
    return true;
  }

 private:
  static constexpr std::uint8_t kFresh = 4;
  static constexpr std::uint8_t kIndex = 3;
  struct alignas(base::kCacheLine) Slot {
    typename Memory::template Plain<T> value{};
  };
  std::array<Slot, 3> slots_{};
  alignas(base::kCacheLine) std::uint8_t back_ = 0;   // the writer's
  alignas(base::kCacheLine) std::uint8_t front_ = 1;  // the reader's
  alignas(base::kCacheLine)
      typename Memory::template Atomic<std::uint8_t> middle_{2};  // index, kFresh
};

}  // namespace crystalline::sync
