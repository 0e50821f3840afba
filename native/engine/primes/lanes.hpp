#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "engine/base/aligned.hpp"
#include "engine/primes/base_primes.hpp"
#include "engine/primes/segment_sieve.hpp"

namespace crystalline::primes {

/// One stretch of a range, in bytes of 30 numbers.
struct Segment {
  std::uint64_t first_byte;
  std::size_t bytes;
};

/// Splits a range of bytes into segments and hands them to threads: segment s lies in lane s mod
/// 12, and lane l belongs to thread l mod threads. Any number of threads may take at once.
class Lanes {
 public:
  Lanes(std::uint64_t first_byte, std::uint64_t end_byte, std::size_t segment_bytes);

  /// A segment of the thread's own lanes, else of the lane with the most left; none when all are
  /// taken.
  [[nodiscard]] std::optional<Segment> take(int thread, int threads);

 private:
  struct alignas(base::kCacheLine) Lane {
    std::atomic<std::uint64_t> taken{0};
    std::uint64_t segments = 0;
  };
  [[nodiscard]] std::optional<Segment> take_from(std::size_t lane);

  std::uint64_t first_byte_;
  std::uint64_t end_byte_;
  std::size_t segment_bytes_;
  std::array<Lane, 12> lanes_;
};

}  // namespace crystalline::primes
