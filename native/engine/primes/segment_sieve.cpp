#include "engine/primes/segment_sieve.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "engine/primes/wheel.hpp"

namespace crystalline::primes {
namespace {

/// Bytes that stay in a core's first-level cache while small primes are struck out.
constexpr std::size_t kChunk = 32 * 1024;
/// Primes below this cross a chunk about 30 times or more.
constexpr std::uint32_t kSmallLimit = kChunk / 4;

/// Patterns: the multiples of a few primes repeat after their product of bytes.
constexpr std::array<std::array<std::uint32_t, 4>, 4> kPatternPrimes = {
    {{7, 11, 13, 17}, {19, 23, 29, 1}, {31, 37, 41, 1}, {43, 47, 53, 1}}};

using Pattern = std::vector<std::uint8_t>;

Pattern make_pattern(const std::array<std::uint32_t, 4>& primes) {
  const std::size_t period = std::size_t{primes[0]} * primes[1] * primes[2] * primes[3];
  // Eight bytes more, so that whole words can be read at any place of the period.
  Pattern pattern(period + 8, 0xFF);
  for (const std::uint32_t prime : primes) {
    if (prime == 1) continue;
    for (std::uint64_t number = prime; number < pattern.size() * kWheel; number += 2 * prime) {
      const int bit = kBitOfResidue[number % kWheel];
      if (bit >= 0) pattern[number / kWheel] &= static_cast<std::uint8_t>(~(1U << bit));
    }
  }
  return pattern;
}

const std::array<Pattern, 4>& patterns() {
  static const std::array<Pattern, 4> all = {
      make_pattern(kPatternPrimes[0]), make_pattern(kPatternPrimes[1]),
      make_pattern(kPatternPrimes[2]), make_pattern(kPatternPrimes[3])};
  return all;
}

std::uint64_t load_word(const std::uint8_t* from) {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// words &= pattern from byte `first` on (words = pattern where `fresh`).
void apply_pattern(std::uint64_t* words, std::size_t count, const Pattern& pattern,
                   std::uint64_t first, bool fresh) {
  const std::size_t period = pattern.size() - 8;
  std::size_t at = static_cast<std::size_t>(first % period);
  for (std::size_t i = 0; i < count;) {
    const std::size_t run = std::min(count - i, (period - at + 7) / 8);
    const std::uint8_t* const from = pattern.data() + at;
    if (fresh) {
      std::memcpy(words + i, from, run * 8);
    } else {
      for (std::size_t k = 0; k < run; ++k) words[i + k] &= load_word(from + 8 * k);
    }
    i += run;
    at += run * 8;
    if (at >= period) at -= period;
  }
}

/// Index of the first residue at or above each number modulo 30. None lies above 29, which is one.
constexpr std::array<std::uint8_t, 30> kWheelFrom = [] {
  std::array<std::uint8_t, 30> from{};
  for (std::size_t rest = 0; rest < 30; ++rest) {
    while (kResidues[from[rest]] < rest) ++from[rest];
  }
  return from;
}();

/// Where prime p first strikes at or after byte `first`: at p^2 or the first multiple there.
struct Start {
  std::uint64_t offset;  // from `first`
  std::uint32_t wheel;
};
Start first_strike(std::uint32_t prime, std::uint64_t first) {
  // first * 30 does not overflow: first is at most 2^64 / 30.
  const std::uint64_t low = first * kWheel;
  const std::uint64_t cofactor = std::max<std::uint64_t>(prime, low / prime + (low % prime != 0));
  // The first cofactor from there on that is prime to 30.
  const std::uint32_t wheel = kWheelFrom[cofactor % kWheel];
  const std::uint64_t turn = cofactor / kWheel;
  const std::uint32_t q = prime / kWheel;
  const auto bit = static_cast<std::size_t>(kBitOfResidue[prime % kWheel]);
  const std::uint64_t byte =
      prime * turn + std::uint64_t{q} * kResidues[wheel] + kProducts[bit][wheel].carry;
  return {byte - first, wheel};
}

/// Strikes out from `offset` on, below `bytes`, all multiples of a prime of residue class Class;
/// leaves offset and wheel at the first multiple past the end.
template <std::size_t Class>
void strike(std::uint8_t* sieve, std::size_t bytes, std::uint32_t prime, std::size_t& offset,
            std::uint32_t& wheel) {
  constexpr const std::array<WheelProduct, 8>& kRow = kProducts[Class];
  const std::size_t q = prime / kWheel;
  std::size_t at = offset;
  std::uint32_t j = wheel;
  const auto single_steps = [&](auto goes_on) {
    while (goes_on()) {
      sieve[at] &= kRow[j].keep;
      if (j == 7) {
        at += 2 * q + kRow[0].carry + kResidues[Class] - kRow[7].carry;
        j = 0;
      } else {
        at +=
            q * (std::size_t{kResidues[j + 1]} - kResidues[j]) + kRow[j + 1].carry - kRow[j].carry;
        ++j;
      }
    }
  };
  single_steps([&] { return j != 0 && at < bytes; });
  const std::size_t o1 = 6 * q + kRow[1].carry;
  const std::size_t o2 = 10 * q + kRow[2].carry;
  const std::size_t o3 = 12 * q + kRow[3].carry;
  const std::size_t o4 = 16 * q + kRow[4].carry;
  const std::size_t o5 = 18 * q + kRow[5].carry;
  const std::size_t o6 = 22 * q + kRow[6].carry;
  const std::size_t o7 = 28 * q + kRow[7].carry;
  if (j == 0 && bytes > o7) {
    const std::size_t end = bytes - o7;
    for (; at < end; at += prime) {
      std::uint8_t* const p = sieve + at;
      p[0] &= kRow[0].keep;
      p[o1] &= kRow[1].keep;
      p[o2] &= kRow[2].keep;
      p[o3] &= kRow[3].keep;
      p[o4] &= kRow[4].keep;
      p[o5] &= kRow[5].keep;
      p[o6] &= kRow[6].keep;
      p[o7] &= kRow[7].keep;
    }
  }
  single_steps([&] { return at < bytes; });
  offset = at;
  wheel = j;
}

using StrikeFunction = void (*)(std::uint8_t*, std::size_t, std::uint32_t, std::size_t&,
                                std::uint32_t&);
constexpr std::array<StrikeFunction, 8> kStrike = {strike<0>, strike<1>, strike<2>, strike<3>,
                                                   strike<4>, strike<5>, strike<6>, strike<7>};

}  // namespace

SegmentSieve::SegmentSieve(const BasePrimes& base, std::size_t most_bytes)
    : base_(base), words_((most_bytes + 7) / 8) {}

void SegmentSieve::start(std::uint64_t first_byte, std::size_t bytes) {
  const std::uint64_t end = first_byte + bytes;
  for (std::size_t c = 0; c < 8; ++c) {
    small_[c].clear();
    for (const std::uint32_t prime : base_.of_class(c)) {
      if (prime >= kSmallLimit || std::uint64_t{prime} * prime / kWheel >= end) break;
      const Start from = first_strike(prime, first_byte);
      if (from.offset >= bytes) continue;
      small_[c].push_back({prime, static_cast<std::uint32_t>(from.offset), from.wheel});
    }
  }
}

void SegmentSieve::strike_small(std::size_t chunk, std::size_t size) {
  auto* const sieve = reinterpret_cast<std::uint8_t*>(words_.data()) + chunk;
  for (std::size_t c = 0; c < 8; ++c) {
    for (Crossing& crossing : small_[c]) {
      std::size_t offset = crossing.offset;
      if (offset < size) kStrike[c](sieve, size, crossing.prime, offset, crossing.wheel);
      crossing.offset = static_cast<std::uint32_t>(offset - size);
    }
  }
}

void SegmentSieve::strike_large(std::uint64_t first_byte, std::size_t bytes) {
  auto* const sieve = reinterpret_cast<std::uint8_t*>(words_.data());
  const std::uint64_t end = first_byte + bytes;
  for (std::size_t c = 0; c < 8; ++c) {
    const std::vector<std::uint32_t>& primes = base_.of_class(c);
    const auto large = std::lower_bound(primes.begin(), primes.end(), kSmallLimit);
    for (auto prime = large; prime != primes.end(); ++prime) {
      if (std::uint64_t{*prime} * *prime / kWheel >= end) break;
      Start from = first_strike(*prime, first_byte);
      if (from.offset >= bytes) continue;
      auto offset = static_cast<std::size_t>(from.offset);
      kStrike[c](sieve, bytes, *prime, offset, from.wheel);
    }
  }
}

std::span<std::uint64_t> SegmentSieve::sieve(std::uint64_t first_byte, std::size_t bytes) {
  assert(bytes <= words_.size() * 8);
  auto* const sieve = reinterpret_cast<std::uint8_t*>(words_.data());
  start(first_byte, bytes);
  for (std::size_t chunk = 0; chunk < bytes; chunk += kChunk) {
    const std::size_t size = std::min(kChunk, bytes - chunk);
    const std::size_t words = (size + 7) / 8;
    for (std::size_t i = 0; i < patterns().size(); ++i) {
      apply_pattern(words_.data() + chunk / 8, words, patterns()[i], first_byte + chunk, i == 0);
    }
    strike_small(chunk, size);
  }
  strike_large(first_byte, bytes);
  if (first_byte == 0) {
    sieve[0] = 0xFE;                 // 1 is no prime; 7 to 29 are
    if (bytes > 1) sieve[1] = 0xDF;  // 31 to 59 without 49
  }
  const std::size_t whole = (bytes + 7) / 8;
  std::memset(sieve + bytes, 0, whole * 8 - bytes);
  return {words_.data(), whole};
}

}  // namespace crystalline::primes
