#include "engine/training/batch_plan.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "engine/base/philox.hpp"

namespace crystalline::training {

std::size_t BatchPlan::offset(std::uint64_t step, std::uint32_t sequence) const {
  assert(tokens > context);
  const auto words = base::random_words(seed, base::RandomStream::kBatches, sequence, step);
  return base::uniform_below(tokens - context, words[0], words[1]);
}

WindowPlan::WindowPlan(std::size_t tokens, std::size_t context, std::uint64_t wanted)
    : context_(context), places_(tokens == 0 ? 0 : (tokens - 1) / context) {
  const std::uint64_t count = wanted == 0 ? places_ : std::min<std::uint64_t>(wanted, places_);
  count_ = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

std::size_t WindowPlan::offset(std::uint32_t index) const {
  return static_cast<std::size_t>(std::uint64_t{index} * places_ / count_) * context_;
}

}  // namespace crystalline::training
