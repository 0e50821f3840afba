#pragma once

#include <cstddef>

#include "engine/base/aligned.hpp"
#include "engine/spheres/message.hpp"

namespace crystalline::spheres {

/// Messages that wait in the order of their arrival; one thread.
///
/// Each lies behind the one before it, so the processor fetches the next ones by itself. Full: the
/// room doubles, so nothing is lost; it is kept for reuse. Whenever none waits it begins anew at
/// the first place, so that few messages touch few lines, however many there once were.
class MessageLine {
 public:
  [[nodiscard]] bool empty() const { return head_ == tail_; }
  [[nodiscard]] std::size_t size() const { return tail_ - head_; }
  /// The n-th from the front, n < size().
  [[nodiscard]] const Message& peek(std::size_t n) const { return places_[(head_ + n) & mask_]; }
  void put(const Message& message) {
    if (size() > mask_) grow();
    places_[tail_++ & mask_] = message;
  }
  void pop() {
    if (++head_ == tail_) head_ = tail_ = 0;
  }

 private:
  void grow() {
    base::AlignedVector<Message> larger(places_.size() * 2);
    const std::size_t count = size();
    for (std::size_t n = 0; n < count; ++n) larger[n] = peek(n);
    head_ = 0;
    tail_ = count;
    places_.swap(larger);
    mask_ = places_.size() - 1;
  }

  base::AlignedVector<Message> places_ = base::AlignedVector<Message>(16);  // a power of two
  std::size_t mask_ = 15;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

}  // namespace crystalline::spheres
