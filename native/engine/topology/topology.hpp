#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/topology/cpu_list.hpp"

namespace crystalline::topology {

/// One memory node and the processors next to it.
struct Node {
  std::uint32_t id = 0;
  CpuList cpus;                  // those this process may use
  std::uint64_t memory_kib = 0;  // 0: not told
};

/// One cache and the usable processors that share it.
struct Cache {
  std::uint32_t level = 0;  // 1 is the nearest
  bool instructions = false;
  std::uint64_t size_kib = 0;  // as /sys tells; sysconf counts all third-level caches as one
  CpuList cpus;
};

/// What this process may run on.
struct Topology {
  std::vector<Node> nodes;  // ascending id, only nodes with usable processors; never empty
  CpuList cpus;             // of all nodes; never empty
  /// Processors' worth of time the process may use (cgroup quota); at least 1, at most cpus.size().
  std::uint32_t quota = 1;
  /// What the control group allows of it, rounded up; 0: no limit.
  std::uint32_t limit = 0;
  /// The usable threads of each physical core, by its first one: more than one where threads are
  /// siblings on a core.
  std::vector<CpuList> core_cpus;
  /// For each of `cpus`: its number among the usable threads of its physical core, from 0.
  std::vector<std::uint32_t> thread_of_core;
  std::vector<Cache> caches;  // by level, then by first processor; empty: not told

  /// Physical cores with a usable processor.
  [[nodiscard]] std::uint32_t cores() const { return static_cast<std::uint32_t>(core_cpus.size()); }

  /// The order in which workers get processors: first one thread of every physical core, then the
  /// second threads; within each turn node after node, so that few workers share a node's memory.
  [[nodiscard]] CpuList placement_order() const;
  /// Node that holds `cpu`; the first node when none does.
  [[nodiscard]] std::uint32_t node_of(std::uint32_t cpu) const;
};

/// Where the operating system describes the machine; tests put fixture trees here.
struct Sources {
  std::string sys = "/sys";
  std::string cgroup = "/sys/fs/cgroup";
  std::string membership = "/proc/self/cgroup";  // the process's control group
};

/// Reads nodes, processors and caches, cut down to `allowed` (empty: all that are online) and to
/// what the control group allows. A system without such a description is one node with the allowed
/// processors, or processor 0.
[[nodiscard]] Topology read_topology(const Sources& sources, const CpuList& allowed);

}  // namespace crystalline::topology
