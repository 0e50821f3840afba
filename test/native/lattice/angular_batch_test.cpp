#include "engine/lattice/angular_batch.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "engine/base/philox.hpp"

namespace crystalline::lattice {
namespace {

TEST(AngularBatch, AgreesWithSinglePositions) {
  std::vector<std::uint64_t> primes = {1,      2,       53,      56,      18'541,
                                       18'542, 143'879, 143'999, 144'001, 144'073};
  std::vector<std::uint64_t> indices(primes.size(), 13'343);
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    const auto words = base::philox4x32({i, 0, 0, 0}, {5, 6});
    primes.push_back(((std::uint64_t{words[0]} << 32 | words[1]) >> (i % 60)) | 1);
    indices.push_back((std::uint64_t{words[2]} << 32 | words[3]) >> (i % 50));
  }
  std::vector<double> theta(primes.size());
  for (const DoublingSet doubling : {DoublingSet::kFoundingBracket, DoublingSet::kTrueTwins}) {
    for (const AngularBatch shared :
         {AngularBatch{1, 0.343, doubling}, AngularBatch{24, 1.372, doubling}}) {
      ASSERT_TRUE(angular_positions(theta, primes, indices, shared).ok());
      for (std::size_t i = 0; i < theta.size(); ++i) {
        const auto single = angular_position(
            {primes[i], indices[i], shared.dimension, shared.wavelength_m, doubling});
        ASSERT_LE(angular_distance(theta[i], single.value().theta), 4e-15) << primes[i];
        ASSERT_GE(theta[i], 0.0);
        ASSERT_LT(theta[i], 6.283185307179587);
      }
    }
  }
}

TEST(AngularBatch, BadInputIsRefused) {
  std::vector<double> theta(2);
  const std::vector<std::uint64_t> two = {2, 3};
  const std::vector<std::uint64_t> zero = {2, 0};
  const std::vector<std::uint64_t> one = {2};
  EXPECT_EQ(angular_positions(theta, zero, two, {}).error().message,
            "p = 0 is outside 1 to 18446744073709551615");
  EXPECT_FALSE(angular_positions(theta, one, two, {}).ok());
  EXPECT_FALSE(angular_positions(theta, two, two, {0, 0.343, kDefaultDoubling}).ok());
  EXPECT_FALSE(angular_positions(theta, two, two, {1, -1.0, kDefaultDoubling}).ok());
}

}  // namespace
}  // namespace crystalline::lattice
