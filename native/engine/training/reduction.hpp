#pragma once

#include <cstddef>
#include <span>

#include "engine/base/aligned.hpp"
#include "engine/math/isa.hpp"

namespace crystalline::training {

/// Adds lanes 1, 2, ... in order into lane 0 over elements begin..end-1 and clears them behind, so
/// that they are zero for the next step. Returns the squared norm of the sums, added in a fixed
/// order in double: the same bits on every instruction set.
[[nodiscard]] double reduce_lanes(std::span<base::AlignedVector<float>> lanes, std::size_t begin,
                                  std::size_t end, math::Isa isa = math::active_isa());

/// Squared norm in double, in a fixed order: 16 partial sums, then their tree.
[[nodiscard]] double squared_norm(std::span<const float> values);

}  // namespace crystalline::training
