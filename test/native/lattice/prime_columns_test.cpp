#include "engine/lattice/prime_columns.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/lattice/angular_batch.hpp"
#include "engine/lattice/clock_lattice.hpp"

namespace crystalline::lattice {
namespace {

TEST(PrimeColumns, AreTheFirstPrimesAtTheirPlaces) {
  const auto columns = prime_columns(kMostColumnPrimes);
  ASSERT_TRUE(columns.ok());
  const auto& [primes, places, spiral, omega, psi] = columns.value();
  ASSERT_EQ(primes.size(), kMostColumnPrimes);
  ASSERT_EQ(psi.size(), kMostColumnPrimes);
  EXPECT_EQ(primes[0], 2u);
  EXPECT_EQ(primes[999], 7'919u);
  EXPECT_EQ(primes[9'999], 104'729u);
  EXPECT_EQ(primes[99'999], 1'299'709u);
  for (std::size_t i = 0; i < primes.size(); i += 37) {
    const auto place = clock_place(i + 1);
    EXPECT_EQ(places[i] & 0xffff, static_cast<std::uint32_t>(place.value().position));
    EXPECT_EQ((places[i] >> 16) & 0xff, static_cast<std::uint32_t>(place.value().ring));
    EXPECT_EQ(places[i] >> 24, primes[i] % 12);
  }
}

TEST(PrimeColumns, TermsAddUpToTheBatchsTheta) {
  const std::size_t count = 20'000;
  const auto columns = prime_columns(count);
  ASSERT_TRUE(columns.ok());
  std::vector<std::uint64_t> primes(columns.value().primes.begin(), columns.value().primes.end());
  std::vector<std::uint64_t> indices(count);
  for (std::size_t i = 0; i < count; ++i) indices[i] = i + 1;
  std::vector<double> theta(count);
  ASSERT_TRUE(
      angular_positions(theta, primes, indices, {.dimension = 12, .wavelength_m = 0.114}).ok());
  const AngularTerms shared =
      angular_position({.prime = 2, .index = 1, .dimension = 12, .wavelength_m = 0.114})
          .value()
          .terms;
  for (std::size_t i = 0; i < count; ++i) {
    const double sum = columns.value().spiral[i] + shared.index + shared.phonetic +
                       columns.value().omega[i] + columns.value().psi[i];
    EXPECT_NEAR(std::remainder(sum - theta[i], 2 * std::numbers::pi), 0, 2e-6) << i;
  }
}

TEST(PrimeColumns, RefuseNoPrimesAndMoreThanAShell) {
  EXPECT_EQ(prime_columns(0).error().code, base::ErrorCode::kInvalidArgument);
  EXPECT_EQ(prime_columns(kMostColumnPrimes + 1).error().code, base::ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace crystalline::lattice
