#include "engine/spheres/inboxes.hpp"

#include <algorithm>

#include "engine/sync/prefetch.hpp"

namespace crystalline::spheres {
namespace {

/// Turns before a list, and a message, is asked for.
constexpr std::size_t kListsAhead = 8;
constexpr std::size_t kMessagesAhead = 4;
/// Places made at first.
constexpr std::size_t kFewPlaces = 64;

}  // namespace

void Inboxes::make_places() {
  const std::size_t before = places_.size();
  const std::size_t count = std::max(kFewPlaces, 2 * before);
  places_.resize(count);
  after_.resize(count);
  for (std::size_t p = before; p < count; ++p) after_[p] = static_cast<std::uint32_t>(p + 1);
}

inline std::uint32_t Inboxes::take_place(const Message& message) {
  if (free_ == places_.size()) make_places();
  const std::uint32_t place = free_;
  free_ = after_[place];
  places_[place].message = message;
  return place;
}

/// Whether a list was empty is a coin toss with a message a sphere under way: no branch hangs on
/// it.
inline void Inboxes::append(std::uint32_t place, std::uint32_t sphere, std::size_t priority) {
  InboxLists::List& list = lists_.of(sphere, priority);
  const bool was_empty = list.last == 0;
  after_[place] = place;  // a ring of its own, unless there is one to enter
  const std::uint32_t before = was_empty ? place : list.last - 1;
  const std::uint32_t first = after_[before];
  after_[before] = place;
  after_[place] = first;
  list.last = place + 1;
  InboxLists::set_count(list, list.count + 1);
  ready_[priority].push_if(was_empty, sphere);
}

void Inboxes::deliver(const Message& message) {
  append(take_place(message), message.receiver, static_cast<std::size_t>(message.priority));
  ++waiting_;
}

void Inboxes::arrive(const Message& message) {
  if (arrivals_ == kTogether) settle();
  sync::prefetch_for_writing(
      &lists_.of(message.receiver, static_cast<std::size_t>(message.priority)));
  arrived_[arrivals_++] = take_place(message);
  ++waiting_;
}

void Inboxes::settle() {
  for (std::size_t i = 0; i < arrivals_; ++i) {
    const Message& message = places_[arrived_[i]].message;
    append(arrived_[i], message.receiver, static_cast<std::size_t>(message.priority));
  }
  arrivals_ = 0;
}

inline std::size_t Inboxes::choose_priority() {
  std::size_t chosen = kPriorities;
  for (std::size_t p = 0; p < kPriorities; ++p) {
    if (ready_[p].empty()) continue;
    chosen = p;
    if (passed_over_[p] >= kPatience) break;  // the lowest overdue one
  }
  for (std::size_t p = 0; p < chosen; ++p) passed_over_[p] += ready_[p].empty() ? 0 : 1;
  passed_over_[chosen] = 0;
  return chosen;
}

/// The lists of those whose turn is near, and of the nearer ones, whose lists are here by now, the
/// message.
inline void Inboxes::fetch_ahead(const ReadyQueue& ready, std::size_t priority) {
  if (ready.size() <= kListsAhead) return;
  sync::prefetch_for_writing(&lists_.of(ready.peek(kListsAhead), priority));
  const std::uint32_t first = after_[lists_.of(ready.peek(kMessagesAhead), priority).last - 1];
  __builtin_prefetch(&places_[first]);
}

std::optional<std::uint32_t> Inboxes::upcoming(std::size_t ahead) const {
  for (std::size_t p = kPriorities; p-- > 0;) {
    if (ready_[p].size() > ahead) return ready_[p].peek(ahead);
    ahead -= ready_[p].size();
  }
  return std::nullopt;
}

bool Inboxes::next(Message& message) {
  if (waiting_ == 0) return false;
  const std::size_t priority = choose_priority();
  ReadyQueue& ready = ready_[priority];
  fetch_ahead(ready, priority);
  const std::uint32_t sphere = ready.peek(0);
  ready.pop();

  InboxLists::List& list = lists_.of(sphere, priority);
  const std::uint32_t last = list.last - 1;
  const std::uint32_t place = after_[last];
  message = places_[place].message;
  const bool only = place == last;
  after_[last] = after_[place];
  after_[place] = free_;
  free_ = place;
  list.last = only ? 0 : list.last;
  InboxLists::set_count(list, list.count - 1);
  --waiting_;
  ready.push_if(!only, sphere);
  return true;
}

}  // namespace crystalline::spheres
