#pragma once

#include <cstdint>
#include <string>

#include "engine/topology/cpu_list.hpp"

namespace crystalline::topology {

/// What the process's control groups allow.
struct CgroupLimits {
  std::uint32_t quota = 0;  // processors' worth of time, rounded up; 0: no limit
  CpuList cpus;             // empty: not told
};

/// Reads the limits of the process's group and of all groups above it, the least of which holds.
///
/// `root` is where the groups are mounted (/sys/fs/cgroup), `membership` the file that names the
/// process's own (/proc/self/cgroup). Version 2: cpu.max and cpuset.cpus.effective; version 1: the
/// quota of the cpu controller. Files that are absent or say something else limit nothing.
[[nodiscard]] CgroupLimits read_cgroup_limits(const std::string& root,
                                              const std::string& membership);

}  // namespace crystalline::topology
