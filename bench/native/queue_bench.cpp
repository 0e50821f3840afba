#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "crew.hpp"
#include "engine/spheres/inboxes.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/sync/bounded_queue.hpp"
#include "queue_peers.hpp"

// Messages between threads: the post office (one ring a pair of threads) and the bounded queue
// beside moodycamel with tokens, Boost, TBB and a deque under a mutex; then messages among 20,000
// spheres of two workers. Every message is a spheres::Message of its own, shown to the consumer at
// once, and every run checks that each producer's messages arrive complete and in order.
namespace crystalline::bench {
namespace {

using spheres::BatchStart;
using spheres::Inboxes;
using spheres::Outgoing;
using spheres::PostOffice;
using spheres::SphereTree;

/// Short runs, many of them, the least counts: so a busy machine disturbs little.
constexpr int kRounds = 41;
constexpr std::uint64_t kMessages = 200'000;
std::uint64_t violations = 0;

Message numbered(std::uint32_t producer, std::uint64_t number) {
  return Message::of(producer, 0, BatchStart{number});
}

/// Counts what arrives out of order.
class Arrivals {
 public:
  explicit Arrivals(std::uint32_t producers) : expected_(producers, 0) {}
  void see(const Message& message) {
    violations += message.as<BatchStart>().step != expected_[message.sender]++ ? 1 : 0;
    ++seen_;
  }
  [[nodiscard]] std::uint64_t seen() const { return seen_; }

 private:
  std::vector<std::uint64_t> expected_;
  std::uint64_t seen_ = 0;
};

/// Ours: the rings of the post office; `put` shows each message at once.
struct Rings {
  explicit Rings(std::uint32_t producers) : office(producers + 1, kRoom / 8), to(producers) {}
  bool put(std::uint32_t producer, const Message& message) {
    return office.ring(producer, to).try_put(message);
  }
  template <typename Sink>
  std::size_t drain(Sink&& sink) {
    return office.receive(to, sink);
  }
  PostOffice office;
  std::uint32_t to;
};

/// Ours: the bounded queue of any number of producers and consumers.
struct Bounded {
  explicit Bounded(std::uint32_t) {}
  bool put(std::uint32_t, const Message& message) { return queue.try_push(message); }
  bool take(Message& message) { return queue.try_pop(message); }
  sync::BoundedQueue<Message> queue{kRoom};
};

template <typename Queue>
std::size_t drain(Queue& queue, Arrivals& arrivals) {
  if constexpr (requires { queue.drain([](const Message&) {}); }) {
    return queue.drain([&](const Message& message) { arrivals.see(message); });
  } else {
    Message message{};
    if (!queue.take(message)) return 0;
    arrivals.see(message);
    return 1;
  }
}

/// Nanoseconds a message from `producers` threads to one.
template <typename Queue>
double race(std::uint32_t producers, std::uint64_t messages) {
  const auto queue = std::make_unique<Queue>(producers);
  const std::uint64_t each = messages / producers;
  Arrivals arrivals(producers);
  const double ns = together(producers + 1, [&](std::uint32_t thread) {
    Patience patience;
    if (thread == producers) {
      while (arrivals.seen() < each * producers) {
        drain(*queue, arrivals) > 0 ? patience.reset() : patience.wait();
      }
      return;
    }
    for (std::uint64_t n = 0; n < each; ++n) {
      while (!queue->put(thread, numbered(thread, n))) patience.wait();
      patience.reset();
    }
  });
  return ns / static_cast<double>(each * producers);
}

/// The least of alternating runs.
template <typename Ours, typename Peer>
void compare(const Report& report, const char* what, const char* peer, std::uint32_t producers) {
  Times least{1e300, 1e300};
  for (int round = 0; round < kRounds; ++round) {
    least.ours = std::min(least.ours, race<Ours>(producers, kMessages));
    least.peer = std::min(least.peer, race<Peer>(producers, kMessages));
  }
  report.line(std::string(what) + " " + std::to_string(producers) + "P1C", least, peer,
              "ns/message");
}

template <typename Peer>
void against(const Report& report, const char* peer) {
  if (!report.has(peer)) return;
  for (const std::uint32_t producers : {1U, 2U, 4U}) {
    compare<Rings, Peer>(report, "rings", peer, producers);
  }
  compare<Bounded, Peer>(report, "bounded queue", peer, 2);
}

std::uint64_t mixed(std::uint64_t& state) {
  state += 0x9e37'79b9'7f4a'7c15;
  std::uint64_t z = (state ^ state >> 30) * 0xbf58'476d'1ce4'e5b9;
  z = (z ^ z >> 27) * 0x94d0'49bb'1331'11eb;
  return z ^ z >> 31;
}

/// One worker of the spheres' race: whoever gets a message sends one to a random sphere.
class SphereWorker {
 public:
  SphereWorker(SphereTree& tree, PostOffice& office, std::uint32_t rank, bool mixed_priorities)
      : tree_(tree),
        office_(office),
        inboxes_(tree),
        outgoing_(office, rank),
        rank_(rank),
        random_(77 + rank),
        mixed_priorities_(mixed_priorities) {}

  void send_to_any() {
    const std::uint64_t random = mixed(random_);
    const auto to = static_cast<std::uint32_t>((random >> 32) * tree_.size() >> 32);
    Message message = Message::of(0, to, BatchStart{random});
    if (mixed_priorities_) message.priority = static_cast<spheres::Priority>(random & 3);
    const std::uint32_t rank = tree_[to].worker.load(std::memory_order_relaxed);
    if (rank == rank_) return inboxes_.deliver(message);
    if (!outgoing_.send(rank, message)) std::abort();  // its bound is far above what is under way
  }
  /// Until this worker has handled `target` messages.
  void run(std::uint64_t target) {
    Patience patience;
    Message message{};
    for (std::uint64_t handled = 0; handled < target;) {
      office_.receive(rank_, [this](const Message& arrived) { inboxes_.deliver(arrived); });
      int burst = 0;
      for (; burst < 64 && inboxes_.next(message); ++burst) send_to_any();
      outgoing_.flush();
      handled += static_cast<std::uint64_t>(burst);
      burst > 0 ? patience.reset() : patience.wait();
    }
  }

 private:
  SphereTree& tree_;
  PostOffice& office_;
  Inboxes inboxes_;
  Outgoing outgoing_;
  std::uint32_t rank_;
  std::uint64_t random_;
  bool mixed_priorities_;
};

/// Nanoseconds a message, all workers together, with a message a sphere under way.
double among_spheres(std::uint32_t depth, std::uint32_t workers, bool mixed_priorities) {
  constexpr std::uint64_t kEach = 400'000;
  const auto allocation = topology::allocate(topology::Strategy::kGrouped, workers).value();
  SphereTree tree(depth, allocation);
  PostOffice office(workers + 1, 8'192);
  const double ns = together(workers, [&](std::uint32_t rank) {
    SphereWorker worker(tree, office, rank, mixed_priorities);
    for (std::uint32_t n = 0; n < tree.size() / workers; ++n) worker.send_to_any();
    worker.run(kEach);
  });
  return ns / static_cast<double>(kEach * workers);
}

/// The same with a deque under a mutex for every sphere.
double among_locked(std::uint32_t depth, std::uint32_t workers) {
  constexpr std::uint64_t kEach = 400'000;
  const std::uint32_t spheres = spheres::sphere_count(depth);
  std::vector<std::unique_ptr<LockedDeque>> inboxes;
  for (std::uint32_t s = 0; s < spheres; ++s) inboxes.push_back(std::make_unique<LockedDeque>(1));
  const double ns = together(workers, [&](std::uint32_t rank) {
    std::uint64_t random = 77 + rank;
    Message message{};
    const auto send_to_any = [&] {
      const std::uint64_t r = mixed(random);
      inboxes[(r >> 32) * spheres >> 32]->put(0, Message::of(0, 0, BatchStart{r}));
    };
    for (std::uint32_t n = 0; n < spheres / workers; ++n) send_to_any();
    std::uint32_t sphere = rank;
    for (std::uint64_t handled = 0; handled < kEach; sphere = (sphere + workers) % spheres) {
      while (handled < kEach && inboxes[sphere]->take(message)) {
        send_to_any();
        ++handled;
      }
    }
  });
  return ns / static_cast<double>(kEach * workers);
}

void spheres_race(const Report& report) {
  for (const std::uint32_t depth : {1U, 3U, 4U}) {
    for (const std::uint32_t workers : {1U, 2U}) {
      const std::string name = std::to_string(spheres::sphere_count(depth)) + " spheres, " +
                               std::to_string(workers) + (workers == 1 ? " worker" : " workers");
      if (!report.has(name)) continue;
      Times one{1e300, 1e300};
      double several = 1e300;
      for (int round = 0; round < 11; ++round) {
        one.ours = std::min(one.ours, among_spheres(depth, workers, false));
        several = std::min(several, among_spheres(depth, workers, true));
        one.peer = std::min(one.peer, among_locked(depth, workers));
      }
      report.line(name, one, "mutex+deque a sphere", "ns/message");
      report.line(name + ", 4 priorities", {several, one.peer}, "mutex+deque a sphere",
                  "ns/message");
      report.line(name, 1e3 / one.ours, "million messages/s");
    }
  }
}

void run(int argc, char** argv) {
  const Report report(argc, argv);
#ifdef HAVE_CONCURRENTQUEUE
  against<Moodycamel>(report, "moodycamel tokens");
#else
  report.absent("moodycamel (libconcurrentqueue-dev)");
#endif
#ifdef HAVE_BOOST
  against<BoostQueue>(report, "boost::lockfree");
#else
  report.absent("Boost.Lockfree (libboost-dev)");
#endif
#ifdef HAVE_TBB
  against<TbbQueue>(report, "oneTBB");
#else
  report.absent("oneTBB (libtbb-dev)");
#endif
  against<LockedDeque>(report, "mutex+deque");
  spheres_race(report);
  report.line("bytes of an idle inbox", sizeof(spheres::SphereInbox), "bytes");
  const std::uint64_t before = violations;
  race<Rings>(8, 4'000'000);
  race<Bounded>(8, 4'000'000);
  report.line("out of order, 8 producers", static_cast<double>(violations - before), "messages");
  report.line("out of order, all runs", static_cast<double>(violations), "messages");
}

}  // namespace
}  // namespace crystalline::bench

int main(int argc, char** argv) {
  crystalline::bench::run(argc, argv);
  return crystalline::bench::violations == 0 ? 0 : 1;
}
