#pragma once

#include <cstddef>
#include <deque>
#include <mutex>

#ifdef HAVE_CONCURRENTQUEUE
#include <concurrentqueue/concurrentqueue.h>
#endif
#ifdef HAVE_BOOST
#include <boost/lockfree/queue.hpp>
#endif
#ifdef HAVE_TBB
#include <tbb/concurrent_queue.h>
#endif

#include "engine/spheres/message.hpp"

// What others offer for many producers and one consumer, behind two functions: put(producer,
// message) and take(message), both false when they could not.
namespace crystalline::bench {

using spheres::Message;
inline constexpr std::size_t kRoom = 65'536;

struct LockedDeque {
  explicit LockedDeque(std::uint32_t) {}
  bool put(std::uint32_t, const Message& message) {
    const std::lock_guard lock(mutex);
    messages.push_back(message);
    return true;
  }
  bool take(Message& message) {
    const std::lock_guard lock(mutex);
    if (messages.empty()) return false;
    message = messages.front();
    messages.pop_front();
    return true;
  }
  std::mutex mutex;
  std::deque<Message> messages;
};

#ifdef HAVE_CONCURRENTQUEUE
/// With a token a producer and one for the consumer: its quickest use without batches.
struct Moodycamel {
  explicit Moodycamel(std::uint32_t producers) : queue(kRoom, producers, 0), consumer(queue) {
    for (std::uint32_t p = 0; p < producers; ++p) tokens.emplace_back(queue);
  }
  bool put(std::uint32_t producer, const Message& message) {
    return queue.enqueue(tokens[producer], message);
  }
  bool take(Message& message) { return queue.try_dequeue(consumer, message); }
  moodycamel::ConcurrentQueue<Message> queue;
  moodycamel::ConsumerToken consumer;
  std::deque<moodycamel::ProducerToken> tokens;
};
#endif

#ifdef HAVE_BOOST
struct BoostQueue {
  explicit BoostQueue(std::uint32_t) {}
  bool put(std::uint32_t, const Message& message) { return queue.bounded_push(message); }
  bool take(Message& message) { return queue.pop(message); }
  boost::lockfree::queue<Message> queue{kRoom};
};
#endif

#ifdef HAVE_TBB
struct TbbQueue {
  explicit TbbQueue(std::uint32_t) {}
  bool put(std::uint32_t, const Message& message) {
    queue.push(message);
    return true;
  }
  bool take(Message& message) { return queue.try_pop(message); }
  tbb::concurrent_queue<Message> queue;
};
#endif

}  // namespace crystalline::bench
