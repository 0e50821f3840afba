#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/aligned.hpp"

namespace crystalline::sync {

/// The newest records of one thread, `Words` words each.
///
/// One writer, any number of readers; nobody waits. Full: the oldest is overwritten. Order: as
/// written. A reader never gets a torn or a mixed record: the writer claims a slot before it writes
/// and publishes it after, and the reader drops what was claimed while it copied.
template <std::size_t Words, std::size_t Capacity>
class NewestRing {
 public:
  using Record = std::array<std::uint64_t, Words>;
  static constexpr std::size_t kCapacity = Capacity;

  /// Writer only.
  void put(const Record& record) {
    const std::uint64_t index = published_.load(std::memory_order_relaxed);
    claimed_.store(index + 1, std::memory_order_relaxed);
    for (std::size_t w = 0; w < Words; ++w) {
      // release on every word: a reader that gets a new word sees the claim made before it.
      slots_[index % Capacity][w].store(record[w], std::memory_order_release);
    }
    published_.store(index + 1, std::memory_order_release);  // pairs with read
  }

  /// Records ever put.
  [[nodiscard]] std::uint64_t count() const { return published_.load(std::memory_order_acquire); }

  /// Copies the newest records that fit, oldest first; returns how many.
  std::size_t read(std::span<Record> records) const { return read(records, 0, count()); }
  /// Likewise of those after the `after`-th up to the `end`-th, which count() has returned.
  std::size_t read(std::span<Record> records, std::uint64_t after, std::uint64_t end) const {
    const std::uint64_t since = end - std::min(end, after);
    const std::uint64_t kept = std::min<std::uint64_t>({since, Capacity, records.size()});
    const std::uint64_t begin = end - kept;
    for (std::uint64_t i = begin; i < end; ++i) {
      for (std::size_t w = 0; w < Words; ++w) {
        // acquire: pairs with the writer's words.
        records[i - begin][w] = slots_[i % Capacity][w].load(std::memory_order_acquire);
      }
    }
    // Records below `sound` may have been overwritten while we copied: claim c touches index
    // c - Capacity.
    const std::uint64_t claimed = claimed_.load(std::memory_order_relaxed);
    const std::uint64_t sound = claimed > Capacity ? claimed - Capacity : 0;
    const std::uint64_t lost = std::clamp<std::uint64_t>(sound, begin, end) - begin;
    std::copy(records.begin() + static_cast<std::ptrdiff_t>(lost),
              records.begin() + static_cast<std::ptrdiff_t>(kept), records.begin());
    return static_cast<std::size_t>(kept - lost);
  }

 private:
  alignas(base::kCacheLine) std::atomic<std::uint64_t> claimed_{0};  // records begun
  std::atomic<std::uint64_t> published_{0};                          // records complete
  std::array<std::array<std::atomic<std::uint64_t>, Words>, Capacity> slots_{};
};

}  // namespace crystalline::sync
