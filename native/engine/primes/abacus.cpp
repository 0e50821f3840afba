#include "engine/primes/abacus.hpp"

#include <algorithm>
#include <bit>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/math/elementary.hpp"
#include "engine/primes/bits.hpp"
#include "engine/primes/lanes.hpp"
#include "engine/primes/primality.hpp"
#include "engine/primes/wheel.hpp"

namespace crystalline::primes {
namespace {

constexpr std::size_t kOverlap = 8;  // each segment also sees the next one's first bytes, for pairs

/// Below this share of the root, a range is too short to be worth all base primes: sieve with the
/// smaller ones and test the few numbers left standing one by one.
constexpr std::uint64_t kShortRange = 300;
/// Base primes then go up to this many times the range's width.
constexpr std::uint64_t kShortReach = 30;

struct Plan {
  std::uint32_t base_limit;
  bool complete;  // base_limit^2 covers the range
  std::size_t segment_bytes;
};

std::uint64_t integer_root(std::uint64_t n) {
  auto root = static_cast<std::uint64_t>(math::sqrt(static_cast<double>(n)));
  root = std::min<std::uint64_t>(root, 0xFFFFFFFF);
  while (root * root > n) --root;
  while (root < 0xFFFFFFFF && (root + 1) * (root + 1) <= n) ++root;
  return root;
}

Plan make_plan(PrimeRange range) {
  const std::uint64_t root = integer_root(range.to);
  const std::uint64_t width = range.to - range.from;
  std::uint64_t limit = root;
  if (width < root / kShortRange) {
    limit = std::min(root, std::max<std::uint64_t>(1 << 16, width * kShortReach));
  }
  // Large base primes strike a segment rarely: longer segments then spare their starts.
  const std::size_t bytes =
      std::clamp<std::size_t>(std::bit_ceil(static_cast<std::size_t>(root) / 4),
                              std::size_t{1} << 18, std::size_t{1} << 22);
  const std::uint64_t whole = range.to / kWheel - range.from / kWheel / 8 * 8 + 1;
  const std::uint64_t rounded = (whole + 7) / 8 * 8;
  return {static_cast<std::uint32_t>(limit), limit == root,
          static_cast<std::size_t>(std::min<std::uint64_t>(bytes, rounded))};
}

/// Clears the bits of numbers outside the range, and of composites the base primes did not reach.
void restrict_to(std::span<std::uint64_t> words, std::uint64_t first_byte, PrimeRange range,
                 const Plan& plan) {
  auto* const bytes = reinterpret_cast<std::uint8_t*>(words.data());
  const std::uint64_t count = words.size() * 8;
  for (const std::uint64_t edge : {range.from / kWheel, range.to / kWheel}) {
    if (edge < first_byte || edge >= first_byte + count) continue;
    for (std::size_t bit = 0; bit < 8; ++bit) {
      const std::uint64_t number = edge * kWheel + kResidues[bit];
      const bool past_the_top = number < edge * kWheel;  // beyond 2^64
      if (number < range.from || number > range.to || past_the_top) {
        bytes[edge - first_byte] &= static_cast<std::uint8_t>(~(1U << bit));
      }
    }
  }
  const std::uint64_t begin = range.from / kWheel;
  if (begin > first_byte) std::fill_n(bytes, std::min(begin - first_byte, count), std::uint8_t{0});
  const std::uint64_t end = std::max(range.to / kWheel + 1, first_byte);
  if (end < first_byte + count)
    std::fill(bytes + (end - first_byte), bytes + count, std::uint8_t{0});
  if (plan.complete) return;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::uint64_t left = words[i]; left != 0; left &= left - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(left));
      const std::uint64_t number = (first_byte + 8 * i + bit / 8) * kWheel + kResidues[bit % 8];
      if (!is_prime(number)) words[i] &= ~(std::uint64_t{1} << bit);
    }
  }
}

/// Sieves segments of one range on one thread.
class Worker {
 public:
  Worker(const BasePrimes& base, const Plan& plan, PrimeRange range)
      : sieve_(base, plan.segment_bytes + kOverlap), plan_(plan), range_(range) {}

  /// The segment's words and one more with the next numbers, restricted to the range.
  std::span<std::uint64_t> sieve(const Segment& segment) {
    // May pass 2^64 by a few bytes; restrict_to clears those.
    const std::size_t bytes = (segment.bytes + 7) / 8 * 8 + kOverlap;
    const std::span<std::uint64_t> words = sieve_.sieve(segment.first_byte, bytes);
    restrict_to(words, segment.first_byte, range_, plan_);
    return words;
  }

 private:
  SegmentSieve sieve_;
  Plan plan_;
  PrimeRange range_;
};

using base::invalid;

base::Result<void> check(PrimeRange range, int threads) {
  if (range.from > range.to) {
    return invalid("from = " + std::to_string(range.from) + " is outside 0 to " +
                   std::to_string(range.to) + ", the value of to");
  }
  if (threads < 1 || threads > kMostThreads) {
    return invalid("threads = " + std::to_string(threads) + " is outside 1 to 256");
  }
  return {};
}

/// Sums `reduce(words, segment)` over all segments of the range, on all threads. Sum must start as
/// zero and have +=, in any order the same.
template <typename Sum, typename Reduce>
Sum sum_over_segments(PrimeRange range, int threads, const Reduce& reduce) {
  const Plan plan = make_plan(range);
  const BasePrimes base(plan.base_limit);
  // Segments start at multiples of 8 bytes, so that a word's bits keep their residues modulo 60.
  Lanes lanes(range.from / kWheel / 8 * 8, range.to / kWheel + 1, plan.segment_bytes);
  std::mutex mutex;
  Sum total{};
  const auto work = [&](int thread) {
    Worker worker(base, plan, range);
    Sum own{};
    while (const auto segment = lanes.take(thread, threads)) own += reduce(worker.sieve(*segment));
    const std::lock_guard lock(mutex);
    total += own;
  };
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads; ++thread) others.emplace_back(work, thread);
  work(0);
  others.clear();  // joins
  return total;
}

bool contains(PrimeRange range, std::uint64_t n) { return range.from <= n && n <= range.to; }

struct Groups {
  std::array<std::uint64_t, 12> count{};
  Groups& operator+=(const Groups& other) {
    for (std::size_t i = 0; i < count.size(); ++i) count[i] += other.count[i];
    return *this;
  }
};

/// Bits of a word, from a byte of even number, that lie in a class modulo 12.
constexpr std::uint64_t group_mask(unsigned group) {
  std::uint64_t mask = 0;
  for (unsigned bit = 0; bit < 64; ++bit) {
    const unsigned number = bit / 8 * 30 + kResidues[bit % 8];
    if (number % 12 == group) mask |= std::uint64_t{1} << bit;
  }
  return mask;
}

/// The logarithmic integral, by its series around ln x = 0; x >= 2.
double logarithmic_integral(double x) {
  const double l = math::log(x);
  double power = 1;
  double sum = 0;
  for (int k = 1; k < 200; ++k) {
    power *= l / k;
    sum += power / k;
  }
  return 0x1.2788cfc6fb619p-1 + math::log(l) + sum;  // Euler's constant
}

/// Where the logarithmic integral reaches n, by Newton's method: near the n-th prime.
double estimate_nth(double n) {
  double x = n * (math::log(n) + 1) + 2;
  for (int step = 0; step < 8; ++step) x -= (logarithmic_integral(x) - n) * math::log(x);
  return x;
}

}  // namespace

base::Result<std::uint64_t> count_primes(PrimeRange range, int threads) {
  if (auto checked = check(range, threads); !checked) return checked.error();
  std::uint64_t count = 0;
  for (const std::uint64_t p : {2U, 3U, 5U}) count += contains(range, p) ? 1 : 0;
  return count + sum_over_segments<std::uint64_t>(range, threads, [](auto words) {
           return count_bits(words.first(words.size() - 1));
         });
}

base::Result<std::uint64_t> count_twin_pairs(PrimeRange range, int threads) {
  if (auto checked = check(range, threads); !checked) return checked.error();
  std::uint64_t count = 0;
  for (const std::uint64_t p : {3U, 5U}) {
    count += contains(range, p) && contains(range, p + 2) ? 1 : 0;
  }
  return count + sum_over_segments<std::uint64_t>(range, threads, [](auto words) {
           // 11 13, 17 19 and 29 31 of each thirty: a bit and the next one up.
           constexpr std::uint64_t kLower = 0x9494949494949494;
           std::uint64_t pairs = 0;
           for (std::size_t i = 0; i + 1 < words.size(); ++i) {
             const std::uint64_t next = (words[i] >> 1) | (words[i + 1] << 63);
             pairs += count_bits(words[i] & next & kLower);
           }
           return pairs;
         });
}

base::Result<std::array<std::uint64_t, 12>> count_by_group(PrimeRange range, int threads) {
  if (auto checked = check(range, threads); !checked) return checked.error();
  Groups groups = sum_over_segments<Groups>(range, threads, [](auto words) {
    Groups own;
    for (const unsigned group : {1U, 5U, 7U, 11U}) {
      const std::uint64_t mask = group_mask(group);
      std::uint64_t count = 0;
      for (const std::uint64_t word : words.first(words.size() - 1))
        count += count_bits(word & mask);
      own.count[group] = count;
    }
    return own;
  });
  for (const std::uint64_t p : {2U, 3U, 5U}) groups.count[p] += contains(range, p) ? 1 : 0;
  return groups.count;
}

base::Result<void> for_each_prime(
    PrimeRange range, const std::function<bool(std::span<const std::uint64_t>)>& visit) {
  if (auto checked = check(range, 1); !checked) return checked.error();
  std::vector<std::uint64_t> batch;
  for (const std::uint64_t p : {2U, 3U, 5U}) {
    if (contains(range, p)) batch.push_back(p);
  }
  if (!batch.empty() && !visit(batch)) return {};
  Plan plan = make_plan(range);
  plan.segment_bytes = std::min<std::size_t>(plan.segment_bytes, std::size_t{1} << 18);
  const BasePrimes base(plan.base_limit);
  Worker worker(base, plan, range);
  constexpr std::size_t kBatchWords = 64;  // a batch stays in the first-level cache
  batch.resize(kBatchWords * 64 + kExtractSlack);
  const std::uint64_t end = range.to / kWheel + 1;
  for (std::uint64_t byte = range.from / kWheel / 8 * 8; byte < end; byte += plan.segment_bytes) {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(plan.segment_bytes, end - byte));
    const std::span<std::uint64_t> words = worker.sieve({byte, size});
    for (std::size_t first = 0; first + 1 < words.size(); first += kBatchWords) {
      const std::size_t last = std::min(first + kBatchWords, words.size() - 1);
      const std::size_t found =
          extract_primes(words.subspan(first, last - first), byte + 8 * first, batch.data());
      if (found != 0 && !visit({batch.data(), found})) return {};
    }
  }
  return {};
}

base::Result<std::uint64_t> nth_prime(std::uint64_t n, int threads) {
  if (n < 1 || n > kMostNth) {
    return invalid("n = " + std::to_string(n) + " is outside 1 to " + std::to_string(kMostNth));
  }
  if (auto checked = check({}, threads); !checked) return checked.error();
  // Count up to a little below the estimate, then walk.
  const double estimate = estimate_nth(static_cast<double>(n));
  double slack = 2 * math::sqrt(estimate) + 64;
  while (true) {
    const double low = estimate - slack;
    const std::uint64_t from = low < 2 ? 0 : static_cast<std::uint64_t>(low);
    std::uint64_t before = 0;
    if (from > 0) before = count_primes({0, from - 1}, threads).value();
    if (before >= n) {  // the estimate was too high by more than the slack
      slack *= 8;
      continue;
    }
    std::uint64_t left = n - before;
    std::uint64_t prime = 0;
    auto walked = for_each_prime({from, from + 64 * static_cast<std::uint64_t>(slack) + 1024},
                                 [&](std::span<const std::uint64_t> primes) {
                                   if (primes.size() < left) {
                                     left -= primes.size();
                                     return true;
                                   }
                                   prime = primes[static_cast<std::size_t>(left - 1)];
                                   return false;
                                 });
    if (!walked) return walked.error();
    if (prime != 0) return prime;
    return base::Error{base::ErrorCode::kInternal, "the n-th prime was not where it must be"};
  }
}

}  // namespace crystalline::primes
