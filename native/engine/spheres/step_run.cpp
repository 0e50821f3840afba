#include "engine/spheres/step_run.hpp"

#include <cassert>
#include <utility>

namespace crystalline::spheres {

void StepRun::begin(StepProgram program) {
  assert(program.items >= 1 && program.lanes >= 1 && program.lanes <= program.items);
  assert(program.parts <= kLargestParts);
  program_ = std::move(program);
  is_sweep_ = false;
  if (lane_worker_.size() < program_.lanes) {
    lane_worker_ = std::vector<std::atomic<std::uint32_t>>(program_.lanes);
    for (auto& worker : lane_worker_) worker.store(kNoWorker, std::memory_order_relaxed);
    spoilt_ = std::vector<std::atomic<bool>>(program_.lanes);
  }
  if (claimed_.size() < program_.items) claimed_ = std::vector<std::atomic<bool>>(program_.items);
  for (auto& claimed : claimed_) claimed.store(false, std::memory_order_relaxed);
  given_up_.store(kNoItem, std::memory_order_relaxed);
  mark_begun();
}

void StepRun::begin(SweepProgram program) {
  sweep_ = std::move(program);
  is_sweep_ = true;
  mark_begun();
}

std::uint32_t StepRun::lane_begin(std::uint32_t item) const {
  while (!is_first(item)) --item;
  return item;
}

void StepRun::mark_begun() {
  steps_begun_.fetch_add(1, std::memory_order_relaxed);
  under_way_.store(true, std::memory_order_seq_cst);
}

void StepRun::open(Phase phase) {
  finished_.store(0, std::memory_order_relaxed);  // published by word_
  const std::uint64_t parts = program_.parts;
  // seq_cst: a worker about to sleep looks at the word after announcing it (sync::Parker).
  word_.store(static_cast<std::uint64_t>(phase) << 56 | parts << 32, std::memory_order_seq_cst);
}

std::optional<StepRun::Part> StepRun::take_part() {
  if (!left(word_.load(std::memory_order_relaxed))) return std::nullopt;
  // acquire: pairs with the store in open(); the additions keep its release sequence.
  const std::uint64_t word = word_.fetch_add(1, std::memory_order_acquire);
  if (!left(word)) return std::nullopt;
  return Part{static_cast<Phase>(word >> 56), static_cast<std::uint32_t>(word)};
}

bool StepRun::finish_part() {
  // Read before the addition: after it the step may end and Node Zero write the next program.
  const std::uint32_t parts = program_.parts;
  // acq_rel: the last one sees what all others did.
  return finished_.fetch_add(1, std::memory_order_acq_rel) + 1 == parts;
}

}  // namespace crystalline::spheres
