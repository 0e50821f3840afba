#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/spheres/inbox_lists.hpp"
#include "engine/spheres/message.hpp"
#include "engine/spheres/ready_queue.hpp"

namespace crystalline::spheres {

/// The inboxes of all spheres of one worker: four priorities, by plain lists, since only the worker
/// touches them (messages from other workers come through PostOffice).
///
/// Order: first in, first out per sender, receiver and priority. Highest priority first over all
/// spheres of the worker; spheres with messages of one priority take turns. A message is overtaken
/// by at most kPatience messages of higher priority that arrived later plus the other overdue ones,
/// so none starves. Memory: a line and four bytes a waiting message, kept for reuse, the one used
/// last first; 32 bytes a sphere.
class Inboxes {
 public:
  /// Messages of higher priority handled before a waiting lower one has its turn.
  static constexpr std::uint32_t kPatience = 64;

  /// Appends to the receiver's list of that priority.
  void deliver(const Message& message);
  /// One of many that arrive together: appended, in the order of arrival, by settle() at the
  /// latest, so that the receivers' lines can be fetched meanwhile.
  void arrive(const Message& message);
  /// Before anything else is delivered or taken.
  void settle();
  /// Takes the next message; false when no inbox holds one.
  [[nodiscard]] bool next(Message& message);
  /// Whom next() will most likely serve after `ahead` others, 0 the very next; none: nobody so far.
  [[nodiscard]] std::optional<std::uint32_t> upcoming(std::size_t ahead) const;
  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  /// Any thread: messages that wait for one sphere.
  [[nodiscard]] std::uint32_t waiting_for(std::uint32_t sphere, std::size_t priority) const {
    return lists_.count(sphere, priority);
  }

 private:
  /// Arrivals whose receivers' lists are fetched at the same time.
  static constexpr std::size_t kTogether = 16;
  struct alignas(base::kCacheLine) Place {
    Message message;
  };

  [[nodiscard]] std::uint32_t take_place(const Message& message);
  void make_places();
  void append(std::uint32_t place, std::uint32_t sphere, std::size_t priority);
  [[nodiscard]] std::size_t choose_priority();
  void fetch_ahead(const ReadyQueue& ready, std::size_t priority);

  InboxLists lists_;
  base::AlignedVector<Place> places_;
  std::vector<std::uint32_t> after_;  // of a place: the next of its ring, or of the free ones
  std::uint32_t free_ = 0;            // the place freed last; places_.size(): none is
  std::size_t waiting_ = 0;
  std::array<ReadyQueue, kPriorities> ready_;
  std::array<std::uint32_t, kPriorities> passed_over_{};  // by higher ones since its last turn
  std::array<std::uint32_t, kTogether> arrived_{};        // places not appended yet
  std::size_t arrivals_ = 0;
};

}  // namespace crystalline::spheres
