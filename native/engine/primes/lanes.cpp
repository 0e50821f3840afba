#include "engine/primes/lanes.hpp"

#include <algorithm>

namespace crystalline::primes {

Lanes::Lanes(std::uint64_t first_byte, std::uint64_t end_byte, std::size_t segment_bytes)
    : first_byte_(first_byte), end_byte_(end_byte), segment_bytes_(segment_bytes) {
  const std::uint64_t segments = (end_byte - first_byte + segment_bytes - 1) / segment_bytes;
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    lanes_[lane].segments = segments / lanes_.size() + (lane < segments % lanes_.size() ? 1 : 0);
  }
}

std::optional<Segment> Lanes::take(int thread, int threads) {
  for (auto lane = static_cast<std::size_t>(thread); lane < lanes_.size();
       lane += static_cast<std::size_t>(threads)) {
    if (auto segment = take_from(lane)) return segment;
  }
  while (true) {
    std::size_t fullest = 0;
    std::uint64_t most = 0;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      // relaxed: a stale count only picks another lane; take_from decides.
      const std::uint64_t taken = lanes_[lane].taken.load(std::memory_order_relaxed);
      const std::uint64_t left = lanes_[lane].segments - std::min(taken, lanes_[lane].segments);
      if (left > most) {
        most = left;
        fullest = lane;
      }
    }
    if (most == 0) return std::nullopt;
    if (auto segment = take_from(fullest)) return segment;
  }
}

std::optional<Segment> Lanes::take_from(std::size_t lane) {
  // relaxed: the number itself is the claim, nothing else is published with it.
  const std::uint64_t turn = lanes_[lane].taken.fetch_add(1, std::memory_order_relaxed);
  if (turn >= lanes_[lane].segments) return std::nullopt;
  const std::uint64_t first = first_byte_ + (turn * lanes_.size() + lane) * segment_bytes_;
  const std::uint64_t bytes = std::min<std::uint64_t>(segment_bytes_, end_byte_ - first);
  return Segment{first, static_cast<std::size_t>(bytes)};
}

}  // namespace crystalline::primes
