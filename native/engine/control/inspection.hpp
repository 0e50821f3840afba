#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_state.hpp"
#include "engine/spheres/statistics.hpp"
#include "engine/telemetry/micro_batch_ring.hpp"

namespace crystalline::control {

/// Micro-batches of one sphere that an inspection shows at most.
inline constexpr std::size_t kInspectedBatches = 16;

/// One sphere's account of itself: what it is, what it has done, what waits for it. Each figure is
/// exact, several are of about the same moment.
struct SphereInspection {
  std::uint32_t sphere;
  std::uint32_t parent;  // spheres::kNoSphere: the root
  std::vector<std::uint32_t> children;
  std::uint32_t worker;
  std::uint8_t level;
  std::uint8_t group;    // spheres::kNoGroup: the root
  std::uint64_t now_us;  // machine clock, which all times here are on
  std::uint64_t born_us;
  spheres::StateCell::View state;
  std::uint32_t refused;                                  // illegal transitions
  std::vector<spheres::StateCell::Move> history;          // newest first
  std::array<std::uint32_t, spheres::kPriorities> inbox;  // low first
  std::int32_t queued_items;
  std::vector<telemetry::MicroBatch> micro_batches;  // newest first
  std::uint64_t weights_version;                     // 0: told of none
  std::uint64_t last_crossing;                       // lattice index; 0: none
  bool in_region;
  spheres::Statistics own;
  spheres::Statistics subtree;  // its own and those of all below it
};

}  // namespace crystalline::control
