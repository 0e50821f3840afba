#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <string_view>

#include "engine/base/aligned.hpp"

namespace crystalline::spheres {

/// Everything a sphere counts. A parent counts what it did itself; statistics of a subtree are the
/// sums over it.
enum class Figure : std::uint8_t {
  kPrimesProcessed,     // tokens trained on: each stands for a prime
  kBatchesCompleted,    // micro-batches computed for it, by any worker
  kGradientsComputed,   // a leaf: items in its lanes; a parent: children's gradients taken
  kWeightsUpdated,      // versions it was told of
  kBoundaryCrossings,   // its events at a multiple of 144,000
  kTwinPrimeHits,       // its events at an index that is in a pair of twin primes, in the region
  kNearBoundaryPrimes,  // its events at most 100 from a multiple of 144,000
  kWorkStolenFrom,      // its items computed on another worker than its own
  kWorkStolenTo,        // times its worker took items of others in its name
  kWorkItemsStolen,     // items it took so
  kCacheHits,           // items computed where their lane's last one was, its memory warm
  kCacheMisses,         // items whose lane came from another worker
  kMemoryAllocated,     // bytes of the sphere itself
  kMessagesSent,
  kMessagesReceived,
  kErrorsEncountered,  // messages that fitted neither its kind nor its state
  kRetriesAttempted,   // work it offered or asked for in vain, failed items it tried again
  kMessagesDropped,    // that came for it when it had ended, and mattered to nobody else
  kGroup0,             // events with n mod 12 = 0; kGroup0 + g: of group g
};
inline constexpr std::size_t kFigures = static_cast<std::size_t>(Figure::kGroup0) + 12;

/// Of the n-th of the 12 groups.
[[nodiscard]] constexpr Figure group_figure(std::uint64_t n) {
  return static_cast<Figure>(static_cast<std::uint64_t>(Figure::kGroup0) + n % 12);
}
/// "primes_processed", ..., "primes_of_group_11".
[[nodiscard]] std::string_view name_of(Figure figure);

/// Figures at one moment, or sums of several spheres'.
struct Statistics {
  std::array<std::uint64_t, kFigures> figures{};
  std::uint64_t spheres = 0;         // added up here
  std::uint64_t total_us = 0;        // of their lives
  std::uint64_t busy_us = 0;         // processing, accumulating, updating
  std::uint64_t sync_us = 0;         // waiting for a parent or for children
  std::uint64_t last_update_us = 0;  // the latest, machine clock

  [[nodiscard]] std::uint64_t operator[](Figure figure) const {
    return figures[static_cast<std::size_t>(figure)];
  }
  void merge(const Statistics& other);

  /// Neither busy nor waiting; saturating.
  [[nodiscard]] std::uint64_t idle_us() const {
    return total_us > busy_us + sync_us ? total_us - busy_us - sync_us : 0;
  }
  /// Busy share of the time, 0..1; 0 for no time.
  [[nodiscard]] double utilization() const;
  /// Share of items whose lane was warm, 0..1; 0 for no items.
  [[nodiscard]] double cache_hit_rate() const;
  /// Busy microseconds a token; 0 for no tokens.
  [[nodiscard]] double average_prime_us() const;
};

/// A sphere's own figures: relaxed atomics on their own cache lines, written by the workers and
/// read by anyone at any time; each is exact, several read together are of about the same moment.
class alignas(base::kCacheLine) Counters {
 public:
  void add(Figure figure, std::uint64_t count = 1) {
    figures_[static_cast<std::size_t>(figure)].fetch_add(count, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t get(Figure figure) const {
    return figures_[static_cast<std::size_t>(figure)].load(std::memory_order_relaxed);
  }
  /// Adds the figures to `sum`; the times are StateCell's.
  void add_to(Statistics& sum) const;
  /// Forgets all but kMemoryAllocated; while nobody adds.
  void reset();

  std::atomic<std::int32_t> queued_items{0};  // may be begun before they are told: below 0
  std::atomic<float> loss_nats{std::numeric_limits<float>::quiet_NaN()};
  std::atomic<float> gradient_norm{std::numeric_limits<float>::quiet_NaN()};

 private:
  std::array<std::atomic<std::uint64_t>, kFigures> figures_{};
};

}  // namespace crystalline::spheres
