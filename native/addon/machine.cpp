#include "addon/machine.hpp"

#include <string>
#include <utility>
#include <vector>

#include "addon/arguments.hpp"
#include "addon/errors.hpp"
#include "addon/machine_values.hpp"
#include "addon/promise_task.hpp"
#include "engine/spheres/tree_census.hpp"
#include "engine/topology/affinity.hpp"

namespace crystalline::addon {
namespace {

using Call = Napi::CallbackInfo;

constexpr std::uint64_t kMostThreads = 256;
constexpr std::uint64_t kMostDepth = 255;  // the engine knows the rest

std::vector<double> read_load(const Argument& argument) {
  if (argument.absent()) return {};
  const Napi::Float64Array given = argument.doubles();
  if (given.ElementLength() != topology::kGroups) {
    throw_invalid(argument.value.Env(), argument.name + " must have 12 values.");
  }
  return {given.Data(), given.Data() + given.ElementLength()};
}

Napi::Value read_topology(const Call& call) {
  const auto threads = static_cast<std::uint32_t>(argument(call, 0, "threads").whole(kMostThreads));
  return PromiseTask<MachineReport>::start(
      call.Env(),
      [threads, load = read_load(argument(call, 1, "load"))]() -> base::Result<MachineReport> {
        MachineReport report{topology::startup_affinity(), {}, {}, load};
        report.topology = topology::read_topology({}, report.affinity);
        for (const topology::Strategy strategy : topology::kStrategies) {
          report.allocations.emplace_back(strategy, topology::allocate(strategy, threads, load));
        }
        return report;
      },
      report_to_js);
}

Napi::Value build_tree(const Call& call) {
  const auto depth = static_cast<std::uint32_t>(argument(call, 0, "depth").whole(kMostDepth));
  const auto threads = static_cast<std::uint32_t>(argument(call, 1, "threads").whole(kMostThreads));
  const std::string name = argument(call, 2, "strategy").text();
  return PromiseTask<TreeReport>::start(
      call.Env(),
      [depth, threads, name]() -> base::Result<TreeReport> {
        const auto strategy = topology::strategy_named(name);
        if (!strategy) return strategy.error();
        const auto allocation = topology::allocate(strategy.value(), threads);
        if (!allocation) return allocation.error();
        auto census = spheres::take_census(depth, allocation.value());
        if (!census) return census.error();
        return TreeReport{std::move(census).value(), allocation.value()};
      },
      tree_to_js);
}

}  // namespace

Napi::Object machine_object(Napi::Env env) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("readTopology", Napi::Function::New<read_topology>(env, "readTopology"));
  js.Set("buildTree", Napi::Function::New<build_tree>(env, "buildTree"));
  return js;
}

}  // namespace crystalline::addon
