#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/topology/allocation.hpp"

namespace crystalline::spheres {

/// A full tree of spheres, built to be looked at: how many spheres are where, and what it costs.
struct TreeCensus {
  struct Place {
    std::uint32_t spheres = 0;
    std::uint32_t leaves = 0;
  };

  std::vector<std::uint32_t> of_level;              // spheres by level; 0 is the root's
  std::array<Place, topology::kGroups> of_group{};  // below the root's child of the group, and it
  std::vector<Place> of_worker;                     // as the allocation places them
  std::uint64_t sphere_bytes = 0;                   // of one sphere
  std::uint64_t memory_bytes = 0;                   // of the whole tree
  double build_ms = 0;                              // to make and link the spheres and place them
  double validate_ms = 0;                           // to check all links
  std::string fault;                                // what validation found; empty: sound

  [[nodiscard]] std::uint32_t spheres() const;
  [[nodiscard]] std::uint32_t leaves() const;
};

/// Builds the tree of `depth` levels below the root on the calling thread, counts, and drops it.
/// kInvalidArgument: depth outside 1..kLargestDepth.
[[nodiscard]] base::Result<TreeCensus> take_census(std::uint32_t depth,
                                                   const topology::Allocation& allocation);

}  // namespace crystalline::spheres
