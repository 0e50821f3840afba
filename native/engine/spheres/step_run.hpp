#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/spheres/step_program.hpp"

namespace crystalline::spheres {

/// The step or sweep under way, as the workers share it.
///
/// Node Zero writes the program while nothing runs; BATCH_START carries it to the root, messages
/// and stolen work to all others, so the program itself needs no lock. The parts of a reduction or
/// an update are handed out from one atomic word that names the phase, so a worker that comes late
/// never takes a part of one phase for one of another.
class StepRun {
 public:
  enum class Phase : std::uint32_t { kNone, kReduce, kUpdate };
  struct Part {
    Phase phase;
    std::uint32_t index;
  };
  static constexpr std::uint32_t kLargestParts = (1U << 24) - 1;

  /// Node Zero only, while nothing runs.
  void begin(StepProgram program);
  void begin(SweepProgram program);

  [[nodiscard]] bool is_sweep() const { return is_sweep_; }
  [[nodiscard]] std::uint64_t step() const { return is_sweep_ ? sweep_.step : program_.step; }
  [[nodiscard]] std::uint32_t items() const { return is_sweep_ ? sweep_.items : program_.items; }
  [[nodiscard]] const StepProgram& program() const { return program_; }
  [[nodiscard]] const SweepProgram& sweep() const { return sweep_; }

  /// Lane of an item of a step.
  [[nodiscard]] std::uint32_t lane_of(std::uint32_t item) const {
    return static_cast<std::uint32_t>(std::uint64_t{item} * program_.lanes / program_.items);
  }
  /// Whether an item can start at once: any of a sweep, the first of its lane in a step.
  [[nodiscard]] bool is_first(std::uint32_t item) const {
    return is_sweep_ || item == 0 || lane_of(item) != lane_of(item - 1);
  }
  /// Whether the item after this one waits for it.
  [[nodiscard]] bool has_successor(std::uint32_t item) const {
    return !is_sweep_ && item + 1 < program_.items && lane_of(item) == lane_of(item + 1);
  }

  /// The worker that had an item's lane before, kNoWorker when none had; remembers `worker`.
  [[nodiscard]] std::uint32_t take_lane(std::uint32_t item, std::uint32_t worker) {
    return lane_worker_[lane_of(item)].exchange(worker, std::memory_order_relaxed);
  }
  static constexpr std::uint32_t kNoWorker = 0xffff'ffff;

  /// First item of an item's lane.
  [[nodiscard]] std::uint32_t lane_begin(std::uint32_t item) const;
  /// Any thread: whoever is the first may have the item: its worker, which begins it, or Node Zero,
  /// which takes it away from a worker that does not.
  [[nodiscard]] bool claim(std::uint32_t item) {
    return !claimed_[item].exchange(true, std::memory_order_acq_rel);
  }
  [[nodiscard]] bool is_claimed(std::uint32_t item) const {
    return claimed_[item].load(std::memory_order_acquire);
  }
  /// The leaf's worker, before it gives the item to another try.
  void restore(std::uint32_t item) { claimed_[item].store(false, std::memory_order_release); }
  /// Who has the lane: it must run again from its first item. Whoever takes the lane next asks.
  void spoil_lane(std::uint32_t item) {
    spoilt_[lane_of(item)].store(true, std::memory_order_release);
  }
  [[nodiscard]] bool take_spoilt_lane(std::uint32_t item) {
    return spoilt_[lane_of(item)].exchange(false, std::memory_order_acq_rel);
  }
  /// Node Zero: the item will not be computed.
  void give_up(std::uint32_t item) { given_up_.store(item, std::memory_order_release); }
  /// An item that was given up in this step; kNoItem: none.
  static constexpr std::uint32_t kNoItem = 0xffff'ffff;
  [[nodiscard]] std::uint32_t given_up() const { return given_up_.load(std::memory_order_acquire); }

  /// Any thread: between a step's or sweep's begin and its end.
  [[nodiscard]] bool under_way() const { return under_way_.load(std::memory_order_seq_cst); }
  /// Any thread: steps and sweeps begun so far.
  [[nodiscard]] std::uint64_t steps_begun() const {
    return steps_begun_.load(std::memory_order_relaxed);
  }
  /// Node Zero only: it is over.
  void end() { under_way_.store(false, std::memory_order_seq_cst); }

  /// Root's worker only: hands out the parts of `phase` from now on.
  void open(Phase phase);
  /// Any worker: a part to do, each exactly once.
  [[nodiscard]] std::optional<Part> take_part();
  /// After doing a part: true for the one that finishes the phase.
  [[nodiscard]] bool finish_part();
  [[nodiscard]] bool has_parts() const { return left(word_.load(std::memory_order_seq_cst)); }

 private:
  void mark_begun();

  // Bits of word_: 0-31 next part, 32-55 parts, 56-63 phase.
  static constexpr bool left(std::uint64_t word) {
    return static_cast<std::uint32_t>(word) < (word >> 32 & 0xff'ffff);
  }

  StepProgram program_;
  SweepProgram sweep_;
  bool is_sweep_ = false;
  std::vector<std::atomic<std::uint32_t>> lane_worker_;  // as long as the most lanes so far
  std::vector<std::atomic<bool>> spoilt_;                // likewise
  std::vector<std::atomic<bool>> claimed_;               // as long as the most items so far
  std::atomic<std::uint32_t> given_up_{kNoItem};
  std::atomic<bool> under_way_{false};
  std::atomic<std::uint64_t> steps_begun_{0};
  alignas(base::kCacheLine) std::atomic<std::uint64_t> word_{0};
  alignas(base::kCacheLine) std::atomic<std::uint32_t> finished_{0};
};

}  // namespace crystalline::spheres
