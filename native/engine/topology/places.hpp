#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/topology/topology.hpp"

namespace crystalline::topology {

/// Calls `body(worker)` for every worker, where the worker's memory should lie: memory belongs to
/// the node of the processor that writes it first.
using AtEach = std::function<void(const std::function<void(std::uint32_t worker)>& body)>;

/// Where the workers of a crew run: each on a processor of its own when there are enough, else
/// wherever the system puts them.
class Places {
 public:
  Places(const Topology& topology, std::uint32_t workers);

  /// The processor of a worker; none: not pinned.
  [[nodiscard]] std::optional<std::uint32_t> cpu_of(std::uint32_t worker) const;
  /// Processors' worth of time for all of them.
  [[nodiscard]] std::uint32_t quota() const { return quota_; }
  /// Calls `body(worker)` for one worker after the other, each on a thread of its own in the
  /// worker's place. Not at the same time: each such thread would get an arena of its own from the
  /// allocator, which keeps what is freed there.
  void at_each(const std::function<void(std::uint32_t worker)>& body) const;

 private:
  std::uint32_t workers_;
  std::uint32_t quota_;
  CpuList cpus_;  // by worker; empty: not pinned
};

/// Calls `body(worker)` for one worker after the other, here: for what nobody runs.
[[nodiscard]] AtEach here(std::uint32_t workers);

}  // namespace crystalline::topology
