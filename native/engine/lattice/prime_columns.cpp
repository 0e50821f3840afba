#include "engine/lattice/prime_columns.hpp"

#include <string>

#include "engine/lattice/clock_lattice.hpp"
#include "engine/primes/abacus.hpp"

namespace crystalline::lattice {
namespace {

/// Above the 144,000-th prime.
constexpr std::uint64_t kHighest = 2'000'000;

base::Result<void> append(PrimeColumns& columns, std::uint64_t prime, DoublingSet doubling) {
  const std::uint64_t index = columns.primes.size() + 1;
  const auto position = angular_position({.prime = prime, .index = index, .doubling = doubling});
  if (!position) return position.error();
  const auto place = clock_place(index);
  if (!place) return place.error();
  const AngularTerms& terms = position.value().terms;
  columns.primes.push_back(static_cast<std::uint32_t>(prime));
  columns.places.push_back(static_cast<std::uint32_t>(place.value().position) |
                           static_cast<std::uint32_t>(place.value().ring) << 16 |
                           static_cast<std::uint32_t>(position.value().group) << 24);
  columns.spiral.push_back(static_cast<float>(terms.spiral));
  columns.omega.push_back(static_cast<float>(terms.omega));
  columns.psi.push_back(static_cast<float>(terms.psi));
  return {};
}

}  // namespace

base::Result<PrimeColumns> prime_columns(std::size_t count, DoublingSet doubling) {
  if (count < 1 || count > kMostColumnPrimes) {
    return base::Error{base::ErrorCode::kInvalidArgument, "count = " + std::to_string(count) +
                                                              " is outside 1 to " +
                                                              std::to_string(kMostColumnPrimes)};
  }
  PrimeColumns columns;
  columns.primes.reserve(count);
  columns.places.reserve(count);
  columns.spiral.reserve(count);
  columns.omega.reserve(count);
  columns.psi.reserve(count);
  base::Result<void> appended;
  const auto listed = primes::for_each_prime({.from = 2, .to = kHighest},
                                             [&](std::span<const std::uint64_t> batch) {
                                               for (const std::uint64_t prime : batch) {
                                                 if (columns.primes.size() == count) return false;
                                                 appended = append(columns, prime, doubling);
                                                 if (!appended) return false;
                                               }
                                               return true;
                                             });
  if (!listed) return listed.error();
  if (!appended) return appended.error();
  return columns;
}

}  // namespace crystalline::lattice
