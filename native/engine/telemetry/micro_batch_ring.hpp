#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/sync/newest_ring.hpp"

namespace crystalline::telemetry {

/// A micro-batch that a worker has computed.
struct MicroBatch {
  std::uint64_t ended_us;  // machine clock
  std::uint64_t step;
  std::uint32_t item;    // of the step
  std::uint32_t sphere;  // its leaf
  std::uint32_t duration_us;
  std::uint32_t worker;  // who computed it
  float loss_nats;
  float gradient_norm;  // NaN: none
};

/// The newest micro-batches of one worker: one writer, any number of readers, nobody waits.
class MicroBatchRing {
 public:
  static constexpr std::size_t kMicroBatches = 1'024;

  /// Writer only.
  void record(const MicroBatch& batch) {
    ring_.put({batch.ended_us, batch.step, pair(batch.item, batch.sphere),
               pair(batch.duration_us, batch.worker),
               pair(std::bit_cast<std::uint32_t>(batch.loss_nats),
                    std::bit_cast<std::uint32_t>(batch.gradient_norm))});
  }
  /// Appends those of `sphere`, oldest first.
  void read(std::uint32_t sphere, std::vector<MicroBatch>& into) const {
    std::vector<decltype(ring_)::Record> records(kMicroBatches);
    records.resize(ring_.read(records));
    for (const auto& [ended, step, place, work, result] : records) {
      if (low(place) != sphere) continue;
      into.push_back({ended, step, high(place), low(place), high(work), low(work),
                      std::bit_cast<float>(high(result)), std::bit_cast<float>(low(result))});
    }
  }

 private:
  static constexpr std::uint64_t pair(std::uint32_t first, std::uint32_t second) {
    return std::uint64_t{first} << 32 | second;
  }
  static constexpr std::uint32_t high(std::uint64_t word) {
    return static_cast<std::uint32_t>(word >> 32);
  }
  static constexpr std::uint32_t low(std::uint64_t word) {
    return static_cast<std::uint32_t>(word);
  }

  sync::NewestRing<5, kMicroBatches> ring_;
};

}  // namespace crystalline::telemetry
