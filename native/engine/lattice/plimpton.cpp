#include "engine/lattice/plimpton.hpp"

#include <algorithm>

namespace crystalline::lattice {
namespace {

std::uint64_t gap(std::uint64_t p, std::uint64_t side) { return p > side ? p - side : side - p; }

}  // namespace

int nearest_plimpton_row(std::uint64_t p) {
  const auto nearness = [p](const PlimptonRow& row) {
    return std::min({gap(p, row.a), gap(p, row.b), gap(p, row.c)});
  };
  const auto nearest = std::min_element(
      kPlimptonRows.begin(), kPlimptonRows.end(),
      [&](const PlimptonRow& a, const PlimptonRow& b) { return nearness(a) < nearness(b); });
  return static_cast<int>(nearest - kPlimptonRows.begin());
}

}  // namespace crystalline::lattice
