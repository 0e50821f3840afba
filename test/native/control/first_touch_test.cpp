#include <gtest/gtest.h>

#ifdef __linux__
#include <sched.h>
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <new>
#include <set>
#include <vector>

#include "engine/control/machine.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/topology/affinity.hpp"
#include "engine/topology/places.hpp"

// Memory belongs to the node of the processor that writes it first. Which thread that is: every
// allocation of this program is noted here with the thread that asks for it, and spheres, rings and
// workers are written by their constructors, on the thread that allocates them.
namespace crystalline::control {
namespace {

/// A number of the calling thread that no other has, nor had: the system's are used again.
std::uint32_t this_thread() {
  static std::atomic<std::uint32_t> threads{0};
  thread_local const std::uint32_t self = ++threads;
  return self;
}

struct Allocated {
  const std::byte* begin;
  std::size_t bytes;
  std::uint32_t by;  // this_thread()
  int processor;     // it ran on
};

int present_processor() {
#ifdef __linux__
  return sched_getcpu();
#else
  return -1;
#endif
}

/// The allocations while it is there, of any thread; one at a time.
class Allocations {
 public:
  Allocations() {
    count_ = 0;
    noting_ = true;
  }
  ~Allocations() { noting_ = false; }

  static void note(const void* memory, std::size_t bytes) {
    if (!noting_.load(std::memory_order_relaxed)) return;
    const std::size_t at = count_.fetch_add(1);
    if (at >= kMost) return;
    log_[at] = {static_cast<const std::byte*>(memory), bytes, this_thread(), present_processor()};
  }
  [[nodiscard]] static bool complete() { return count_ <= kMost; }
  /// The allocation that holds `place`; null: none.
  [[nodiscard]] static const Allocated* of(const void* place) {
    const auto* const byte = static_cast<const std::byte*>(place);
    // The newest first: memory is used again.
    for (std::size_t i = count_; i-- > 0;) {
      if (byte >= log_[i].begin && byte < log_[i].begin + log_[i].bytes) return &log_[i];
    }
    return nullptr;
  }
  /// All of so many bytes at least, and at most.
  [[nodiscard]] static std::vector<Allocated> of_bytes(std::size_t least, std::size_t most) {
    std::vector<Allocated> found;
    for (std::size_t i = 0; i < count_; ++i) {
      if (log_[i].bytes >= least && log_[i].bytes <= most) found.push_back(log_[i]);
    }
    return found;
  }

 private:
  static constexpr std::size_t kMost = 100'000;
  static inline std::atomic<bool> noting_{false};
  static inline std::atomic<std::size_t> count_{0};
  static inline std::array<Allocated, kMost> log_{};
};

topology::Allocation grouped(std::uint32_t workers) {
  return topology::allocate(topology::Strategy::kGrouped, workers).value();
}

class FirstTouch : public testing::TestWithParam<std::uint32_t> {
 protected:
  /// As the machine makes things, remembering whose thread was whose.
  topology::AtEach at_each() {
    return [this](const std::function<void(std::uint32_t)>& body) {
      places_.at_each([&](std::uint32_t worker) {
        threads_[worker] = this_thread();
        body(worker);
      });
    };
  }

  topology::Places places_{topology::read_topology({}, topology::startup_affinity()), GetParam()};
  std::vector<std::uint32_t> threads_ = std::vector<std::uint32_t>(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Workers, FirstTouch, testing::Values(1, 2, 3, 8, 13));

TEST_P(FirstTouch, OfASphereIsByItsWorker) {
  for (const std::uint32_t depth : {1U, 3U}) {
    const Allocations noted;
    const spheres::SphereTree tree(depth, grouped(GetParam()), spheres::kMostSpheres, at_each());
    ASSERT_TRUE(Allocations::complete());
    for (std::uint32_t id = 0; id < tree.size(); ++id) {
      const Allocated* const block = Allocations::of(&tree[id]);
      ASSERT_NE(block, nullptr);
      ASSERT_EQ(block->by, threads_[tree.worker_of(id)]) << "sphere " << id;
    }
    EXPECT_EQ(tree.validate(), "");
  }
}

TEST_P(FirstTouch, OfARingIsByItsReceiver) {
  constexpr std::size_t kCapacity = 256;
  constexpr std::size_t kSlots = kCapacity * sizeof(spheres::Message);
  const std::uint32_t ranks = GetParam() + 1;
  const Allocations noted;
  spheres::PostOffice office(ranks, kCapacity, at_each());
  ASSERT_TRUE(Allocations::complete());
  for (std::uint32_t to = 0; to < ranks; ++to) {
    const auto receiver = to < GetParam() ? threads_[to] : this_thread();
    for (std::uint32_t from = 0; from < ranks; ++from) {
      const Allocated* const ring = Allocations::of(&office.ring(from, to));
      ASSERT_NE(ring, nullptr);
      EXPECT_EQ(ring->by, receiver) << from << " -> " << to;
    }
    const auto slots = Allocations::of_bytes(kSlots, 2 * kSlots);
    EXPECT_EQ(std::ranges::count(slots, receiver, &Allocated::by), ranks - 1) << to;
  }
}

/// In the machine itself: spheres and workers, each where it will run.
TEST_P(FirstTouch, OfAWorkersThingsIsInItsPlace) {
  const Allocations noted;
  Machine machine({.threads = GetParam(), .depth = 2}, grouped(GetParam()));
  ASSERT_TRUE(Allocations::complete());
  std::map<std::uint32_t, const Allocated*> blocks;  // by worker
  for (std::uint32_t id = 0; id < machine.tree().size(); ++id) {
    const Allocated* const block = Allocations::of(&machine.tree()[id]);
    ASSERT_NE(block, nullptr);
    EXPECT_NE(block->by, this_thread());
    const std::uint32_t worker = machine.tree().worker_of(id);
    EXPECT_EQ(blocks.try_emplace(worker, block).first->second, block) << "sphere " << id;
    if (const auto cpu = places_.cpu_of(worker)) {
      EXPECT_EQ(block->processor, static_cast<int>(*cpu));
    }
  }
  const auto workers = Allocations::of_bytes(sizeof(Worker), sizeof(Worker));
  ASSERT_EQ(workers.size(), GetParam());
  std::multiset<int> expected;
  std::multiset<int> processors;
  for (std::uint32_t w = 0; w < GetParam(); ++w) {
    EXPECT_NE(workers[w].by, this_thread());
    if (const auto cpu = places_.cpu_of(w)) {
      processors.insert(workers[w].processor);
      expected.insert(static_cast<int>(*cpu));
    }
  }
  EXPECT_EQ(processors, expected);
}

}  // namespace
}  // namespace crystalline::control

// Not inlined: g++ would take the pair of new and free for a mistake.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  crystalline::control::Allocations::note(memory, bytes);
  return memory;
}
// A sanitizer's own would not come here.
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory != nullptr) crystalline::control::Allocations::note(memory, bytes);
  return memory;
}
[[gnu::noinline]] void* operator new(std::size_t bytes, std::align_val_t alignment) {
  const auto to = static_cast<std::size_t>(alignment);
  void* const memory = std::aligned_alloc(to, (bytes + to - 1) / to * to);
  if (memory == nullptr) throw std::bad_alloc();
  crystalline::control::Allocations::note(memory, bytes);
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
