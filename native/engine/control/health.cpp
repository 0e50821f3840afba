#include "engine/control/health.hpp"

#include <algorithm>

#include "engine/base/process_memory.hpp"
#include "engine/control/machine.hpp"

namespace crystalline::control {

using spheres::Figure;
using spheres::Sphere;
using spheres::SphereState;

namespace {

void count(Health& health, const Sphere& sphere,
           const std::array<std::uint32_t, spheres::kPriorities>& waiting) {
  const SphereState state = sphere.state.state();
  if (state < SphereState::kTerminating) {
    health.levels = std::max<std::uint32_t>(health.levels, sphere.level);
  }
  if (state >= SphereState::kTerminating) {
    ++health.ended;
  } else if (state == SphereState::kReady || state == SphereState::kIdle ||
             state == SphereState::kInitializing) {
    ++health.idle;
  } else {
    ++health.active;
  }
  health.failing += sphere.failing.load(std::memory_order_relaxed) ? 1 : 0;
  for (std::size_t p = 0; p < spheres::kPriorities; ++p) {
    health.waiting[p] += waiting[p];
  }
  const std::int32_t queued = sphere.counters.queued_items.load(std::memory_order_relaxed);
  health.items_queued += static_cast<std::uint64_t>(std::max(queued, 0));
  health.items_completed += sphere.counters.get(Figure::kBatchesCompleted);
  health.refused += sphere.state.refused();
}

}  // namespace

Health Machine::health() const {
  Health health;
  for (std::uint32_t id = 0; id < tree_.size(); ++id) {
    count(health, tree_[id], waiting_for(id));
  }
  health.ids_left = tree_.ids_left();
  health.messages_received = heard_.load(std::memory_order_relaxed);
  for (const auto& worker : crew_) {
    const std::uint64_t dropped = worker->messages_dropped();
    health.messages_dropped += dropped;
    health.messages_received += worker->messages_handled() - dropped;
  }
  health.messages_sent = told_.load(std::memory_order_relaxed);
  for (const auto& worker : crew_) health.messages_sent += worker->messages_sent();
  health.errors = errors_.load(std::memory_order_relaxed);
  health.recoveries = recoveries_.load(std::memory_order_relaxed);
  health.timeouts = timeouts_.load(std::memory_order_relaxed);
  health.grown = grown_.load(std::memory_order_relaxed);
  health.collapsed = collapsed_.load(std::memory_order_relaxed);
  health.faults_struck = faults_.struck();
  health.cpu_seconds = base::process_cpu_seconds();
  health.resident_bytes = base::resident_bytes();
  return health;
}

}  // namespace crystalline::control
