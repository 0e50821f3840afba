#pragma once

#include <cstddef>
#include <vector>

#include "engine/model/gpt.hpp"

namespace crystalline::training {

/// A stretch of the flat parameter vector that one part reduces and updates.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool decays = false;
};

/// Cuts the flat vector into fixed ranges of whole cache lines, at most 64 and at least 16,384
/// floats each where there are so many; each as segments of equal weight decay, padding included.
/// Depends on the layout only, never on the number of workers.
[[nodiscard]] std::vector<std::vector<Segment>> cut_into_parts(
    const model::ParameterLayout& layout);

}  // namespace crystalline::training
