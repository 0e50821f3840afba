#include "engine/primes/factorisation.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "engine/base/philox.hpp"
#include "engine/primes/primality.hpp"

namespace crystalline::primes {
namespace {

using Powers = std::vector<PrimePower>;

TEST(Factorise, KnownNumbers) {
  EXPECT_EQ(factorise(1).value(), Powers{});
  EXPECT_EQ(factorise(144'000).value(), (Powers{{2, 7}, {3, 2}, {5, 3}}));
  EXPECT_EQ(factorise(144'001).value(), (Powers{{11, 1}, {13, 1}, {19, 1}, {53, 1}}));
  EXPECT_EQ(factorise(143'999).value(), (Powers{{143'999, 1}}));
  EXPECT_EQ(factorise(std::numeric_limits<std::uint64_t>::max()).value(),
            (Powers{{3, 1}, {5, 1}, {17, 1}, {257, 1}, {641, 1}, {65'537, 1}, {6'700'417, 1}}));
  EXPECT_EQ(factorise(18'446'744'030'759'878'681ULL).value(), (Powers{{4'294'967'291, 2}}));
  EXPECT_EQ(factorise(4'294'967'291ULL * 4'294'967'279ULL).value(),
            (Powers{{4'294'967'279, 1}, {4'294'967'291, 1}}));
}

TEST(Factorise, ProductsOfPrimesGiveBackTheNumber) {
  for (std::uint32_t i = 0; i < 300; ++i) {
    const auto words = base::philox4x32({i, 0, 0, 0}, {1, 2});
    const std::uint64_t n = ((std::uint64_t{words[0]} << 32 | words[1]) >> (i % 60)) | 1;
    std::uint64_t product = 1;
    const auto powers = factorise(n);
    ASSERT_TRUE(powers.ok());
    for (const PrimePower& power : powers.value()) {
      EXPECT_TRUE(is_prime(power.prime));
      for (int k = 0; k < power.exponent; ++k) product *= power.prime;
    }
    EXPECT_EQ(product, n);
  }
}

TEST(Factorise, ZeroIsRefused) {
  const auto refused = factorise(0);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message, "n = 0 is outside 1 to 18446744073709551615");
}

}  // namespace
}  // namespace crystalline::primes
