#include "engine/topology/allocation.hpp"

#include <algorithm>
#include <numeric>

namespace crystalline::topology {
namespace {

using Loads = std::array<double, kGroups>;

Loads loads_of(std::span<const double> load) {
  Loads loads;
  loads.fill(1.0);
  if (load.size() == kGroups) std::copy(load.begin(), load.end(), loads.begin());
  return loads;
}

std::vector<double> worker_loads(const Allocation& allocation, const Loads& loads) {
  std::vector<double> sums(std::min(allocation.workers, kGroups), 0.0);
  for (std::uint32_t g = 0; g < kGroups; ++g) sums[allocation.worker_of[g]] += loads[g];
  return sums;
}

Allocation by_rule(std::uint32_t workers, std::uint32_t (*rule)(std::uint32_t, std::uint32_t)) {
  Allocation allocation{workers, {}};
  const std::uint32_t used = std::min(workers, kGroups);
  for (std::uint32_t g = 0; g < kGroups; ++g) allocation.worker_of[g] = rule(g, used);
  return allocation;
}

/// Longest processing time first: at most 4/3 of the best possible maximum (Graham 1969).
Allocation dearest_first(std::uint32_t workers, const Loads& loads) {
  std::array<std::uint32_t, kGroups> order;
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return loads[a] > loads[b]; });
  Allocation allocation{workers, {}};
  std::vector<double> sums(std::min(workers, kGroups), 0.0);
  for (const std::uint32_t g : order) {
    const auto least = std::min_element(sums.begin(), sums.end());
    *least += loads[g];
    allocation.worker_of[g] = static_cast<std::uint32_t>(least - sums.begin());
  }
  return allocation;
}

/// Moves one group from the fullest worker to the emptiest, the one that evens them most; false
/// when none helps. Every move makes the sum of squares smaller, so repeating it ends.
bool move_one_group(Allocation& allocation, const Loads& loads) {
  const std::vector<double> sums = worker_loads(allocation, loads);
  const auto fullest = std::max_element(sums.begin(), sums.end());
  const auto emptiest = std::min_element(sums.begin(), sums.end());
  const double gap = *fullest - *emptiest;
  std::uint32_t best = kGroups;
  for (std::uint32_t g = 0; g < kGroups; ++g) {
    const bool there =
        allocation.worker_of[g] == static_cast<std::uint32_t>(fullest - sums.begin());
    if (!there || loads[g] <= 0 || loads[g] >= gap) continue;
    const auto off_middle = [&](std::uint32_t group) {
      return std::max(loads[group] - gap / 2, gap / 2 - loads[group]);
    };
    if (best == kGroups || off_middle(g) < off_middle(best)) best = g;
  }
  if (best == kGroups) return false;
  allocation.worker_of[best] = static_cast<std::uint32_t>(emptiest - sums.begin());
  return true;
}

}  // namespace

std::string_view name_of(Strategy strategy) {
  static constexpr std::array<std::string_view, kStrategies.size()> kNames = {
      "one-to-one", "round-robin", "grouped", "priority-based", "dynamic-load-balanced"};
  return kNames[static_cast<std::size_t>(strategy)];
}

base::Result<Strategy> strategy_named(std::string_view name) {
  std::string names;
  for (const Strategy strategy : kStrategies) {
    if (name_of(strategy) == name) return strategy;
    names += names.empty() ? "" : ", ";
    names += name_of(strategy);
  }
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "strategy must be one of " + names + ", is " + std::string(name)};
}

std::vector<std::uint32_t> Allocation::groups_of(std::uint32_t worker) const {
  std::vector<std::uint32_t> groups;
  for (std::uint32_t g = 0; g < kGroups; ++g) {
    if (worker_of[g] == worker) groups.push_back(g);
  }
  return groups;
}

base::Result<Allocation> allocate(Strategy strategy, std::uint32_t workers,
                                  std::span<const double> load, const Allocation* present) {
  if (workers == 0) {
    return base::Error{base::ErrorCode::kInvalidArgument, "workers must be at least 1, is 0"};
  }
  if (strategy == Strategy::kOneToOne && workers < kGroups) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "one group a worker needs 12 workers, there are " + std::to_string(workers)};
  }
  const Loads loads = loads_of(load);
  const auto round_robin = [](std::uint32_t g, std::uint32_t used) { return g % used; };
  switch (strategy) {
    case Strategy::kOneToOne:
    case Strategy::kRoundRobin:
      return by_rule(workers, round_robin);
    case Strategy::kGrouped:
      return by_rule(workers,
                     [](std::uint32_t g, std::uint32_t used) { return g * used / kGroups; });
    case Strategy::kPriorityBased:
      return dearest_first(workers, loads);
    case Strategy::kDynamicLoadBalanced:
      break;
  }
  const bool usable = present != nullptr && present->workers == workers;
  Allocation allocation = usable ? *present : by_rule(workers, round_robin);
  // In exact arithmetic this ends by itself; the bound covers loads that rounding makes equal.
  for (std::uint32_t moves = 0; moves < kGroups * kGroups; ++moves) {
    if (!move_one_group(allocation, loads)) break;
  }
  return allocation;
}

double balance(const Allocation& allocation, std::span<const double> load) {
  const std::vector<double> sums = worker_loads(allocation, loads_of(load));
  const auto [least, most] = std::minmax_element(sums.begin(), sums.end());
  return *most > 0 ? *least / *most : 1.0;
}

}  // namespace crystalline::topology
