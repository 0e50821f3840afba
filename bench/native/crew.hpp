#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "engine/sync/pause.hpp"
#include "engine/topology/affinity.hpp"
#include "figure.hpp"

// Threads for benches of what crosses between processors.
namespace crystalline::bench {

/// Waits longer every time: about a microsecond first, so that looking does not take the cache line
/// from whoever writes it, then giving the processor to others.
class Patience {
 public:
  void wait() {
    if (pauses_ > kMost) return std::this_thread::yield();
    for (std::uint32_t i = 0; i < pauses_; ++i) sync::pause();
    pauses_ *= 2;
  }
  void reset() { pauses_ = kLeast; }

 private:
  static constexpr std::uint32_t kLeast = 32;
  static constexpr std::uint32_t kMost = 256;
  std::uint32_t pauses_ = kLeast;
};

/// Pins to the index-th allowed processor when every thread of the crew gets its own.
inline void take_place(std::uint32_t index, std::uint32_t threads) {
  const auto& allowed = topology::startup_affinity();
  if (threads <= allowed.size()) topology::pin_this_thread(allowed[index]);
}

/// Runs `body(index)` on `threads` threads that begin together; wall nanoseconds from the start
/// until the last has ended.
inline double together(std::uint32_t threads, const std::function<void(std::uint32_t)>& body) {
  (void)topology::startup_affinity();
  std::atomic<std::uint32_t> ready{0};
  std::atomic<bool> go{false};
  std::vector<std::jthread> crew;
  for (std::uint32_t t = 0; t < threads; ++t) {
    crew.emplace_back([&, t] {
      take_place(t, threads);
      ++ready;
      while (!go.load(std::memory_order_acquire)) std::this_thread::yield();
      body(t);
    });
  }
  while (ready != threads) std::this_thread::yield();
  const double start = wall_ns();
  go.store(true, std::memory_order_release);
  for (auto& thread : crew) thread.join();
  return wall_ns() - start;
}

}  // namespace crystalline::bench
