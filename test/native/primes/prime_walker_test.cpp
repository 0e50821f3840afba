#include "engine/primes/prime_walker.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "engine/primes/primality.hpp"

namespace crystalline::primes {
namespace {

TEST(PrimeWalker, WalksUpAndBackOverTheSamePrimes) {
  PrimeWalker walker;
  std::uint64_t last = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t prime = walker.next();
    ASSERT_EQ(prime, next_prime(last));
    last = prime;
  }
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t prime = walker.previous();
    ASSERT_EQ(prime, i == 0 ? last : previous_prime(last));
    last = prime;
  }
  EXPECT_EQ(last, 2U);
  EXPECT_EQ(walker.previous(), 0U);
  EXPECT_EQ(walker.next(), 2U);
}

TEST(PrimeWalker, TurnsRoundAtThePlaceItStands) {
  PrimeWalker walker(144'000);
  EXPECT_EQ(walker.next(), 144'013U);
  EXPECT_EQ(walker.previous(), 144'013U);
  EXPECT_EQ(walker.previous(), 143'999U);
  EXPECT_EQ(walker.next(), 143'999U);
  EXPECT_EQ(walker.next(), 144'013U);
  EXPECT_EQ(walker.next(), 144'031U);
}

TEST(PrimeWalker, APrimeStartIsAhead) {
  PrimeWalker up(7);
  EXPECT_EQ(up.next(), 7U);
  PrimeWalker down(7);
  EXPECT_EQ(down.previous(), 5U);
  EXPECT_EQ(down.previous(), 3U);
  EXPECT_EQ(down.previous(), 2U);
  EXPECT_EQ(down.previous(), 0U);
}

TEST(PrimeWalker, EndsAtTwoToTheSixtyFour) {
  constexpr std::uint64_t kTop = std::numeric_limits<std::uint64_t>::max();
  PrimeWalker walker(kTop - 100);
  std::uint64_t last = 0;
  int steps = 0;
  for (std::uint64_t prime = walker.next(); prime != 0; prime = walker.next()) {
    EXPECT_TRUE(is_prime(prime));
    last = prime;
    ASSERT_LT(++steps, 100);
  }
  EXPECT_EQ(last, 18'446'744'073'709'551'557ULL);
  EXPECT_EQ(walker.previous(), last);
}

}  // namespace
}  // namespace crystalline::primes
