#include "engine/spheres/post_office.hpp"

namespace crystalline::spheres {

PostOffice::PostOffice(std::uint32_t ranks, std::size_t ring_capacity,
                       const topology::AtEach& at_each)
    : ranks_(ranks),
      rings_(std::size_t{ranks} * ranks),
      parkers_(std::make_unique<sync::Parker[]>(ranks)) {
  const auto make = [&](std::uint32_t rank) { make_rings_to(rank, ring_capacity); };
  (at_each ? at_each : topology::here(ranks - 1))(make);
  make(ranks - 1);
}

void PostOffice::make_rings_to(std::uint32_t rank, std::size_t capacity) {
  for (std::uint32_t from = 0; from < ranks_; ++from) {
    rings_[rank * ranks_ + from] =
        std::make_unique<sync::SpscRing<Message>>(from == rank ? 1 : capacity);
  }
}

void PostOffice::notify_workers_but(std::uint32_t rank) {
  for (std::uint32_t worker = 0; worker + 1 < ranks_; ++worker) {
    if (worker != rank) parkers_[worker].notify();
  }
}

bool PostOffice::anything_for(std::uint32_t rank) {
  for (std::uint32_t from = 0; from < ranks_; ++from) {
    if (!ring(from, rank).empty()) return true;
  }
  return false;
}

Outgoing::Outgoing(PostOffice& office, std::uint32_t rank, std::size_t most)
    : office_(office),
      rank_(rank),
      most_(most),
      overflow_(office.ranks()),
      is_dirty_(office.ranks(), false) {
  dirty_.reserve(office.ranks());
}

void Outgoing::stamp(Message& message) {
  message.sent_by = static_cast<std::uint16_t>(rank_);
  message.sequence = sequence_++;
}

bool Outgoing::send(std::uint32_t to_rank, Message message) {
  const std::uint32_t before = sequence_;
  stamp(message);
  if (!overflow_[to_rank].empty() || !office_.ring(rank_, to_rank).try_put(message)) {
    if (waiting_ >= most_) {
      sequence_ = before;
      return false;
    }
    overflow_[to_rank].push_back(message);
    ++waiting_;
  }
  if (!is_dirty_[to_rank]) {
    is_dirty_[to_rank] = true;
    dirty_.push_back(to_rank);
  }
  return true;
}

void Outgoing::drain(std::uint32_t to_rank) {
  std::deque<Message>& overflow = overflow_[to_rank];
  while (!overflow.empty() && office_.ring(rank_, to_rank).try_put(overflow.front())) {
    overflow.pop_front();
    --waiting_;
  }
}

void Outgoing::flush() {
  std::size_t kept = 0;
  for (const std::uint32_t to_rank : dirty_) {
    drain(to_rank);
    office_.parker(to_rank).notify();
    is_dirty_[to_rank] = !overflow_[to_rank].empty();
    if (is_dirty_[to_rank]) dirty_[kept++] = to_rank;
  }
  dirty_.resize(kept);
}

}  // namespace crystalline::spheres
