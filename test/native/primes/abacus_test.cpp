#include "engine/primes/abacus.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <limits>
#include <span>
#include <vector>

#include "engine/base/philox.hpp"
#include "engine/primes/primality.hpp"

namespace crystalline::primes {
namespace {

constexpr std::uint64_t kTop = std::numeric_limits<std::uint64_t>::max();

std::uint64_t count(std::uint64_t from, std::uint64_t to, int threads = 1) {
  return count_primes({from, to}, threads).value();
}

std::uint64_t count_one_by_one(std::uint64_t from, std::uint64_t to) {
  std::uint64_t found = 0;
  for (std::uint64_t n = from; n < to; ++n) found += is_prime(n) ? 1 : 0;
  return found + (is_prime(to) ? 1 : 0);
}

TEST(Abacus, CountsOfPowersOfTen) {
  // OEIS A006880.
  EXPECT_EQ(count(0, 10), 4U);
  EXPECT_EQ(count(0, 100), 25U);
  EXPECT_EQ(count(0, 1'000), 168U);
  EXPECT_EQ(count(0, 10'000), 1'229U);
  EXPECT_EQ(count(0, 100'000), 9'592U);
  EXPECT_EQ(count(0, 144'000), 13'343U);
  EXPECT_EQ(count(0, 1'000'000), 78'498U);
  EXPECT_EQ(count(0, 10'000'000), 664'579U);
  EXPECT_EQ(count(0, 100'000'000), 5'761'455U);
}

TEST(Abacus, CountsUpToTenToTheEleven) {
  if (std::getenv("CRYSTALLINE_NIGHTLY") == nullptr) {
    GTEST_SKIP() << "half a minute: set CRYSTALLINE_NIGHTLY";
  }
  EXPECT_EQ(count(0, 1'000'000'000), 50'847'534U);
  EXPECT_EQ(count(0, 10'000'000'000), 455'052'511U);
  EXPECT_EQ(count(0, 100'000'000'000, 2), 4'118'054'813U);
  EXPECT_EQ(count_twin_pairs({0, 10'000'000'000}, 2).value(), 27'412'679U);
}

TEST(Abacus, EverySmallRange) {
  for (std::uint64_t from = 0; from < 130; ++from) {
    std::uint64_t found = 0;
    for (std::uint64_t to = from; to < 400; ++to) {
      found += is_prime(to) ? 1 : 0;
      ASSERT_EQ(count(from, to), found) << from << " to " << to;
    }
  }
}

TEST(Abacus, WindowsAnywhereBelowTwoToTheSixtyFour) {
  for (std::uint32_t i = 0; i < 40; ++i) {
    const auto words = base::philox4x32({i, 1, 0, 0}, {3, 4});
    const std::uint64_t from = (std::uint64_t{words[0]} << 32 | words[1]) >> (i % 48);
    const std::uint64_t to = std::min(kTop - from, std::uint64_t{words[2] % 4000}) + from;
    EXPECT_EQ(count(from, to), count_one_by_one(from, to)) << from << " to " << to;
  }
  EXPECT_EQ(count(kTop - 5'000, kTop), count_one_by_one(kTop - 5'000, kTop));
  EXPECT_EQ(count(kTop, kTop), 0U);
}

TEST(Abacus, FullSieveAndTestedRemainderAgree) {
  // Wide enough for the full sieve; its parts are narrow and take the other way.
  constexpr std::uint64_t kFrom = 1'000'000'000'000;
  std::uint64_t parts = 0;
  for (std::uint64_t i = 0; i < 20; ++i)
    parts += count(kFrom + i * 10'000, kFrom + i * 10'000 + 9'999);
  EXPECT_EQ(count(kFrom, kFrom + 199'999), parts);
}

TEST(Abacus, ThreadsDoNotChangeResults) {
  for (const int threads : {2, 3, 5, 12, 13}) {
    EXPECT_EQ(count(123, 30'000'000, threads), count(123, 30'000'000)) << threads;
    EXPECT_EQ(count_by_group({0, 10'000'000}, threads).value(),
              count_by_group({0, 10'000'000}).value());
    EXPECT_EQ(count_twin_pairs({0, 10'000'000}, threads).value(), 58'980U);
  }
}

TEST(Abacus, TwinPairs) {
  // OEIS A007508.
  EXPECT_EQ(count_twin_pairs({0, 100}).value(), 8U);
  EXPECT_EQ(count_twin_pairs({0, 1'000'000}).value(), 8'169U);
  EXPECT_EQ(count_twin_pairs({0, 100'000'000}).value(), 440'312U);
  EXPECT_EQ(count_twin_pairs({143'900, 144'100}).value(), 1U);
  EXPECT_EQ(count_twin_pairs({144'071, 144'072}).value(), 0U);
  EXPECT_EQ(count_twin_pairs({3, 5}).value(), 1U);
  EXPECT_EQ(count_twin_pairs({29, 31}).value(), 1U);
}

TEST(Abacus, OnlyFourGroupsCarryPrimes) {
  const std::array<std::uint64_t, 12> million = {0, 19'564, 1, 1, 0, 19'611,
                                                 0, 19'667, 0, 0, 0, 19'654};
  EXPECT_EQ(count_by_group({0, 1'000'000}).value(), million);
  const auto boundary = count_by_group({0, 144'000}).value();
  EXPECT_EQ(boundary[1], 3'306U);
  EXPECT_EQ(boundary[5], 3'348U);
  EXPECT_EQ(boundary[7], 3'337U);
  EXPECT_EQ(boundary[11], 3'350U);
}

TEST(Abacus, IteratesInOrderWithoutGaps) {
  std::uint64_t last = 0;
  std::uint64_t seen = 0;
  const auto walked = for_each_prime({0, 3'000'000}, [&](std::span<const std::uint64_t> primes) {
    for (const std::uint64_t prime : primes) {
      EXPECT_EQ(prime, next_prime(last));
      last = prime;
      ++seen;
    }
    return true;
  });
  EXPECT_TRUE(walked.ok());
  EXPECT_EQ(seen, count(0, 3'000'000));
}

TEST(Abacus, IterationStopsWhenAsked) {
  int batches = 0;
  const auto walked = for_each_prime({0, 100'000'000},
                                     [&](std::span<const std::uint64_t>) { return ++batches < 3; });
  EXPECT_TRUE(walked.ok());
  EXPECT_EQ(batches, 3);
}

TEST(Abacus, PrimesAroundTheBoundary) {
  std::vector<std::uint64_t> found;
  (void)for_each_prime({143'900, 144'100}, [&](std::span<const std::uint64_t> primes) {
    found.insert(found.end(), primes.begin(), primes.end());
    return true;
  });
  EXPECT_EQ(found, (std::vector<std::uint64_t>{143'909, 143'947, 143'953, 143'971, 143'977, 143'981,
                                               143'999, 144'013, 144'031, 144'037, 144'061, 144'071,
                                               144'073}));
}

TEST(Abacus, NthPrime) {
  EXPECT_EQ(nth_prime(1).value(), 2U);
  EXPECT_EQ(nth_prime(2).value(), 3U);
  EXPECT_EQ(nth_prime(3).value(), 5U);
  EXPECT_EQ(nth_prime(25).value(), 97U);
  EXPECT_EQ(nth_prime(13'343).value(), 143'999U);
  EXPECT_EQ(nth_prime(13'344).value(), 144'013U);
  EXPECT_EQ(nth_prime(1'000'000).value(), 15'485'863U);
  EXPECT_EQ(nth_prime(10'000'000, 2).value(), 179'424'673U);
  for (std::uint64_t n = 1; n < 300; ++n) {
    ASSERT_EQ(count(0, nth_prime(n).value()), n);
  }
}

TEST(Abacus, BadInputNamesArgumentValueAndRange) {
  EXPECT_EQ(count_primes({10, 9}).error().message, "from = 10 is outside 0 to 9, the value of to");
  EXPECT_EQ(count_primes({1, 2}, 0).error().message, "threads = 0 is outside 1 to 256");
  EXPECT_EQ(nth_prime(0).error().message, "n = 0 is outside 1 to 37000000000");
}

}  // namespace
}  // namespace crystalline::primes
