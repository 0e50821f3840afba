#include "engine/topology/places.hpp"

#include <thread>

#include "engine/topology/affinity.hpp"

namespace crystalline::topology {

Places::Places(const Topology& topology, std::uint32_t workers)
    : workers_(workers), quota_(topology.quota) {
  if (workers <= topology.cpus.size()) cpus_ = topology.placement_order();
}

std::optional<std::uint32_t> Places::cpu_of(std::uint32_t worker) const {
  return cpus_.empty() ? std::nullopt : std::optional(cpus_[worker]);
}

void Places::at_each(const std::function<void(std::uint32_t worker)>& body) const {
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    std::thread([&] {
      if (const auto cpu = cpu_of(worker)) pin_this_thread(*cpu);
      body(worker);
    }).join();
  }
}

AtEach here(std::uint32_t workers) {
  return [workers](const std::function<void(std::uint32_t worker)>& body) {
    for (std::uint32_t worker = 0; worker < workers; ++worker) body(worker);
  };
}

}  // namespace crystalline::topology
