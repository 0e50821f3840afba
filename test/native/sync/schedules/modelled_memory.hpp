#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <source_location>
#include <utility>
#include <vector>

#include "native/sync/schedules/execution.hpp"
#include "native/sync/schedules/orders.hpp"

// Stands in for sync::RealMemory inside an Execution. Follows C++20's memory model but for two
// things it leaves out: a store always comes last in its object's modification order, and a weak
// compare-and-swap never fails without a reason. No fences: the engine has none.
namespace crystalline::schedules {

/// An atomic object: all values it ever had, so that a load may see an old one when nothing the
/// loading thread knows of forbids it.
template <typename T>
class ModelledAtomic {
 public:
  using Place = std::source_location;

  ModelledAtomic() : ModelledAtomic(T{}) {}
  ModelledAtomic(T value) {  // NOLINT: converting, as std::atomic
    const std::size_t t = running()->thread();
    history_.push_back({value, t, ++running()->clock()[t], {}, false});
  }
  ModelledAtomic(const ModelledAtomic&) = delete;
  ModelledAtomic& operator=(const ModelledAtomic&) = delete;

  T load(std::memory_order order = std::memory_order_seq_cst,
         Place place = Place::current()) const {
    order = begin(place, Access::kLoad, order);
    const std::size_t newest = history_.size() - 1;
    const std::size_t back = running()->choose_staleness(newest - oldest_visible(order) + 1);
    return see(newest - back, order);
  }
  void store(T value, std::memory_order order = std::memory_order_seq_cst,
             Place place = Place::current()) {
    order = begin(place, Access::kStore, order);
    append(value, order, false);
  }
  T exchange(T value, std::memory_order order = std::memory_order_seq_cst,
             Place place = Place::current()) {
    return change(order, place, [&](T) { return value; });
  }
  T fetch_add(T value, std::memory_order order = std::memory_order_seq_cst,
              Place place = Place::current()) {
    return change(order, place, [&](T before) { return static_cast<T>(before + value); });
  }
  T fetch_sub(T value, std::memory_order order = std::memory_order_seq_cst,
              Place place = Place::current()) {
    return change(order, place, [&](T before) { return static_cast<T>(before - value); });
  }
  bool compare_exchange_strong(T& expected, T wanted, std::memory_order order,
                               std::memory_order failure, Place place = Place::current()) {
    order = begin(place, Access::kChange, order);
    const std::size_t newest = history_.size() - 1;
    // It fails when it sees another value than the expected one, which may be an old value.
    std::size_t seen = newest - running()->choose_staleness(newest - oldest_visible(failure) + 1);
    if (history_[seen].value == expected) seen = newest;
    if (history_[seen].value != expected) {
      expected = see(seen, failure);
      return false;
    }
    see(newest, order);
    append(wanted, order, true);
    return true;
  }
  bool compare_exchange_strong(T& expected, T wanted,
                               std::memory_order order = std::memory_order_seq_cst,
                               Place place = Place::current()) {
    const bool releasing = order == std::memory_order_release;
    const bool both = order == std::memory_order_acq_rel;
    return compare_exchange_strong(expected, wanted, order,
                                   releasing ? std::memory_order_relaxed
                                   : both    ? std::memory_order_acquire
                                             : order,
                                   place);
  }
  bool compare_exchange_weak(T& expected, T wanted, std::memory_order order,
                             std::memory_order failure, Place place = Place::current()) {
    return compare_exchange_strong(expected, wanted, order, failure, place);
  }
  bool compare_exchange_weak(T& expected, T wanted,
                             std::memory_order order = std::memory_order_seq_cst,
                             Place place = Place::current()) {
    return compare_exchange_strong(expected, wanted, order, place);
  }

 private:
  struct Store {
    T value;
    std::size_t thread;
    std::uint32_t stamp;  // the thread's own count at the store
    Clock released;       // what a load that acquires it then knows
    bool seq_cst;
  };

  std::memory_order begin(const Place& place, Access access, std::memory_order order) const {
    Execution& execution = *running();
    execution.step();
    const Store& made = history_.front();
    if (made.stamp > execution.clock()[made.thread]) {
      execution.fail("an atomic is used by a thread that does not know it was made");
    }
    return orders().at(place, access, order);
  }
  /// The oldest value a load of this thread may see.
  std::size_t oldest_visible(std::memory_order order) const {
    const Execution& execution = *running();
    const Clock& clock = running()->clock();
    std::size_t oldest = seen_[execution.thread()];
    for (std::size_t i = history_.size() - 1; i > oldest; --i) {
      const Store& store = history_[i];
      const bool known = store.stamp <= clock[store.thread];
      if (known || (order == std::memory_order_seq_cst && store.seq_cst)) oldest = i;
    }
    return oldest;
  }
  T see(std::size_t index, std::memory_order order) const {
    seen_[running()->thread()] = index;
    if (acquires(order)) join(running()->clock(), history_[index].released);
    return history_[index].value;
  }
  void append(T value, std::memory_order order, bool continues) {
    const std::size_t t = running()->thread();
    Clock released{};
    if (continues) released = history_.back().released;  // the release sequence goes on
    if (releases(order)) join(released, running()->clock());
    history_.push_back(
        {value, t, running()->clock()[t], released, order == std::memory_order_seq_cst});
    seen_[t] = history_.size() - 1;
  }
  template <typename Change>
  T change(std::memory_order order, const Place& place, Change&& wanted) {
    order = begin(place, Access::kChange, order);
    const T before = see(history_.size() - 1, order);
    append(wanted(before), order, true);
    return before;
  }

  std::vector<Store> history_;
  mutable std::array<std::size_t, kThreads> seen_{};
};

/// Memory without atomicity: an access that another one does not happen before is a data race.
template <typename T>
class ModelledPlain {
 public:
  ModelledPlain() : ModelledPlain(T{}) {}
  ModelledPlain(const T& value) { write(value); }  // NOLINT: converting
  ModelledPlain(const ModelledPlain& other) { write(other.read()); }
  ModelledPlain& operator=(const ModelledPlain& other) {
    write(other.read());
    return *this;
  }
  ModelledPlain& operator=(const T& value) {
    write(value);
    return *this;
  }
  operator T() const { return read(); }  // NOLINT: converting

 private:
  T read() const {
    Execution& execution = *running();
    const Clock& clock = execution.clock();
    if (written_ > clock[writer_]) execution.fail("data race: a read beside a write");
    read_[execution.thread()] = ++execution.clock()[execution.thread()];
    return value_;
  }
  void write(const T& value) {
    Execution& execution = *running();
    const Clock& clock = execution.clock();
    if (written_ > clock[writer_]) execution.fail("data race: two writes");
    for (std::size_t t = 0; t < kThreads; ++t) {
      if (read_[t] > clock[t]) execution.fail("data race: a write beside a read");
    }
    // A count of its own, so that what this thread released before does not cover it.
    writer_ = execution.thread();
    written_ = ++execution.clock()[writer_];
    value_ = value;
  }

  T value_{};
  std::size_t writer_ = 0;
  std::uint32_t written_ = 0;
  mutable Clock read_{};
};

class ModelledMutex {
 public:
  void lock() {
    running()->step();
    running()->block([this] { return !held_; });
    held_ = true;
    join(running()->clock(), released_);
  }
  void unlock() {
    running()->step();
    held_ = false;
    released_ = running()->clock();
  }

 private:
  bool held_ = false;
  Clock released_{};
};

class ModelledCondition {
 public:
  void wait(std::unique_lock<ModelledMutex>& lock) {
    const std::uint64_t mine = ++waiting_;
    lock.unlock();
    running()->block([this, mine] { return woken_ >= mine; });
    lock.lock();
  }
  template <typename Ready>
  void wait(std::unique_lock<ModelledMutex>& lock, Ready&& ready) {
    while (!ready()) wait(lock);
  }
  void notify_one() {
    running()->step();
    if (woken_ < waiting_) ++woken_;
  }
  void notify_all() {
    running()->step();
    woken_ = waiting_;
  }

 private:
  std::uint64_t waiting_ = 0;
  std::uint64_t woken_ = 0;
};

struct ModelledMemory {
  template <typename T>
  using Atomic = ModelledAtomic<T>;
  template <typename T>
  using Plain = ModelledPlain<T>;
  using Mutex = ModelledMutex;
  using Condition = ModelledCondition;
};

}  // namespace crystalline::schedules
