#include "engine/lattice/angular_batch.hpp"

#include <string>
#include <utility>
#include <vector>

#include "engine/lattice/angular_kernels.hpp"
#include "engine/lattice/plimpton.hpp"
#include "engine/math/isa.hpp"

namespace crystalline::lattice {
namespace {

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

AngularKernel active_kernel() {
#if defined(__x86_64__)
  switch (math::active_isa()) {
    case math::Isa::kAvx512:
      return angular_kernel_avx512();
    case math::Isa::kAvx2:
      return angular_kernel_avx2();
    case math::Isa::kBaseline:
      break;
  }
#endif
  return angular_kernel_baseline();
}

/// Whether any is 0, without a branch a number.
bool has_zero(std::span<const std::uint64_t> numbers) {
  std::uint64_t zeros = 0;
  for (const std::uint64_t number : numbers) zeros |= static_cast<std::uint64_t>(number == 0);
  return zeros != 0;
}

using base::invalid;

}  // namespace

base::Result<void> angular_positions(std::span<double> theta, std::span<const std::uint64_t> primes,
                                     std::span<const std::uint64_t> indices,
                                     const AngularBatch& shared) {
  if (primes.size() != theta.size() || indices.size() != theta.size()) {
    return invalid("primes = " + std::to_string(primes.size()) +
                   " and indices = " + std::to_string(indices.size()) + " values are not the " +
                   std::to_string(theta.size()) + " of theta");
  }
  if (has_zero(primes)) return invalid("p = 0 is outside 1 to 18446744073709551615");
  const auto common = shared_turns(shared.dimension, shared.wavelength_m);
  if (!common) return common.error();
  active_kernel()(theta.data(), primes.data(), indices.data(), theta.size(),
                  {.shared_turns = common.value().high,
                   .founding_bracket = shared.doubling == DoublingSet::kFoundingBracket,
                   .diagonals = diagonals().data()});
  return {};
}

}  // namespace crystalline::lattice
