#include "engine/primes/base_primes.hpp"

#include <algorithm>

#include "engine/primes/bits.hpp"
#include "engine/primes/segment_sieve.hpp"
#include "engine/primes/wheel.hpp"

namespace crystalline::primes {
namespace {

constexpr std::uint32_t kFirst = 59;           // smaller ones are in the sieve's patterns
constexpr std::uint32_t kPlainLimit = 65'535;  // up to here a plain sieve is quick enough
constexpr std::size_t kStretch = 32 * 1024;

}  // namespace

BasePrimes::BasePrimes(std::uint32_t limit) : limit_(limit) {
  if (limit <= kPlainLimit) {
    std::vector<bool> composite(limit / 2 + 1, false);  // composite[i] is about 2 i + 1
    for (std::uint32_t prime = 3; prime <= limit; prime += 2) {
      if (composite[prime / 2]) continue;
      if (prime >= kFirst) append(prime);
      for (std::uint32_t i = prime * prime; i <= limit && prime <= 255; i += 2 * prime) {
        composite[i / 2] = true;
      }
    }
    return;
  }
  const BasePrimes parent(kPlainLimit);
  SegmentSieve sieve(parent, kStretch);
  std::vector<std::uint64_t> primes(kStretch * 8 + kExtractSlack);
  const std::uint64_t end = limit / kWheel + 1;
  for (std::uint64_t byte = 0; byte < end; byte += kStretch) {
    const std::size_t size =
        static_cast<std::size_t>(std::min<std::uint64_t>(kStretch, end - byte));
    const auto words = sieve.sieve(byte, size);
    const std::size_t found = extract_primes(words, byte, primes.data());
    for (std::size_t i = 0; i < found; ++i) {
      if (primes[i] >= kFirst && primes[i] <= limit) append(static_cast<std::uint32_t>(primes[i]));
    }
  }
}

void BasePrimes::append(std::uint32_t prime) {
  classes_[static_cast<std::size_t>(kBitOfResidue[prime % kWheel])].push_back(prime);
}

}  // namespace crystalline::primes
