#include "engine/spheres/sphere.hpp"

#include <algorithm>

namespace crystalline::spheres {

Statistics Sphere::statistics(std::uint64_t now_us) const {
  Statistics own;
  const StateCell::View view = state.view();
  const std::uint64_t age = now_us - std::min(now_us, view.since_us);
  own.spheres = 1;
  own.total_us = now_us - std::min(now_us, born_us);
  own.busy_us = view.busy_us + (is_busy(view.state) ? age : 0);
  own.sync_us = view.waiting_us + (view.state == SphereState::kWaiting ? age : 0);
  own.last_update_us = view.since_us;
  counters.add_to(own);
  return own;
}

}  // namespace crystalline::spheres
