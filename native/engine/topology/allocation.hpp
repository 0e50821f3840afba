#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::topology {

/// Symmetry groups: positions 0..11 of the 12-fold lattice.
inline constexpr std::uint32_t kGroups = 12;

/// How the 12 groups are given to workers.
enum class Strategy {
  kOneToOne,             // group g to worker g; needs at least 12 workers
  kRoundRobin,           // group g to worker g mod workers
  kGrouped,              // neighbouring groups together: runs of 12 / workers
  kPriorityBased,        // dearest group first, always to the worker with the least so far
  kDynamicLoadBalanced,  // as measured: moves groups from the fullest worker while that helps
};

inline constexpr std::array kStrategies = {Strategy::kOneToOne, Strategy::kRoundRobin,
                                           Strategy::kGrouped, Strategy::kPriorityBased,
                                           Strategy::kDynamicLoadBalanced};

/// "one-to-one", "round-robin", "grouped", "priority-based", "dynamic-load-balanced".
[[nodiscard]] std::string_view name_of(Strategy strategy);
/// kInvalidArgument names what is no strategy and those there are.
[[nodiscard]] base::Result<Strategy> strategy_named(std::string_view name);

/// A complete allocation: every group on exactly one worker.
struct Allocation {
  std::uint32_t workers = 0;
  std::array<std::uint32_t, kGroups> worker_of{};

  [[nodiscard]] std::vector<std::uint32_t> groups_of(std::uint32_t worker) const;
};

/// Allocates the groups to `workers` threads (at least 1; those past 12 get none).
///
/// `load` is the cost of each group, in any unit, >= 0; without it all groups cost the same. For
/// kDynamicLoadBalanced `present` is where they are now (kRoundRobin when absent).
/// kInvalidArgument: 0 workers, or kOneToOne with fewer than 12.
[[nodiscard]] base::Result<Allocation> allocate(Strategy strategy, std::uint32_t workers,
                                                std::span<const double> load = {},
                                                const Allocation* present = nullptr);

/// Smallest load of a worker over the largest, among the workers that could have a group: 1 is
/// perfectly even, 0 leaves one empty.
[[nodiscard]] double balance(const Allocation& allocation, std::span<const double> load = {});

}  // namespace crystalline::topology
