#pragma once

#include <span>

namespace crystalline::model {

/// gradient += contribution, element by element; returns the squared norm of contribution, summed
/// in a fixed order. Spans of one length (asserted).
double add_contribution(std::span<float> gradient, std::span<const float> contribution);

}  // namespace crystalline::model
