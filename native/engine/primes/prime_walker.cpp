#include "engine/primes/prime_walker.hpp"

#include <algorithm>

#include "engine/primes/abacus.hpp"

namespace crystalline::primes {
namespace {

constexpr std::uint64_t kWidest = 1 << 22;
constexpr std::uint64_t kTop = ~std::uint64_t{0};

}  // namespace

void PrimeWalker::load(std::uint64_t low, std::uint64_t high) {
  primes_.clear();
  // The range is in order and the thread count 1, so the walk cannot be refused.
  static_cast<void>(for_each_prime({low, high}, [this](std::span<const std::uint64_t> batch) {
    primes_.insert(primes_.end(), batch.begin(), batch.end());
    return true;
  }));
  low_ = low;
  reaches_end_ = high == kTop;
  high_ = high + 1;  // 0 where the window reaches the end; not used then
  width_ = std::min(2 * width_, kWidest);
}

std::uint64_t PrimeWalker::next() {
  while (ahead_ == primes_.size()) {
    if (reaches_end_) return 0;
    const std::uint64_t low = high_;
    load(low, low > kTop - width_ ? kTop : low + width_);
    ahead_ = 0;
  }
  return primes_[ahead_++];
}

std::uint64_t PrimeWalker::previous() {
  while (ahead_ == 0) {
    if (low_ <= 2) return 0;
    const std::uint64_t high = low_ - 1;
    load(high > width_ ? high - width_ : 0, high);
    ahead_ = primes_.size();
  }
  return primes_[--ahead_];
}

}  // namespace crystalline::primes
