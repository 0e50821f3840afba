#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "engine/spheres/message.hpp"
#include "engine/sync/parker.hpp"
#include "engine/sync/spsc_ring.hpp"
#include "engine/topology/places.hpp"

namespace crystalline::spheres {

/// Carries messages between threads: one single-producer single-consumer ring for every ordered
/// pair of ranks (0..workers-1 the workers, then Node Zero), and a place to sleep for every rank.
///
/// Order: first in, first out from one rank to another. Messages of different senders may overtake
/// each other, even when one was sent because of the other. Each worker makes the rings it receives
/// from, so their memory is near it.
class PostOffice {
 public:
  /// `at_each` calls for every worker; absent: all rings are made here.
  PostOffice(std::uint32_t ranks, std::size_t ring_capacity, const topology::AtEach& at_each = {});

  [[nodiscard]] std::uint32_t ranks() const { return ranks_; }
  [[nodiscard]] sync::SpscRing<Message>& ring(std::uint32_t from, std::uint32_t to) {
    return *rings_[to * ranks_ + from];
  }
  [[nodiscard]] sync::Parker& parker(std::uint32_t rank) { return parkers_[rank]; }
  void notify_workers_but(std::uint32_t rank);
  /// Hands every message that has arrived for `rank` to `sink`; the rank's thread only.
  template <typename Sink>
  std::size_t receive(std::uint32_t rank, Sink&& sink) {
    std::size_t received = 0;
    for (std::uint32_t from = 0; from < ranks_; ++from) received += ring(from, rank).take_all(sink);
    return received;
  }
  [[nodiscard]] bool anything_for(std::uint32_t rank);

 private:
  void make_rings_to(std::uint32_t rank, std::size_t capacity);

  std::uint32_t ranks_;
  std::vector<std::unique_ptr<sync::SpscRing<Message>>> rings_;  // by receiver, then sender
  std::unique_ptr<sync::Parker[]> parkers_;
};

/// One rank's way out: the rank's thread only.
///
/// Never blocks and loses nothing. Full ring: the message waits in this rank's own list for that
/// receiver, and all later ones behind it, so the order stays; flush() moves them when there is
/// room. At most `most` messages wait, all receivers together (the protocol needs a few a sphere);
/// beyond that send() refuses and the caller waits, taking in what is sent to it meanwhile.
class Outgoing {
 public:
  /// Sixteen for every sphere there can be: 64 MiB.
  static constexpr std::size_t kMostWaiting = std::size_t{1} << 20;

  Outgoing(PostOffice& office, std::uint32_t rank, std::size_t most = kMostWaiting);

  /// Messages become visible to the receiver at flush(). False: `most` wait; nothing is stored.
  [[nodiscard]] bool send(std::uint32_t to_rank, Message message);
  /// Names a message that stays on this rank, as send() does those that leave it.
  void stamp(Message& message);
  /// Shows what was sent and wakes the receivers.
  void flush();
  /// Messages waiting for room; not 0: flush again before sleeping.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  void drain(std::uint32_t to_rank);

  PostOffice& office_;
  std::uint32_t rank_;
  std::uint32_t sequence_ = 0;
  std::size_t most_;
  std::size_t waiting_ = 0;
  std::vector<std::deque<Message>> overflow_;  // by receiving rank
  std::vector<std::uint32_t> dirty_;           // receivers to show messages to
  std::vector<bool> is_dirty_;
};

}  // namespace crystalline::spheres
