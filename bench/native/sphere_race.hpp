#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "crew.hpp"
#include "engine/base/aligned.hpp"
#include "engine/spheres/inboxes.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "queue_peers.hpp"

// The race among spheres: whoever gets a message sends one to a random sphere, with a message a
// sphere under way. Ours; the least anyone could do with the same rings, one list a sphere and no
// priorities; a deque under a mutex for every sphere.
namespace crystalline::bench {

constexpr std::uint64_t kRaceMessages = 2'000'000;
/// As the machine's rings between two workers.
constexpr std::size_t kRaceRing = 1'024;

inline std::uint64_t mixed(std::uint64_t& state) {
  state += 0x9e37'79b9'7f4a'7c15;
  std::uint64_t z = (state ^ state >> 30) * 0xbf58'476d'1ce4'e5b9;
  z = (z ^ z >> 27) * 0x94d0'49bb'1331'11eb;
  return z ^ z >> 31;
}

/// Messages handled by all workers so far: each writes its own line, once a burst.
class Handled {
 public:
  explicit Handled(std::uint32_t workers) : counts_(workers) {}
  void add(std::uint32_t worker, std::uint64_t count) {
    counts_[worker].value.store(counts_[worker].value.load(std::memory_order_relaxed) + count,
                                std::memory_order_relaxed);
  }
  [[nodiscard]] bool reached(std::uint64_t all) const {
    std::uint64_t sum = 0;
    for (const Line& count : counts_) sum += count.value.load(std::memory_order_relaxed);
    return sum >= all;
  }

 private:
  struct alignas(base::kCacheLine) Line {
    std::atomic<std::uint64_t> value{0};
  };
  base::AlignedVector<Line> counts_;
};

/// Ours, every message of one priority or of a random one.
template <bool Mixed>
struct InboxesOfWorker {
  explicit InboxesOfWorker(const spheres::SphereTree&) {}
  static void choose(Message& message, std::uint64_t random) {
    if (Mixed) message.priority = static_cast<spheres::Priority>(random & 3);
  }
  void deliver(const Message& message) { inboxes.deliver(message); }
  bool next(Message& message) { return inboxes.next(message); }
  spheres::Inboxes inboxes;
};
using OneUrgency = InboxesOfWorker<false>;
using FourUrgencies = InboxesOfWorker<true>;

/// The least: one list a sphere, in the order of arrival; spheres one after the other.
struct PlainLists {
  static constexpr std::uint32_t kEnd = 0xffff'ffff;
  struct List {
    std::uint32_t head = kEnd;
    std::uint32_t tail = 0;
    std::uint32_t next_ready = kEnd;
  };
  struct alignas(base::kCacheLine) Node {
    Message message;
    std::uint32_t next;
  };
  explicit PlainLists(const spheres::SphereTree& tree) : lists(tree.size()) {}
  static void choose(Message&, std::uint64_t) {}
  void deliver(const Message& message) {
    std::uint32_t node = free;
    if (node == kEnd) {
      node = static_cast<std::uint32_t>(nodes.size());
      nodes.push_back({message, kEnd});
    } else {
      free = nodes[node].next;
      nodes[node] = {message, kEnd};
    }
    List& list = lists[message.receiver];
    if (list.head == kEnd) {
      list.head = node;
      append(message.receiver);
    } else {
      nodes[list.tail].next = node;
    }
    list.tail = node;
  }
  void append(std::uint32_t sphere) {
    lists[sphere].next_ready = kEnd;
    (ready_head == kEnd ? ready_head : lists[ready_tail].next_ready) = sphere;
    ready_tail = sphere;
  }
  bool next(Message& message) {
    if (ready_head == kEnd) return false;
    const std::uint32_t sphere = ready_head;
    List& list = lists[sphere];
    ready_head = list.next_ready;
    if (ready_head != kEnd) __builtin_prefetch(&lists[ready_head]);
    const std::uint32_t node = list.head;
    message = nodes[node].message;
    list.head = nodes[node].next;
    nodes[node].next = free;
    free = node;
    if (list.head != kEnd) append(sphere);
    return true;
  }
  std::vector<List> lists;
  base::AlignedVector<Node> nodes;
  std::uint32_t free = kEnd;
  std::uint32_t ready_head = kEnd;
  std::uint32_t ready_tail = kEnd;
};

/// One worker of the race.
template <typename Lists>
class RacingWorker {
 public:
  RacingWorker(spheres::SphereTree& tree, spheres::PostOffice& office, std::uint32_t rank)
      : tree_(tree),
        office_(office),
        lists_(tree),
        outgoing_(office, rank),
        rank_(rank),
        random_(77 + rank) {}

  void send_to_any() {
    const std::uint64_t random = mixed(random_);
    const auto to = static_cast<std::uint32_t>((random >> 32) * tree_.size() >> 32);
    Message message = Message::of(0, to, spheres::BatchStart{random});
    Lists::choose(message, random);
    const std::uint32_t rank = tree_.worker_of(to);
    if (rank == rank_) return lists_.deliver(message);
    if (!outgoing_.send(rank, message)) std::abort();  // its bound is far above what is under way
  }
  /// Until all workers together have handled so many.
  void run(Handled& handled, std::uint64_t all) {
    Patience patience;
    Message message{};
    while (!handled.reached(all)) {
      office_.receive(rank_, [this](const Message& arrived) { lists_.deliver(arrived); });
      std::uint64_t burst = 0;
      for (; burst < 64 && lists_.next(message); ++burst) send_to_any();
      outgoing_.flush();
      handled.add(rank_, burst);
      burst > 0 ? patience.reset() : patience.wait();
    }
  }

 private:
  spheres::SphereTree& tree_;
  spheres::PostOffice& office_;
  Lists lists_;
  spheres::Outgoing outgoing_;
  std::uint32_t rank_;
  std::uint64_t random_;
};

/// Nanoseconds a message, all workers together.
template <typename Lists>
double among_spheres(std::uint32_t depth, std::uint32_t workers) {
  const auto allocation = topology::allocate(topology::Strategy::kGrouped, workers).value();
  spheres::SphereTree tree(depth, allocation);
  spheres::PostOffice office(workers + 1, kRaceRing);
  Handled handled(workers);
  const double ns = together(workers, [&](std::uint32_t rank) {
    RacingWorker<Lists> worker(tree, office, rank);
    for (std::uint32_t n = 0; n < tree.size() / workers; ++n) worker.send_to_any();
    worker.run(handled, kRaceMessages);
  });
  return ns / static_cast<double>(kRaceMessages);
}

/// The same with a deque under a mutex for every sphere.
inline double among_locked(std::uint32_t depth, std::uint32_t workers) {
  const std::uint32_t spheres = spheres::sphere_count(depth);
  std::vector<std::unique_ptr<LockedDeque>> inboxes;
  for (std::uint32_t s = 0; s < spheres; ++s) inboxes.push_back(std::make_unique<LockedDeque>(1));
  Handled all(workers);
  const double ns = together(workers, [&](std::uint32_t rank) {
    std::uint64_t random = 77 + rank;
    Message message{};
    const auto send_to_any = [&] {
      const std::uint64_t r = mixed(random);
      inboxes[(r >> 32) * spheres >> 32]->put(0, Message::of(0, 0, spheres::BatchStart{r}));
    };
    for (std::uint32_t n = 0; n < spheres / workers; ++n) send_to_any();
    for (std::uint32_t sphere = rank; !all.reached(kRaceMessages);) {
      std::uint64_t burst = 0;
      for (std::uint32_t looks = 0; burst < 64 && looks < 256; ++looks) {
        for (; burst < 64 && inboxes[sphere]->take(message); ++burst) send_to_any();
        sphere = (sphere + workers) % spheres;
      }
      all.add(rank, burst);
    }
  });
  return ns / static_cast<double>(kRaceMessages);
}

}  // namespace crystalline::bench
