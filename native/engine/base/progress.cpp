#include "engine/base/progress.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace crystalline::base {

struct Progress::Shared {
  std::mutex mutex;  // guards the part
  WorkPart part = WorkPart::kReading;
  double from = 0;
  double end = 0;
  std::uint64_t total = 0;
  std::atomic<std::uint64_t> done{0};  // of the part
  std::atomic<bool> cancelled{false};
};

Progress Progress::watched() {
  Progress progress;
  progress.shared_ = std::make_shared<Shared>();
  return progress;
}

void Progress::begin(WorkPart part, std::uint64_t total, double end) const {
  if (!shared_) return;
  const std::lock_guard lock(shared_->mutex);
  shared_->part = part;
  shared_->from = shared_->end;
  shared_->end = std::clamp(end, shared_->from, 1.0);
  shared_->total = total;
  shared_->done.store(0, std::memory_order_relaxed);
}

Result<void> Progress::advance(std::uint64_t units) const {
  if (!shared_) return {};
  shared_->done.fetch_add(units, std::memory_order_relaxed);
  if (cancelled()) return Error{ErrorCode::kCancelled, "The work was cancelled."};
  return {};
}

void Progress::cancel() const {
  if (shared_) shared_->cancelled.store(true, std::memory_order_relaxed);
}

bool Progress::cancelled() const {
  return shared_ && shared_->cancelled.load(std::memory_order_relaxed);
}

Progress::State Progress::state() const {
  if (!shared_) return {};
  const std::lock_guard lock(shared_->mutex);
  const std::uint64_t total = shared_->total;
  const std::uint64_t done = std::min(total, shared_->done.load(std::memory_order_relaxed));
  const double share = total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
  return {.part = shared_->part,
          .fraction = shared_->from + share * (shared_->end - shared_->from),
          .done = done,
          .total = total};
}

}  // namespace crystalline::base
