#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crystalline::spheres {

/// Spheres with messages of one priority, in the order in which they have their turn; one thread.
///
/// Grows when full, so that nothing is lost: never beyond the spheres of a worker, each of which is
/// in it once.
class ReadyQueue {
 public:
  [[nodiscard]] bool empty() const { return head_ == tail_; }
  [[nodiscard]] std::size_t size() const { return tail_ - head_; }
  /// The n-th from the front, n < size().
  [[nodiscard]] std::uint32_t peek(std::size_t n) const { return ids_[(head_ + n) & mask_]; }
  void pop() { ++head_; }
  /// Appends `id` when `wanted`, without a branch that could be guessed wrong.
  void push_if(bool wanted, std::uint32_t id) {
    if (size() > mask_) grow();
    ids_[tail_ & mask_] = id;
    tail_ += wanted ? 1 : 0;
  }

 private:
  void grow() {
    std::vector<std::uint32_t> larger(ids_.size() * 2);
    const std::size_t count = size();
    for (std::size_t n = 0; n < count; ++n) larger[n] = peek(n);
    head_ = 0;
    tail_ = count;
    ids_.swap(larger);
    mask_ = ids_.size() - 1;
  }

  std::vector<std::uint32_t> ids_ = std::vector<std::uint32_t>(16);  // a power of two
  std::size_t mask_ = 15;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

}  // namespace crystalline::spheres
