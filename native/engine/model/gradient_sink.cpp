#include "engine/model/gradient_sink.hpp"

#include <cassert>
#include <cstddef>

namespace crystalline::model {

double add_contribution(std::span<float> gradient, std::span<const float> contribution) {
  assert(gradient.size() == contribution.size());
  double squares = 0;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    gradient[i] += contribution[i];
    squares += static_cast<double>(contribution[i]) * static_cast<double>(contribution[i]);
  }
  return squares;
}

}  // namespace crystalline::model
