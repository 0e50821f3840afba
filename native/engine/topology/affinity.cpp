#include "engine/topology/affinity.hpp"

#ifdef __linux__
#include <sched.h>
#endif

namespace crystalline::topology {

#ifdef __linux__
namespace {

/// Room for 8,192 processors; a plain cpu_set_t stops at 1,024.
constexpr std::uint32_t kCpus = 8'192;

struct Mask {
  cpu_set_t words[kCpus / CPU_SETSIZE] = {};
};

bool apply(const Mask& mask) { return sched_setaffinity(0, sizeof(mask), mask.words) == 0; }

CpuList current_affinity() {
  Mask mask;
  CpuList cpus;
  if (sched_getaffinity(0, sizeof(mask), mask.words) != 0) return cpus;
  for (std::uint32_t cpu = 0; cpu < kCpus; ++cpu) {
    if (CPU_ISSET_S(cpu, sizeof(mask), mask.words)) cpus.push_back(cpu);
  }
  return cpus;
}

}  // namespace

const CpuList& startup_affinity() {
  static const CpuList mask = current_affinity();
  return mask;
}

bool pin_this_thread(std::uint32_t cpu) {
  if (cpu >= kCpus) return false;
  Mask mask;
  CPU_SET_S(cpu, sizeof(mask), mask.words);
  return apply(mask);
}

bool unpin_this_thread() {
  Mask mask;
  for (const std::uint32_t cpu : startup_affinity()) CPU_SET_S(cpu, sizeof(mask), mask.words);
  return !startup_affinity().empty() && apply(mask);
}
#else
const CpuList& startup_affinity() {
  static const CpuList unknown;
  return unknown;
}
bool pin_this_thread(std::uint32_t) { return false; }
bool unpin_this_thread() { return false; }
#endif

}  // namespace crystalline::topology
