#include "engine/control/inspection.hpp"

#include <algorithm>
#include <string>

#include "engine/control/machine.hpp"
#include "engine/sync/clock.hpp"

namespace crystalline::control {

using spheres::Sphere;

base::Result<SphereInspection> Machine::inspect(std::uint32_t id) const {
  if (id >= tree_.size()) {
    return base::Error{base::ErrorCode::kNotFound, "There is no sphere " + std::to_string(id) +
                                                       "; the run has had " +
                                                       std::to_string(tree_.size()) + "."};
  }
  const Sphere& sphere = tree_[id];
  const std::uint64_t now = sync::now_us();
  SphereInspection found{};
  found.sphere = id;
  found.parent = sphere.parent;
  found.worker = tree_.worker_of(id);
  found.level = sphere.level;
  found.group = sphere.group;
  found.now_us = now;
  found.born_us = sphere.born_us;
  found.state = sphere.state.view();
  found.refused = sphere.state.refused();
  found.history.resize(spheres::StateCell::kHistory);
  found.history.resize(sphere.state.history(found.history));
  found.inbox = waiting_for(id);
  found.queued_items = std::max(sphere.counters.queued_items.load(std::memory_order_relaxed), 0);
  found.weights_version = sphere.weights_version;
  found.last_crossing = sphere.last_crossing.load(std::memory_order_relaxed);
  found.in_region = sphere.in_region.load(std::memory_order_relaxed);
  found.own = sphere.statistics(now);
  for (const std::uint32_t each : tree_.subtree(id)) {
    found.subtree.merge(tree_[each].statistics(now));
    if (tree_[each].parent == id) found.children.push_back(each);
  }
  for (const auto& worker : crew_) worker->micro_batches().read(id, found.micro_batches);
  std::ranges::sort(found.micro_batches, std::ranges::greater{}, &telemetry::MicroBatch::ended_us);
  if (found.micro_batches.size() > kInspectedBatches) {
    found.micro_batches.resize(kInspectedBatches);
  }
  return found;
}

}  // namespace crystalline::control
