#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// The shared objects as one thread alone would see them: what each call may give in a state, and
// what it makes of the state. Histories are held against them (history.hpp).
namespace crystalline::schedules {

struct QueueCall {
  bool push;
  bool done;  // false: full or empty
  int item;
};

/// A first-in-first-out queue that may say full or empty while another call is under way, as the
/// comment of sync::BoundedQueue allows.
template <std::size_t Capacity>
bool patient_queue(std::vector<int>& items, const QueueCall& call) {
  if (!call.done) return true;
  if (call.push) {
    if (items.size() == Capacity) return false;
    items.push_back(call.item);
    return true;
  }
  if (items.empty() || items.front() != call.item) return false;
  items.erase(items.begin());
  return true;
}

/// The same, saying so only when it is.
template <std::size_t Capacity>
bool strict_queue(std::vector<int>& items, const QueueCall& call) {
  if (!call.done) return items.size() == (call.push ? Capacity : 0);
  return patient_queue<Capacity>(items, call);
}

struct DequeCall {
  enum Kind { kPush, kPop, kTakeOldest } kind;
  int item;  // pushed or got; 0: got nothing
};

/// sync::WorkDeque: taking the oldest may give nothing, which its comment allows.
inline bool work_deque(std::vector<int>& items, const DequeCall& call) {
  if (call.kind == DequeCall::kPush) {
    items.push_back(call.item);
    return true;
  }
  if (call.item == 0) return call.kind == DequeCall::kTakeOldest || items.empty();
  if (items.empty()) return false;
  const bool newest = call.kind == DequeCall::kPop;
  if ((newest ? items.back() : items.front()) != call.item) return false;
  items.erase(newest ? items.end() - 1 : items.begin());
  return true;
}

struct RingCall {
  bool put;
  std::vector<int> items;  // the one put; those taken at once
};

/// sync::SpscRing, never full: taking gives all there is, which may be nothing.
inline bool endless_ring(std::vector<int>& items, const RingCall& call) {
  if (call.put) {
    items.push_back(call.items.front());
    return true;
  }
  return std::exchange(items, {}) == call.items;
}

struct RegionCall {
  bool write;
  std::uint64_t version;  // published or read
};

/// sync::VersionedRegion: a reader gets the newest version, a writer makes the next one.
inline bool region(std::uint64_t& newest, const RegionCall& call) {
  if (call.write) return call.version == ++newest;
  return call.version == newest;
}

struct CellCall {
  bool publish;
  int value;  // published or taken; 0: nothing new
};
/// The newest value, and whether it has been taken.
using CellState = std::pair<int, bool>;

/// sync::LatestCell: the newest value once, or nothing when it has been taken.
inline bool latest_cell(CellState& state, const CellCall& call) {
  if (call.publish) {
    state = {call.value, false};
    return true;
  }
  if (call.value == 0) return state.second;
  return !std::exchange(state.second, true) && state.first == call.value;
}

}  // namespace crystalline::schedules
