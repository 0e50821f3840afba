#pragma once

#include <vector>

#include "engine/math/isa.hpp"

namespace crystalline::model {

/// The instruction sets that this processor can run: each test of a kernel goes through them all.
inline std::vector<math::Isa> testable_isas() {
  std::vector<math::Isa> isas;
  for (const math::Isa isa : {math::Isa::kBaseline, math::Isa::kAvx2, math::Isa::kAvx512}) {
    if (isa <= math::supported_isa()) isas.push_back(isa);
  }
  return isas;
}

}  // namespace crystalline::model
