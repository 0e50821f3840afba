#include "engine/session/loop_events.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace crystalline::session {

std::uint64_t LoopEvents::add(Listener listener) {
  const std::lock_guard lock(mutex_);
  auto entries = std::make_shared<Entries>(*entries_);
  entries->push_back({++last_key_, std::move(listener)});
  entries_ = std::move(entries);
  return last_key_;
}

void LoopEvents::remove(std::uint64_t key) {
  const std::lock_guard lock(mutex_);
  auto entries = std::make_shared<Entries>(*entries_);
  std::erase_if(*entries, [key](const Entry& entry) { return entry.key == key; });
  entries_ = std::move(entries);
}

void LoopEvents::tell(LoopEvent event) {
  std::shared_ptr<const Entries> entries;
  event.at_ms =
      std::chrono::duration<double, std::milli>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  {
    const std::lock_guard lock(mutex_);
    event.number = ++newest_;
    if (kept_.size() == kKept) kept_.pop_front();
    kept_.push_back(event);
    entries = entries_;
  }
  for (const Entry& entry : *entries) entry.listener(event);
}

std::uint64_t LoopEvents::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

std::vector<LoopEvent> LoopEvents::read(std::uint64_t since) const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t forgotten = newest_ - kept_.size();
  const std::uint64_t skip = since > forgotten ? since - forgotten : 0;
  if (skip >= kept_.size()) return {};
  return {kept_.begin() + static_cast<std::ptrdiff_t>(skip), kept_.end()};
}

}  // namespace crystalline::session
