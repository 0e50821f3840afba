#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace crystalline::sync {

/// What the lock-free types are made of. Tests put a model in its place that runs every
/// interleaving and knows every value a load may see (test/native/sync/schedules).
struct RealMemory {
  template <typename T>
  using Atomic = std::atomic<T>;
  /// Memory without atomicity, handed from thread to thread by the atomics around it.
  template <typename T>
  using Plain = T;
  using Mutex = std::mutex;
  using Condition = std::condition_variable;
};

}  // namespace crystalline::sync
