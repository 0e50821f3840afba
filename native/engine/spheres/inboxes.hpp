#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/spheres/message.hpp"
#include "engine/spheres/sphere_tree.hpp"

namespace crystalline::spheres {

/// The inboxes of all spheres of one worker: four priorities, by plain lists, since only the worker
/// touches them (messages from other workers come through PostOffice).
///
/// Order: first in, first out per sender, receiver and priority. Highest priority first over all
/// spheres of the worker; spheres with messages of one priority take turns. A message is overtaken
/// by at most kPatience messages of higher priority that arrived later plus the other overdue ones,
/// so none starves. Memory: a node a waiting message, kept for reuse; 64 bytes a sphere.
class Inboxes {
 public:
  /// Messages of higher priority handled before a waiting lower one has its turn.
  static constexpr std::uint32_t kPatience = 64;

  explicit Inboxes(SphereTree& tree) : tree_(tree) {}

  /// Appends to the receiver's list of that priority.
  void deliver(const Message& message);
  /// Takes the next message; false when no inbox holds one.
  [[nodiscard]] bool next(Message& message);
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  static constexpr std::uint32_t kEnd = SphereInbox::kEnd;
  struct Node {
    Message message;
    std::uint32_t next;
  };
  struct ReadyList {
    std::uint32_t head = kEnd;  // sphere ids
    std::uint32_t tail = kEnd;
    std::uint32_t passed_over = 0;  // messages of higher priority since this list had a turn
  };

  [[nodiscard]] std::uint32_t take_node(const Message& message);
  [[nodiscard]] std::size_t choose_priority();
  void append_ready(std::size_t priority, Sphere& sphere);

  SphereTree& tree_;
  std::vector<Node> nodes_;
  std::uint32_t free_ = kEnd;
  std::size_t waiting_ = 0;
  std::array<ReadyList, kPriorities> ready_;
};

}  // namespace crystalline::spheres
