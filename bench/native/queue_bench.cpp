#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "crew.hpp"
#include "engine/spheres/post_office.hpp"
#include "engine/sync/bounded_queue.hpp"
#include "queue_peers.hpp"
#include "sphere_race.hpp"

// Messages between threads: the post office (one ring a pair of threads) and the bounded queue
// beside moodycamel with tokens, Boost, TBB and a deque under a mutex; then messages among up to
// 22,621 spheres of two workers (sphere_race.hpp). Every message is a spheres::Message of its own,
// shown to the consumer at once, and every run checks that each producer's messages arrive complete
// and in order.
namespace crystalline::bench {
namespace {

using spheres::BatchStart;
using spheres::PostOffice;

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

void spheres_race(const Report& report) {
  for (const std::uint32_t depth : {1U, 3U, 4U}) {
    for (const std::uint32_t workers : {1U, 2U}) {
      const std::string name = std::to_string(spheres::sphere_count(depth)) + " spheres, " +
                               std::to_string(workers) + (workers == 1 ? " worker" : " workers");
      if (!report.has(name)) continue;
      double ours = 1e300;
      double several = 1e300;
      double plain = 1e300;
      double locked = 1e300;
      for (int round = 0; round < 7; ++round) {
        ours = std::min(ours, among_spheres<OneUrgency>(depth, workers));
        plain = std::min(plain, among_spheres<PlainLists>(depth, workers));
        several = std::min(several, among_spheres<FourUrgencies>(depth, workers));
        locked = std::min(locked, among_locked(depth, workers));
      }
      report.line(name, {ours, locked}, "mutex+deque a sphere", "ns/message");
      report.line(name + ", 4 priorities", {several, locked}, "mutex+deque a sphere", "ns/message");
      report.line(name + ", plain", {ours, plain}, "rings + plain lists, no priorities",
                  "ns/message");
      report.line(name, 1e3 / ours, "million messages/s");
      report.line(name + ", plain", 1e3 / plain, "million messages/s");
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
  report.line("bytes of an idle inbox", spheres::InboxCounts::kBytesPerSphere, "bytes");
  const std::uint64_t before = violations;
  if (!report.has("8 producers")) return;
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
