#include "engine/session/works.hpp"

namespace crystalline::session {

Works::Place::Place(Works& works, std::uint64_t id) : works_(works), id_(id) {
  const std::lock_guard lock(works_.mutex_);
  works_.under_way_.emplace(id_, progress_);
  if (works_.ended_) progress_.cancel();
}

Works::Place::~Place() {
  const std::lock_guard lock(works_.mutex_);
  auto [first, last] = works_.under_way_.equal_range(id_);
  while (first != last && !first->second.same_as(progress_)) ++first;
  if (first != last) works_.under_way_.erase(first);
}

std::optional<base::Progress::State> Works::read(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = id == 0 ? under_way_.end() : under_way_.find(id);
  return found == under_way_.end() ? std::nullopt : std::optional(found->second.state());
}

void Works::cancel(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = id == 0 ? under_way_.end() : under_way_.find(id);
  if (found != under_way_.end()) found->second.cancel();
}

void Works::end_all() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  for (const auto& [id, progress] : under_way_) progress.cancel();
}

}  // namespace crystalline::session
