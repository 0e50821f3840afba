#pragma once

#include <napi.h>

#include <utility>
#include <vector>

#include "engine/spheres/tree_census.hpp"
#include "engine/topology/allocation.hpp"
#include "engine/topology/topology.hpp"

// What the machine is, as TopologyInfo and TreeCensus of src/shared/contract.
namespace crystalline::addon {

struct MachineReport {
  topology::CpuList affinity;
  topology::Topology topology;
  std::vector<std::pair<topology::Strategy, base::Result<topology::Allocation>>> allocations;
  std::vector<double> load;  // of the groups; empty: all alike
};
[[nodiscard]] Napi::Value report_to_js(Napi::Env env, const MachineReport& report);

struct TreeReport {
  spheres::TreeCensus census;
  topology::Allocation allocation;
};
[[nodiscard]] Napi::Value tree_to_js(Napi::Env env, const TreeReport& report);

}  // namespace crystalline::addon
