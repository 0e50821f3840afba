#include "engine/topology/topology.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/topology/cgroup.hpp"
#include "engine/topology/small_file.hpp"

namespace crystalline::topology {
namespace {

/// "Node 0 MemTotal:  9434000 kB" in a node's meminfo.
std::uint64_t memory_kib_in(const std::filesystem::path& path) {
  const std::string text = text_of(path);
  const auto at = text.find("MemTotal:");
  return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + 9, nullptr, 10);
}

/// The number after "node" in a folder's name; -1: another folder.
long node_number(const std::string& name) {
  if (!name.starts_with("node") || name.size() == 4) return -1;
  char* end = nullptr;
  const long number = std::strtol(name.c_str() + 4, &end, 10);
  return *end == '\0' && number >= 0 ? number : -1;
}

std::vector<Node> nodes_in(const std::filesystem::path& folder, const CpuList& usable) {
  std::vector<Node> nodes;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    const long number = node_number(entry.path().filename().string());
    if (number < 0) continue;
    const CpuList listed = list_in(entry.path() / "cpulist");
    Node node{static_cast<std::uint32_t>(number),
              usable.empty() ? listed : intersection(listed, usable),
              memory_kib_in(entry.path() / "meminfo")};
    if (!node.cpus.empty()) nodes.push_back(std::move(node));
  }
  std::sort(nodes.begin(), nodes.end(), [](const Node& a, const Node& b) { return a.id < b.id; });
  return nodes;
}

/// Those of `cpus` that are threads of one's core, itself too.
CpuList core_of(const std::filesystem::path& folder, std::uint32_t cpu, const CpuList& cpus) {
  const auto name = "cpu" + std::to_string(cpu);
  CpuList siblings = intersection(list_in(folder / name / "topology/thread_siblings_list"), cpus);
  if (!std::binary_search(siblings.begin(), siblings.end(), cpu)) return {cpu};
  return siblings;
}

/// Sorts the processors into their cores.
void read_cores(const std::filesystem::path& folder, Topology& topology) {
  for (const std::uint32_t cpu : topology.cpus) {
    const CpuList core = core_of(folder, cpu, topology.cpus);
    const auto place = std::lower_bound(core.begin(), core.end(), cpu) - core.begin();
    topology.thread_of_core.push_back(static_cast<std::uint32_t>(place));
    if (place == 0) topology.core_cpus.push_back(core);
  }
}

/// What cpu*/cache/index* tell of one cache; level 0: nothing.
Cache cache_in(const std::filesystem::path& folder, const CpuList& cpus) {
  const std::string type = text_of(folder / "type");
  const auto number = [&](const char* name) {
    return std::strtoul(text_of(folder / name).c_str(), nullptr, 10);
  };
  const std::string size = text_of(folder / "size");
  const std::uint64_t unit = size.find('M') != std::string::npos ? 1'024 : 1;
  return {static_cast<std::uint32_t>(number("level")), type.starts_with("Instruction"),
          number("size") * unit, intersection(list_in(folder / "shared_cpu_list"), cpus)};
}

/// Every cache of the usable processors once, by level and first processor.
std::vector<Cache> caches_in(const std::filesystem::path& folder, const CpuList& cpus) {
  std::vector<Cache> caches;
  for (const std::uint32_t cpu : cpus) {
    const auto all = folder / ("cpu" + std::to_string(cpu)) / "cache";
    for (int index = 0; index < 16; ++index) {
      Cache cache = cache_in(all / ("index" + std::to_string(index)), cpus);
      if (cache.level == 0) break;
      // One of several processors' is listed by each; the first one's stands for all.
      if (!cache.cpus.empty() && cache.cpus.front() == cpu) caches.push_back(std::move(cache));
    }
  }
  std::stable_sort(caches.begin(), caches.end(),
                   [](const Cache& a, const Cache& b) { return a.level < b.level; });
  return caches;
}

}  // namespace

CpuList Topology::placement_order() const {
  CpuList order;
  for (std::uint32_t thread = 0; order.size() < cpus.size(); ++thread) {
    for (const Node& node : nodes) {
      for (const std::uint32_t cpu : node.cpus) {
        const auto at = std::lower_bound(cpus.begin(), cpus.end(), cpu) - cpus.begin();
        if (thread_of_core[static_cast<std::size_t>(at)] == thread) order.push_back(cpu);
      }
    }
  }
  return order;
}

std::uint32_t Topology::node_of(std::uint32_t cpu) const {
  for (const Node& node : nodes) {
    if (std::binary_search(node.cpus.begin(), node.cpus.end(), cpu)) return node.id;
  }
  return nodes.front().id;
}

Topology read_topology(const Sources& sources, const CpuList& allowed) {
  const std::filesystem::path system = std::filesystem::path(sources.sys) / "devices/system";
  CpuList usable = list_in(system / "cpu/online");
  if (usable.empty()) usable = allowed;
  if (!allowed.empty()) usable = intersection(usable, allowed);
  const CgroupLimits limits = read_cgroup_limits(sources.cgroup, sources.membership);
  const CpuList in_group = intersection(usable, limits.cpus);
  if (!in_group.empty()) usable = in_group;

  Topology topology;
  topology.nodes = nodes_in(system / "node", usable);
  for (const Node& node : topology.nodes) {
    topology.cpus.insert(topology.cpus.end(), node.cpus.begin(), node.cpus.end());
  }
  std::sort(topology.cpus.begin(), topology.cpus.end());
  if (topology.cpus.empty()) {
    if (usable.empty()) usable = allowed.empty() ? CpuList{0} : allowed;
    topology.nodes = {Node{.id = 0, .cpus = usable, .memory_kib = 0}};
    topology.cpus = usable;
  }
  read_cores(system / "cpu", topology);
  topology.caches = caches_in(system / "cpu", topology.cpus);
  const auto count = static_cast<std::uint32_t>(topology.cpus.size());
  topology.limit = limits.quota;
  topology.quota = limits.quota == 0 ? count : std::min(limits.quota, count);
  return topology;
}

}  // namespace crystalline::topology
