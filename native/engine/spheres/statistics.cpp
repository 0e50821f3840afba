#include "engine/spheres/statistics.hpp"

#include <algorithm>

namespace crystalline::spheres {

std::string_view name_of(Figure figure) {
  static constexpr std::array<std::string_view, kFigures> kNames = {
      "primes_processed",   "batches_completed", "gradients_computed",   "weights_updated",
      "boundary_crossings", "twin_prime_hits",   "near_boundary_primes", "work_stolen_from",
      "work_stolen_to",     "work_items_stolen", "cache_hits",           "cache_misses",
      "memory_allocated",   "messages_sent",     "messages_received",    "errors_encountered",
      "retries_attempted",  "messages_dropped",  "primes_of_group_0",    "primes_of_group_1",
      "primes_of_group_2",  "primes_of_group_3", "primes_of_group_4",    "primes_of_group_5",
      "primes_of_group_6",  "primes_of_group_7", "primes_of_group_8",    "primes_of_group_9",
      "primes_of_group_10", "primes_of_group_11"};
  return kNames[static_cast<std::size_t>(figure)];
}

void Statistics::merge(const Statistics& other) {
  for (std::size_t i = 0; i < kFigures; ++i) figures[i] += other.figures[i];
  spheres += other.spheres;
  total_us += other.total_us;
  busy_us += other.busy_us;
  sync_us += other.sync_us;
  last_update_us = std::max(last_update_us, other.last_update_us);
}

double Statistics::utilization() const {
  return total_us == 0 ? 0 : static_cast<double>(busy_us) / static_cast<double>(total_us);
}

double Statistics::cache_hit_rate() const {
  const std::uint64_t hits = (*this)[Figure::kCacheHits];
  const std::uint64_t all = hits + (*this)[Figure::kCacheMisses];
  return all == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(all);
}

double Statistics::average_prime_us() const {
  const std::uint64_t primes = (*this)[Figure::kPrimesProcessed];
  return primes == 0 ? 0 : static_cast<double>(busy_us) / static_cast<double>(primes);
}

void Counters::add_to(Statistics& sum) const {
  for (std::size_t i = 0; i < kFigures; ++i) {
    sum.figures[i] += figures_[i].load(std::memory_order_relaxed);
  }
}

void Counters::reset() {
  for (std::size_t i = 0; i < kFigures; ++i) {
    if (i != static_cast<std::size_t>(Figure::kMemoryAllocated)) {
      figures_[i].store(0, std::memory_order_relaxed);
    }
  }
}

}  // namespace crystalline::spheres
