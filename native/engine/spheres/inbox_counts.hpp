#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_tree.hpp"

namespace crystalline::spheres {

/// How many messages wait for each sphere of one worker, by priority.
///
/// Counts of one priority side by side, so that those of a large tree stay in a core's cache. All
/// bytes 0 is none, so the room for kMostSpheres costs address space only, until the worker touches
/// a count: memory then comes from its node. The worker writes; any thread reads.
class InboxCounts {
 public:
  /// What an idle sphere takes.
  static constexpr std::size_t kBytesPerSphere = sizeof(std::uint32_t) * kPriorities;

  InboxCounts()
      : counts_(static_cast<std::uint32_t*>(std::calloc(kCounts, sizeof(std::uint32_t)))) {
    if (counts_ == nullptr) std::abort();  // as operator new without exceptions
  }
  /// Worker only, the one writer: no read-modify-write is needed.
  void add(std::uint32_t sphere, std::size_t priority, std::int32_t change) {
    const std::atomic_ref count(counts_.get()[priority * kMostSpheres + sphere]);
    count.store(count.load(std::memory_order_relaxed) + static_cast<std::uint32_t>(change),
                std::memory_order_relaxed);
  }
  /// Any thread.
  [[nodiscard]] std::uint32_t of(std::uint32_t sphere, std::size_t priority) const {
    return std::atomic_ref(counts_.get()[priority * kMostSpheres + sphere])
        .load(std::memory_order_relaxed);
  }

 private:
  static constexpr std::size_t kCounts = kPriorities * kMostSpheres;
  struct Free {
    void operator()(std::uint32_t* counts) const { std::free(counts); }
  };
  std::unique_ptr<std::uint32_t, Free> counts_;
};

}  // namespace crystalline::spheres
