#include "engine/spheres/inboxes.hpp"

namespace crystalline::spheres {
namespace {

/// Only the sphere's worker writes the count, so load and store need no read-modify-write.
void set_count(Sphere& sphere, std::size_t priority, bool added) {
  std::atomic<std::uint32_t>& count = sphere.inbox.counts[priority];
  const std::uint32_t before = count.load(std::memory_order_relaxed);
  count.store(added ? before + 1 : before - 1, std::memory_order_relaxed);
}

}  // namespace

std::uint32_t Inboxes::take_node(const Message& message) {
  if (free_ == kEnd) {
    nodes_.push_back({message, kEnd});
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  const std::uint32_t node = free_;
  free_ = nodes_[node].next;
  nodes_[node] = {message, kEnd};
  return node;
}

void Inboxes::append_ready(std::size_t priority, Sphere& sphere) {
  ReadyList& ready = ready_[priority];
  sphere.inbox.lists[priority].next_ready = kEnd;
  if (ready.head == kEnd) {
    ready.head = sphere.id;
  } else {
    tree_[ready.tail].inbox.lists[priority].next_ready = sphere.id;
  }
  ready.tail = sphere.id;
}

void Inboxes::deliver(const Message& message) {
  const auto priority = static_cast<std::size_t>(message.priority);
  Sphere& sphere = tree_[message.receiver];
  SphereInbox::List& list = sphere.inbox.lists[priority];
  const std::uint32_t node = take_node(message);
  if (list.head == kEnd) {
    list.head = node;
    append_ready(priority, sphere);
  } else {
    nodes_[list.tail].next = node;
  }
  list.tail = node;
  ++waiting_;
  set_count(sphere, priority, true);
}

std::size_t Inboxes::choose_priority() {
  std::size_t chosen = kPriorities;
  for (std::size_t p = 0; p < kPriorities; ++p) {
    if (ready_[p].head == kEnd) continue;
    chosen = p;
    if (ready_[p].passed_over >= kPatience) break;  // the lowest overdue one
  }
  for (std::size_t p = 0; p < chosen; ++p) {
    if (ready_[p].head != kEnd) ++ready_[p].passed_over;
  }
  return chosen;
}

bool Inboxes::next(Message& message) {
  if (waiting_ == 0) return false;
  const std::size_t priority = choose_priority();
  ReadyList& ready = ready_[priority];
  ready.passed_over = 0;

  Sphere& sphere = tree_[ready.head];
  SphereInbox::List& list = sphere.inbox.lists[priority];
  ready.head = list.next_ready;
  if (ready.head != kEnd) tree_[ready.head].prefetch();
  const std::uint32_t node = list.head;
  message = nodes_[node].message;
  list.head = nodes_[node].next;
  nodes_[node].next = free_;
  free_ = node;
  --waiting_;
  set_count(sphere, priority, false);
  if (list.head != kEnd) append_ready(priority, sphere);
  return true;
}

}  // namespace crystalline::spheres
