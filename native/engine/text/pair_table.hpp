#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/text/token.hpp"

namespace crystalline::text {

/// Two tokens side by side: the left one's id above.
using PairKey = std::uint32_t;

constexpr PairKey pair_key(Token left, Token right) { return PairKey{left} << 16 | right; }

/// Pairs with how often and where they occur. Where: in blocks of an array of places, each added at
/// once. Pairs are numbered as they come and keep their numbers. One thread.
class PairTable {
 public:
  struct Pair {
    PairKey key = 0;
    std::uint32_t block = 0;  // index + 1 of the newest block of places; 0: none
    std::int64_t count = 0;
  };
  struct Block {
    std::size_t begin = 0;  // in places()
    std::uint32_t size = 0;
    std::uint32_t before = 0;  // index + 1 of the pair's block before; 0: none
  };

  /// The number of a pair; a new one has no count and no places.
  std::uint32_t at(PairKey key) {
    if (2 * (pairs_.size() + 1) > slots_.size()) grow();
    std::uint32_t& slot = slots_[place(key)];
    if (slot == 0) {
      pairs_.push_back({key});
      slot = static_cast<std::uint32_t>(pairs_.size());
    }
    return slot - 1;
  }
  Pair& operator[](std::uint32_t number) { return pairs_[number]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(pairs_.size()); }

  /// Room for `size` more places of a pair, to be filled through places().
  std::size_t add_places(std::uint32_t number, std::uint32_t size) {
    Pair& pair = pairs_[number];
    blocks_.push_back({places_.size(), size, pair.block});
    pair.block = static_cast<std::uint32_t>(blocks_.size());
    places_.resize(places_.size() + size);
    return blocks_.back().begin;
  }
  [[nodiscard]] std::vector<std::uint32_t>& places() { return places_; }
  /// A pair's block by index + 1.
  [[nodiscard]] const Block& block(std::uint32_t number) const { return blocks_[number - 1]; }

 private:
  [[nodiscard]] std::size_t place(PairKey key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * std::uint64_t{0x9E3779B97F4A7C15} >> 32) & mask;
    while (slots_[at] != 0 && pairs_[slots_[at] - 1].key != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (std::uint32_t number = 0; number < size(); ++number) {
      slots_[place(pairs_[number].key)] = number + 1;
    }
  }

  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(1 << 13);  // number + 1
  std::vector<Pair> pairs_;
  std::vector<Block> blocks_;
  std::vector<std::uint32_t> places_;
};

}  // namespace crystalline::text
