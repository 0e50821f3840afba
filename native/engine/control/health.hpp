#pragma once

#include <array>
#include <cstdint>

#include "engine/spheres/message.hpp"

namespace crystalline::control {

/// How the machine is: counted when asked. Each figure is exact, several are of about the same
/// moment.
struct Health {
  // Spheres.
  std::uint32_t active = 0;   // computing, or waiting inside a step
  std::uint32_t idle = 0;     // ready or at rest
  std::uint32_t failing = 0;  // of these: a micro-batch has failed and is not yet tried again
  std::uint32_t ended = 0;
  // Depth.
  std::uint32_t levels = 0;     // of living spheres, below the root
  std::uint64_t grown = 0;      // spheres that came because of the load
  std::uint64_t collapsed = 0;  // of these: that have ended for want of it
  std::uint32_t ids_left = 0;   // spheres that can still be made; below 12 the load makes none
  // Messages, Node Zero's own among them.
  std::uint64_t messages_sent = 0;
  std::uint64_t messages_received = 0;
  std::uint64_t messages_dropped = 0;  // for spheres that had ended; accounted, not lost
  std::array<std::uint32_t, spheres::kPriorities> waiting{};  // in inboxes; low first
  // Micro-batches.
  std::uint64_t items_queued = 0;
  std::uint64_t items_completed = 0;
  // Troubles, since the tree was built.
  std::uint64_t errors = 0;         // ERROR_REPORTs heard
  std::uint64_t recoveries = 0;     // micro-batches given to another try
  std::uint64_t timeouts = 0;       // that had not begun in time
  std::uint64_t refused = 0;        // illegal transitions
  std::uint64_t faults_struck = 0;  // injected ones
  // What the process takes, as the system measures it; 0: it does not tell.
  double cpu_seconds = 0;  // since the process began, all threads
  std::uint64_t resident_bytes = 0;
};

}  // namespace crystalline::control
