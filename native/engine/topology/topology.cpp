#include "engine/topology/topology.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

namespace crystalline::topology {
namespace {

/// A small file's text; empty when it cannot be read.
std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

CpuList list_in(const std::filesystem::path& path) {
  auto list = parse_cpu_list(text_of(path));
  return list.ok() ? std::move(list).value() : CpuList{};
}

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

/// cpu.max of cgroup v2 is "quota period" or "max period", in microseconds; 0: no limit.
std::uint32_t quota_in(const std::string& cgroup) {
  std::istringstream text(text_of(std::filesystem::path(cgroup) / "cpu.max"));
  std::string quota;
  double period = 0;
  if (!(text >> quota >> period) || quota == "max" || period <= 0) return 0;
  const double share = std::strtod(quota.c_str(), nullptr) / period;
  const auto whole = static_cast<std::uint32_t>(share);
  return std::max(1U, static_cast<double>(whole) < share ? whole + 1 : whole);
}

/// How many of `cpus` before `cpu` are threads of its core.
std::uint32_t thread_of_core(const std::filesystem::path& folder, std::uint32_t cpu,
                             const CpuList& cpus) {
  const auto name = "cpu" + std::to_string(cpu);
  const CpuList siblings =
      intersection(list_in(folder / name / "topology/thread_siblings_list"), cpus);
  return static_cast<std::uint32_t>(std::lower_bound(siblings.begin(), siblings.end(), cpu) -
                                    siblings.begin());
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
  for (const std::uint32_t cpu : topology.cpus) {
    topology.thread_of_core.push_back(thread_of_core(system / "cpu", cpu, topology.cpus));
  }
  const std::uint32_t limit = quota_in(sources.cgroup);
  const auto count = static_cast<std::uint32_t>(topology.cpus.size());
  topology.quota = limit == 0 ? count : std::min(limit, count);
  return topology;
}

}  // namespace crystalline::topology
