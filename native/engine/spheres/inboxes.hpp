#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/spheres/inbox_counts.hpp"
#include "engine/spheres/message.hpp"
#include "engine/spheres/message_line.hpp"

namespace crystalline::spheres {

/// The inboxes of all spheres of one worker: four priorities, one line each for all the spheres,
/// since only the worker touches them (messages from other workers come through PostOffice).
///
/// Order: highest priority first over all spheres of the worker, of one priority by arrival, so
/// first in, first out per sender, receiver and priority. A message waits for those of its priority
/// that arrived before it. Between two of their turns, and its own, at most kPatience messages of
/// higher priority are handled, so none starves; and of each lower priority at most two, which are
/// overdue, one when none of higher priority is between them, so none is overtaken for long.
/// Memory: 56 bytes a waiting message, kept for reuse; 16 bytes a sphere.
class Inboxes {
 public:
  /// Messages of higher priority handled before a waiting lower one has its turn.
  static constexpr std::uint32_t kPatience = 64;

  /// The message waits for its receiver, behind all of that priority.
  void deliver(const Message& message) {
    const auto priority = static_cast<std::size_t>(message.priority);
    counts_.add(message.receiver, priority, 1);
    lines_[priority].put(message);
    ++waiting_;
  }
  /// Takes the next message; false when no inbox holds one.
  [[nodiscard]] bool next(Message& message) {
    if (waiting_ == 0) return false;
    const std::size_t priority = choose_priority();
    message = lines_[priority].peek(0);
    lines_[priority].pop();
    counts_.add(message.receiver, priority, -1);
    --waiting_;
    return true;
  }
  /// Whom next() will most likely serve after `ahead` others, 0 the very next; none: nobody so far.
  [[nodiscard]] std::optional<std::uint32_t> upcoming(std::size_t ahead) const;
  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  /// Any thread: messages that wait for one sphere.
  [[nodiscard]] std::uint32_t waiting_for(std::uint32_t sphere, std::size_t priority) const {
    return counts_.of(sphere, priority);
  }

 private:
  [[nodiscard]] std::size_t choose_priority() {
    std::size_t chosen = kPriorities;
    for (std::size_t p = 0; p < kPriorities; ++p) {
      if (lines_[p].empty()) continue;
      chosen = p;
      if (passed_over_[p] >= kPatience) break;  // the lowest overdue one
    }
    for (std::size_t p = 0; p < chosen; ++p) passed_over_[p] += lines_[p].empty() ? 0 : 1;
    passed_over_[chosen] = 0;
    return chosen;
  }

  InboxCounts counts_;
  std::size_t waiting_ = 0;
  std::array<MessageLine, kPriorities> lines_;
  std::array<std::uint32_t, kPriorities> passed_over_{};  // by higher ones since its last turn
};

}  // namespace crystalline::spheres
