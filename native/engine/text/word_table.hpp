#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace crystalline::text {

/// A hash table from words to values, for words that outlive it: it keeps views. Grows by doubling;
/// nothing is removed. One thread.
template <typename Value>
class WordTable {
 public:
  struct Slot {
    std::string_view word;  // data() is nullptr where nothing is
    Value value{};
  };

  explicit WordTable(std::size_t slots = 1024) : slots_(slots) {}

  /// The word's slot; a new one has a default value.
  Value& operator[](std::string_view word) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = place(slots_, word);
    if (slot.word.data() == nullptr) {
      slot.word = word;
      ++size_;
    }
    return slot.value;
  }
  /// nullptr: not there.
  [[nodiscard]] const Value* find(std::string_view word) const {
    const Slot& slot = place(const_cast<std::vector<Slot>&>(slots_), word);
    return slot.word.data() == nullptr ? nullptr : &slot.value;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Every slot, also empty ones.
  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }

 private:
  static std::size_t hash(std::string_view word) {
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
    std::uint64_t mixed = word.size() * kFactor;
    while (!word.empty()) {
      std::uint64_t bytes = 0;
      const std::size_t count = word.size() < 8 ? word.size() : 8;
      std::memcpy(&bytes, word.data(), count);
      mixed = (mixed ^ bytes) * kFactor;
      mixed ^= mixed >> 32;
      word.remove_prefix(count);
    }
    return mixed;
  }
  static Slot& place(std::vector<Slot>& slots, std::string_view word) {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = hash(word) & mask;
    while (slots[at].word.data() != nullptr && slots[at].word != word) at = (at + 1) & mask;
    return slots[at];
  }
  void grow() {
    std::vector<Slot> larger(2 * slots_.size());
    for (const Slot& slot : slots_) {
      if (slot.word.data() != nullptr) place(larger, slot.word) = slot;
    }
    slots_ = std::move(larger);
  }

  std::vector<Slot> slots_;  // a power of two of them
  std::size_t size_ = 0;
};

}  // namespace crystalline::text
