#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace crystalline::text {

/// A hash table from words to values, for words that outlive it: it keeps views. Grows by doubling;
/// nothing is removed. Words of at most eight bytes, nearly all of a text, are compared without
/// another look at the text. One thread.
template <typename Value>
class WordTable {
 public:
  class Entry {
   public:
    Entry(std::string_view word, std::uint64_t head) : word_(word), head_(head) {}
    [[nodiscard]] std::string_view word() const { return word_; }
    Value value{};

   private:
    friend class WordTable;
    std::string_view word_;
    std::uint64_t head_;  // its first bytes, at most eight
  };

  /// The word's value; that of a new one is a default value.
  Value& operator[](std::string_view word) {
    if (2 * (entries_.size() + 1) > slots_.size()) grow();
    const Key key = key_of(word);
    Slot& slot = slots_[place(word, key)];
    if (slot.entry == 0) {
      entries_.emplace_back(word, key.head);
      slot = {key.tag, static_cast<std::uint32_t>(entries_.size())};
    }
    return entries_[slot.entry - 1].value;
  }
  /// nullptr: not there.
  [[nodiscard]] const Value* find(std::string_view word) const {
    const Slot& slot = slots_[place(word, key_of(word))];
    return slot.entry == 0 ? nullptr : &entries_[slot.entry - 1].value;
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// In the order in which they came.
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  struct Slot {
    std::uint32_t tag = 0;    // upper bits of the hash, and its place when slots double
    std::uint32_t entry = 0;  // index + 1; 0: nothing is here
  };
  struct Key {
    std::uint64_t head;
    std::uint32_t tag;
  };

  /// The first bytes as a number; the same for equal words only, given their sizes.
  static std::uint64_t head_of(const char* bytes, std::size_t size) {
    if (size >= 8) return load<std::uint64_t>(bytes);
    if (size >= 4) {
      const std::uint64_t upper = load<std::uint32_t>(bytes + size - 4);
      return load<std::uint32_t>(bytes) | upper << 32;
    }
    if (size >= 2) {
      const std::uint64_t upper = load<std::uint16_t>(bytes + size - 2);
      return load<std::uint16_t>(bytes) | upper << 16;
    }
    return size == 0 ? 0 : static_cast<std::uint8_t>(*bytes);
  }
  template <typename Number>
  static Number load(const char* bytes) {
    Number number;
    std::memcpy(&number, bytes, sizeof(number));
    return number;
  }
  static Key key_of(std::string_view word) {
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
    const std::uint64_t head = head_of(word.data(), word.size());
    std::uint64_t mixed = (head ^ word.size() * kFactor) * kFactor;
    for (std::size_t at = 8; at < word.size(); at += 8) {
      mixed = (mixed ^ mixed >> 32 ^ head_of(word.data() + at, word.size() - at)) * kFactor;
    }
    return {head, static_cast<std::uint32_t>((mixed ^ mixed >> 29) >> 32)};
  }
  [[nodiscard]] bool is(const Entry& entry, std::string_view word, std::uint64_t head) const {
    return entry.head_ == head && entry.word_.size() == word.size() &&
           (word.size() <= 8 ||
            std::memcmp(entry.word_.data() + 8, word.data() + 8, word.size() - 8) == 0);
  }
  [[nodiscard]] std::size_t place(std::string_view word, const Key& key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = key.tag & mask;
    for (; slots_[at].entry != 0; at = (at + 1) & mask) {
      if (slots_[at].tag == key.tag && is(entries_[slots_[at].entry - 1], word, key.head)) break;
    }
    return at;
  }
  void grow() {
    std::vector<Slot> larger(2 * slots_.size());
    const std::size_t mask = larger.size() - 1;
    for (const Slot& slot : slots_) {
      if (slot.entry == 0) continue;
      std::size_t at = slot.tag & mask;
      while (larger[at].entry != 0) at = (at + 1) & mask;
      larger[at] = slot;
    }
    slots_ = std::move(larger);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1024);  // a power of two of them
  std::vector<Entry> entries_;
};

}  // namespace crystalline::text
