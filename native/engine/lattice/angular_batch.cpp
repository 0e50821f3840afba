#include "engine/lattice/angular_batch.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/lattice/boundary.hpp"
#include "engine/lattice/plimpton.hpp"

namespace crystalline::lattice {
namespace {

/// frac(phi) as 64 + 64 bits.
constexpr std::uint64_t kGoldenHigh = 0x9e3779b97f4a7c15;
constexpr std::uint64_t kGoldenLow = 0xf39cc0605cedc834;
constexpr double kRadiansOfUnit = 0x1.921fb54442d18p+2 * 0x1p-53;
constexpr double kTurnsPerRadian = 0x1.45f306dc9c883p-3;

/// Beyond the largest side, 18,541, the nearest row is always that side's.
constexpr std::uint64_t kLargestSide = 18'541;

/// The nearest row's diagonal for each p up to the largest side.
const std::vector<std::uint16_t>& diagonals() {
  static const std::vector<std::uint16_t> table = [] {
    std::vector<std::uint16_t> all(kLargestSide + 1);
    for (std::uint64_t p = 0; p <= kLargestSide; ++p) {
      const auto row = static_cast<std::size_t>(nearest_plimpton_row(p));
      all[p] = static_cast<std::uint16_t>(kPlimptonRows[row].c);
    }
    return all;
  }();
  return table;
}

/// psi in turns, 0 <= psi < 1.
double psi_of(std::uint64_t p, const std::vector<std::uint16_t>& diagonal) {
  if (p > kLargestSide) return static_cast<double>(p % kLargestSide) * (1.0 / kLargestSide);
  const std::uint64_t c = diagonal[p];
  return static_cast<double>(p % c) / static_cast<double>(c);
}

/// A fraction in [0, 1) in units of 2^-64.
std::uint64_t fixed(double turns) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(turns * 0x1p63)) << 1;
}

base::Error invalid(std::string text) {
  return {base::ErrorCode::kInvalidArgument, std::move(text)};
}

}  // namespace

base::Result<void> angular_positions(std::span<double> theta, std::span<const std::uint64_t> primes,
                                     std::span<const std::uint64_t> indices,
                                     const AngularBatch& shared) {
  if (primes.size() != theta.size() || indices.size() != theta.size()) {
    return invalid("primes = " + std::to_string(primes.size()) +
                   " and indices = " + std::to_string(indices.size()) + " values are not the " +
                   std::to_string(theta.size()) + " of theta");
  }
  if (std::find(primes.begin(), primes.end(), 0) != primes.end()) {
    return invalid("p = 0 is outside 1 to 18446744073709551615");
  }
  // What all have in common: the position of p = c, k = 0, less that prime's own omega and psi.
  auto common =
      angular_position({kLargestSide, 0, shared.dimension, shared.wavelength_m, shared.doubling});
  if (!common) return common.error();
  const double own = common.value().terms.omega + common.value().terms.psi;
  const double rest = common.value().theta - own;
  const std::uint64_t base =
      fixed((rest < 0 ? rest + 0x1.921fb54442d18p+2 : rest) * kTurnsPerRadian);

  const bool bracket = shared.doubling == DoublingSet::kFoundingBracket;
  const auto& diagonal = diagonals();
  for (std::size_t i = 0; i < theta.size(); ++i) {
    const std::uint64_t p = primes[i];
    const std::uint64_t k = indices[i];
    const std::uint64_t spiral =
        k * kGoldenHigh + static_cast<std::uint64_t>((Wide{k} * kGoldenLow) >> 64);
    const auto distance = static_cast<double>(p > kBoundary ? p - kBoundary : kBoundary - p);
    const double omega = 3.0 * kTurnsPerRadian / (static_cast<double>(kBoundary) + distance);
    const bool doubled = bracket ? p == kBoundary - 1 || p == kBoundary + 1
                                 : p == 143'879 || p == 143'881 || p == 144'071 || p == 144'073;
    const std::uint64_t turns =
        base + spiral + fixed(psi_of(p, diagonal)) + fixed(doubled ? 2 * omega : omega);
    theta[i] = static_cast<double>(static_cast<std::int64_t>(turns >> 11)) * kRadiansOfUnit;
  }
  return {};
}

}  // namespace crystalline::lattice
