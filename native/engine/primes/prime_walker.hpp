#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crystalline::primes {

/// Walks the primes up and down from a place between two numbers. Sieves a window at a time, wider
/// each time while the direction stays. One thread an object.
class PrimeWalker {
 public:
  /// Between start - 1 and start: next() gives the least prime >= start, previous() the greatest
  /// below.
  explicit PrimeWalker(std::uint64_t start = 0) : low_(start), high_(start) {}

  /// The next prime above, and steps over it; 0 when none is below 2^64.
  [[nodiscard]] std::uint64_t next();
  /// The next prime below, and steps over it; 0 when none is left.
  [[nodiscard]] std::uint64_t previous();

 private:
  void load(std::uint64_t low, std::uint64_t high);

  std::uint64_t low_;  // the window is low_ to high_ - 1; empty at first
  std::uint64_t high_;
  bool reaches_end_ = false;           // the window goes up to 2^64
  std::uint64_t width_ = 1 << 12;      // of the next window
  std::vector<std::uint64_t> primes_;  // of the window
  std::size_t ahead_ = 0;              // index of the first prime above the place
};

}  // namespace crystalline::primes
