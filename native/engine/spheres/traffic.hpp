#pragma once

#include <atomic>
#include <cstdint>

#include "engine/spheres/message.hpp"
#include "engine/sync/newest_ring.hpp"

namespace crystalline::spheres {

/// The messages one thread has sent lately, while somebody watches: link, type and priority of
/// each.
///
/// One writer (the sender), any number of readers. Unwatched it costs one relaxed load a message.
class Traffic {
 public:
  /// Messages remembered: what is sent beyond that between two readings only counts.
  static constexpr std::size_t kRemembered = 4'096;
  using Ring = sync::NewestRing<1, kRemembered>;

  struct Link {
    std::uint32_t sender;
    std::uint32_t receiver;
    MessageType type;
    Priority priority;
  };

  /// Any thread: messages sent until that moment of the machine's clock are remembered.
  void watch_until(std::uint64_t until_us) {
    watched_until_us_.store(until_us, std::memory_order_relaxed);
  }
  /// Writer only.
  void note(const Message& message, std::uint64_t now_us) {
    if (now_us < watched_until_us_.load(std::memory_order_relaxed)) ring_.put({pack(message)});
  }
  [[nodiscard]] const Ring& ring() const { return ring_; }

  [[nodiscard]] static Link unpack(std::uint64_t word) {
    return {sphere_of(word >> 24 & kNobody), sphere_of(word >> 7 & kNobody),
            static_cast<MessageType>(word & 31), static_cast<Priority>(word >> 5 & 3)};
  }

 private:
  // Bits: 0-4 type, 5-6 priority, 7-23 receiver, 24-40 sender; ids are below 65,536.
  static constexpr std::uint64_t kNobody = 0x1'ffff;  // Node Zero
  static std::uint64_t pack(const Message& message) {
    return static_cast<std::uint64_t>(message.type) |
           static_cast<std::uint64_t>(message.priority) << 5 | (message.receiver & kNobody) << 7 |
           (message.sender & kNobody) << 24;
  }
  static std::uint32_t sphere_of(std::uint64_t id) {
    return id == kNobody ? kNodeZero : static_cast<std::uint32_t>(id);
  }

  std::atomic<std::uint64_t> watched_until_us_{0};
  Ring ring_;
};

}  // namespace crystalline::spheres
