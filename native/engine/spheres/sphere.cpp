#include "engine/spheres/sphere.hpp"

#include <algorithm>

namespace crystalline::spheres {

void Children::insert(std::uint32_t at, std::uint32_t id) {
  const std::uint32_t count = size();
  for (std::uint32_t i = count; i > at; --i)
    ids_[i].store((*this)[i - 1], std::memory_order_relaxed);
  ids_[at].store(id, std::memory_order_relaxed);
  size_.store(count + 1, std::memory_order_release);  // who sees the new size sees the ids
}

void Children::remove(std::uint32_t id) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < size(); ++i) {
    if ((*this)[i] != id) ids_[kept++].store((*this)[i], std::memory_order_relaxed);
  }
  size_.store(kept, std::memory_order_release);
}

Statistics Sphere::statistics(std::uint64_t now_us) const {
  Statistics own;
  const StateCell::View view = state.view();
  const std::uint64_t age = now_us - std::min(now_us, view.since_us);
  own.spheres = 1;
  const std::uint64_t until = view.state == SphereState::kTerminated ? view.since_us : now_us;
  own.total_us = until - std::min(until, std::max(born_us.load(), counted_us.load()));
  own.busy_us = view.busy_us + (is_busy(view.state) ? age : 0);
  own.sync_us = view.waiting_us + (view.state == SphereState::kWaiting ? age : 0);
  own.last_update_us = view.since_us;
  counters.add_to(own);
  return own;
}

void Sphere::reset_statistics(std::uint64_t now_us) {
  counters.reset();
  state.forget_times();
  counted_us = now_us;
}

}  // namespace crystalline::spheres
