#include "engine/primes/primality.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "engine/primes/first_primes.hpp"

namespace crystalline::primes {
namespace {

bool is_prime_by_trial(std::uint64_t n) {
  if (n < 2) return false;
  for (std::uint64_t d = 2; d * d <= n; ++d) {
    if (n % d == 0) return false;
  }
  return true;
}

TEST(Primality, AgreesWithTrialDivision) {
  for (std::uint64_t n = 0; n < 100'000; ++n) ASSERT_EQ(is_prime(n), is_prime_by_trial(n)) << n;
}

TEST(Primality, StrongPseudoprimesAreComposite) {
  // The least strong pseudoprimes to the first 1 ... 12 prime bases (OEIS A014233).
  for (const std::uint64_t n :
       {2'047ULL, 1'373'653ULL, 25'326'001ULL, 3'215'031'751ULL, 2'152'302'898'747ULL,
        3'474'749'660'383ULL, 341'550'071'728'321ULL, 3'825'123'056'546'413'051ULL}) {
    EXPECT_FALSE(is_prime(n)) << n;
  }
  for (const std::uint64_t carmichael : {561ULL, 1'729ULL, 9'746'347'772'161ULL}) {
    EXPECT_FALSE(is_prime(carmichael)) << carmichael;
  }
}

TEST(Primality, LargestPrimesBelowPowersOfTwo) {
  EXPECT_TRUE(is_prime(18'446'744'073'709'551'557ULL));  // 2^64 - 59
  EXPECT_FALSE(is_prime(18'446'744'073'709'551'615ULL));
  EXPECT_FALSE(is_prime(18'446'744'030'759'878'681ULL));  // (2^32 - 5)^2
  EXPECT_TRUE(is_prime(4'294'967'291ULL));
  EXPECT_TRUE(is_prime(2'305'843'009'213'693'951ULL));  // 2^61 - 1
}

TEST(Primality, TheFoundingBracketIsNoTwinPair) {
  EXPECT_TRUE(is_prime(143'999));
  EXPECT_FALSE(is_prime(144'001));
  EXPECT_FALSE(is_twin_prime(143'999));
  for (const std::uint64_t twin : {143'879ULL, 143'881ULL, 144'071ULL, 144'073ULL, 3ULL, 5ULL}) {
    EXPECT_TRUE(is_twin_prime(twin)) << twin;
  }
  EXPECT_FALSE(is_twin_prime(2));
  EXPECT_FALSE(is_twin_prime(23));
}

TEST(Primality, NeighboursOnBothSides) {
  EXPECT_EQ(next_prime(0), 2U);
  EXPECT_EQ(next_prime(2), 3U);
  EXPECT_EQ(next_prime(144'000), 144'013U);
  EXPECT_EQ(next_prime(18'446'744'073'709'551'533ULL), 18'446'744'073'709'551'557ULL);
  EXPECT_EQ(next_prime(18'446'744'073'709'551'557ULL), 0U);
  EXPECT_EQ(next_prime(18'446'744'073'709'551'615ULL), 0U);
  EXPECT_EQ(previous_prime(144'000), 143'999U);
  EXPECT_EQ(previous_prime(3), 2U);
  EXPECT_EQ(previous_prime(4), 3U);
  EXPECT_EQ(previous_prime(5), 3U);
  EXPECT_EQ(previous_prime(2), 0U);
}

TEST(FirstPrimes, KnownValues) {
  const auto primes = first_primes(kMostTokens);
  ASSERT_TRUE(primes.ok());
  const std::vector<std::uint32_t>& table = primes.value();
  ASSERT_EQ(table.size(), 65'536U);
  EXPECT_EQ(table[0], 2U);
  EXPECT_EQ(table[24], 97U);
  EXPECT_EQ(table[99], 541U);
  EXPECT_EQ(table[9'999], 104'729U);
  EXPECT_EQ(table[13'342], 143'999U);
  EXPECT_EQ(table[65'535], kLastTokenPrime);
  for (const std::uint32_t p : table) ASSERT_TRUE(is_prime(p));
}

TEST(FirstPrimes, CountsAtTheEdges) {
  EXPECT_TRUE(first_primes(0).value().empty());
  EXPECT_EQ(first_primes(1).value(), std::vector<std::uint32_t>{2});
  const auto refused = first_primes(65'537);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message, "count = 65537 is outside 0 to 65536");
}

}  // namespace
}  // namespace crystalline::primes
