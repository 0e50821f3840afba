#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_tree.hpp"

namespace crystalline::spheres {

/// Where the messages of each sphere of one worker are: a list a sphere and priority.
///
/// Eight bytes a list, lists of one priority side by side: with a list in each sphere's own line,
/// those of a large tree would not stay in a core's cache. All bytes 0 is empty, so the room for
/// kMostSpheres costs address space only, until the worker touches a list: memory then comes from
/// its node. The worker writes; any thread reads the counts.
class InboxLists {
 public:
  /// A ring of places: its last one, which the first one follows.
  struct List {
    std::uint32_t last;   // place + 1; 0: empty
    std::uint32_t count;  // read by anyone
  };
  /// What an idle sphere takes.
  static constexpr std::size_t kBytesPerSphere = sizeof(List) * kPriorities;

  InboxLists() : lists_(static_cast<List*>(std::calloc(kLists, sizeof(List)))) {
    if (lists_ == nullptr) std::abort();  // as operator new without exceptions
  }
  /// Worker only.
  [[nodiscard]] List& of(std::uint32_t sphere, std::size_t priority) {
    return lists_.get()[priority * kMostSpheres + sphere];
  }
  /// Worker only, the one writer: no read-modify-write is needed.
  static void set_count(List& list, std::uint32_t count) {
    std::atomic_ref(list.count).store(count, std::memory_order_relaxed);
  }
  /// Any thread.
  [[nodiscard]] std::uint32_t count(std::uint32_t sphere, std::size_t priority) const {
    List& list = lists_.get()[priority * kMostSpheres + sphere];
    return std::atomic_ref(list.count).load(std::memory_order_relaxed);
  }

 private:
  static constexpr std::size_t kLists = kPriorities * kMostSpheres;
  struct Free {
    void operator()(List* lists) const { std::free(lists); }
  };
  std::unique_ptr<List, Free> lists_;
};

}  // namespace crystalline::spheres
