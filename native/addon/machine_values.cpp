#include "addon/machine_values.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include "addon/text_value.hpp"

namespace crystalline::addon {
namespace {

constexpr double kKib = 1'024;

/// An array of what `convert` makes of each.
template <typename List, typename Convert>
Napi::Array array_of(Napi::Env env, const List& list, Convert convert) {
  Napi::Array js = Napi::Array::New(env, std::size(list));
  std::uint32_t at = 0;
  for (const auto& each : list) js.Set(at++, convert(each));
  return js;
}

template <typename List>
Napi::Array numbers_of(Napi::Env env, const List& list) {
  return array_of(env, list,
                  [env](auto value) { return Napi::Number::New(env, static_cast<double>(value)); });
}

Napi::Object node_to_js(Napi::Env env, const topology::Node& node) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("id", node.id);
  js.Set("cpus", numbers_of(env, node.cpus));
  if (node.memory_kib > 0) js.Set("memoryBytes", static_cast<double>(node.memory_kib) * kKib);
  return js;
}

Napi::Object cache_to_js(Napi::Env env, const topology::Cache& cache) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("level", cache.level);
  js.Set("instructions", cache.instructions);
  js.Set("sizeBytes", static_cast<double>(cache.size_kib) * kKib);
  js.Set("cpus", numbers_of(env, cache.cpus));
  return js;
}

Napi::Object allocation_to_js(Napi::Env env, topology::Strategy strategy,
                              const base::Result<topology::Allocation>& allocation,
                              const std::vector<double>& load) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("strategy", text(env, topology::name_of(strategy)));
  if (!allocation) {
    js.Set("refused", text(env, allocation.error().message));
    return js;
  }
  js.Set("workerOfGroup", numbers_of(env, allocation.value().worker_of));
  js.Set("balance", topology::balance(allocation.value(), load));
  return js;
}

Napi::Object place_to_js(Napi::Env env, const spheres::TreeCensus::Place& place) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("spheres", place.spheres);
  js.Set("leaves", place.leaves);
  return js;
}

}  // namespace

Napi::Value report_to_js(Napi::Env env, const MachineReport& report) {
  const topology::Topology& topology = report.topology;
  Napi::Object js = Napi::Object::New(env);
  js.Set("affinity", numbers_of(env, report.affinity));
  js.Set("cpus", numbers_of(env, topology.cpus));
  js.Set("cores", array_of(env, topology.core_cpus,
                           [env](const auto& core) { return numbers_of(env, core); }));
  js.Set("nodes",
         array_of(env, topology.nodes, [env](const auto& node) { return node_to_js(env, node); }));
  js.Set("caches", array_of(env, topology.caches,
                            [env](const auto& cache) { return cache_to_js(env, cache); }));
  js.Set("quota", topology.quota);
  if (topology.limit > 0) js.Set("cgroupLimit", topology.limit);
  js.Set("placement", numbers_of(env, topology.placement_order()));
  js.Set("allocations", array_of(env, report.allocations, [&](const auto& one) {
           return allocation_to_js(env, one.first, one.second, report.load);
         }));
  return js;
}

Napi::Value tree_to_js(Napi::Env env, const TreeReport& report) {
  const spheres::TreeCensus& census = report.census;
  const auto place = [env](const auto& each) { return place_to_js(env, each); };
  Napi::Object js = Napi::Object::New(env);
  js.Set("spheres", census.spheres());
  js.Set("leaves", census.leaves());
  js.Set("ofLevel", numbers_of(env, census.of_level));
  js.Set("ofGroup", array_of(env, census.of_group, place));
  js.Set("ofWorker", array_of(env, census.of_worker, place));
  js.Set("workerOfGroup", numbers_of(env, report.allocation.worker_of));
  js.Set("sphereBytes", static_cast<double>(census.sphere_bytes));
  js.Set("memoryBytes", static_cast<double>(census.memory_bytes));
  js.Set("buildMs", census.build_ms);
  js.Set("validateMs", census.validate_ms);
  if (!census.fault.empty()) js.Set("fault", text(env, census.fault));
  return js;
}

}  // namespace crystalline::addon
