#include "engine/model/gradient_sink.hpp"

#include <cassert>

#include "engine/model/row_kernel.hpp"

namespace crystalline::model {

double add_contribution(std::span<float> gradient, std::span<const float> contribution) {
  assert(gradient.size() == contribution.size());
  return active_row_kernels().add(gradient.data(), contribution.data(), gradient.size());
}

}  // namespace crystalline::model
