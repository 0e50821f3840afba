#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

#include "engine/primes/abacus.hpp"
#include "engine/primes/factorisation.hpp"
#include "engine/primes/primality.hpp"
#include "figure.hpp"
#ifdef HAVE_PRIMESIEVE
#include <primesieve.hpp>
#endif

// The abacus beside primesieve: counts on one and two threads, twin pairs, iteration, windows.
// Usage: primes_bench [--json]
namespace crystalline {
namespace {

constexpr std::uint64_t kBillion = 1'000'000'000;
constexpr double kMillisecond = 1e6;

std::uint64_t iterate_ours(std::uint64_t to) {
  std::uint64_t sum = 0;
  (void)primes::for_each_prime({0, to}, [&](std::span<const std::uint64_t> batch) {
    for (const std::uint64_t prime : batch) sum += prime;
    return true;
  });
  return sum;
}

#ifdef HAVE_PRIMESIEVE
constexpr const char* kPeer = "primesieve";

std::uint64_t iterate_peer(std::uint64_t to) {
  std::uint64_t sum = 0;
  primesieve::iterator walker;
  for (std::uint64_t p = walker.next_prime(); p <= to; p = walker.next_prime()) sum += p;
  return sum;
}

void compare(const bench::Report& report) {
  const auto count = [&](const char* name, primes::PrimeRange range, int threads, int rounds) {
    const auto clock = threads == 1 ? bench::processor_ns : bench::wall_ns;
    std::uint64_t ours = 0;
    std::uint64_t theirs = 0;
    const auto times = bench::alternate(
        rounds, kMillisecond, clock, [&] { ours = primes::count_primes(range, threads).value(); },
        [&] {
          primesieve::set_num_threads(threads);
          theirs = primesieve::count_primes(range.from, range.to);
        });
    if (ours != theirs) {
      std::fprintf(stderr, "%s: %llu, but primesieve counts %llu\n", name,
                   static_cast<unsigned long long>(ours), static_cast<unsigned long long>(theirs));
      std::exit(1);
    }
    report.line(name, times, kPeer, "ms");
  };
  count("count to 10^8", {0, kBillion / 10}, 1, 9);
  count("count to 10^9", {0, kBillion}, 1, 7);
  count("count to 10^9, 2 threads (wall)", {0, kBillion}, 2, 7);
  count("count to 10^10", {0, 10 * kBillion}, 1, 2);
  count("10^15 to 10^15 + 10^6", {1'000'000 * kBillion, 1'000'000 * kBillion + 1'000'000}, 1, 3);
  count("10^15 to 10^15 + 10^9", {1'000'000 * kBillion, 1'000'000 * kBillion + kBillion}, 1, 2);
  count("last 10^6 below 2^64", {~std::uint64_t{0} - 1'000'000, ~std::uint64_t{0}}, 1, 1);

  const auto twins = bench::alternate(
      5, kMillisecond, bench::processor_ns,
      [] {
        bench::keep(primes::count_twin_pairs({0, kBillion}).value());
      },
      [] {
        primesieve::set_num_threads(1);
        bench::keep(primesieve::count_twins(0, kBillion));
      });
  report.line("twin pairs to 10^9", twins, kPeer, "ms");

  constexpr double kPrimes = 50'847'534;
  const auto walk = bench::alternate(
      5, kPrimes, bench::processor_ns, [] { bench::keep(iterate_ours(kBillion)); },
      [] { bench::keep(iterate_peer(kBillion)); });
  report.line("iterate to 10^9, a prime", walk, kPeer, "ns");

  const auto nth = bench::alternate(
      2, kMillisecond, bench::processor_ns,
      [] { bench::keep(primes::nth_prime(100'000'000).value()); },
      [] { bench::keep(primesieve::nth_prime(100'000'000)); });
  report.line("10^8-th prime", nth, kPeer, "ms");
}
#else
void compare(const bench::Report& report) {
  report.absent("primesieve");
  const auto count = [&](const char* name, std::uint64_t to, int threads, double (*clock)()) {
    report.line(name,
                bench::fastest(5, kMillisecond, clock,
                               [&] {
                                 bench::keep(primes::count_primes({0, to}, threads).value());
                               }),
                "ms");
  };
  count("count to 10^8", kBillion / 10, 1, bench::processor_ns);
  count("count to 10^9", kBillion, 1, bench::processor_ns);
  count("count to 10^9, 2 threads (wall)", kBillion, 2, bench::wall_ns);
  report.line("iterate to 10^9, a prime",
              bench::fastest(3, 50'847'534, bench::processor_ns,
                             [] { bench::keep(iterate_ours(kBillion)); }),
              "ns");
}
#endif

void single_numbers(const bench::Report& report) {
  constexpr std::uint64_t kLargestPrime = 18'446'744'073'709'551'557U;
  report.line("is_prime(2^64 - 59)",
              bench::fastest(50, 1e3, bench::processor_ns,
                             [] { bench::keep(primes::is_prime(kLargestPrime)); }),
              "us");
  report.line(
      "factorise 4294967291 * 4294967279",
      bench::fastest(20, 1e3, bench::processor_ns,
                     [] {
                       bench::keep(
                           primes::factorise(4'294'967'291ULL * 4'294'967'279ULL).value().size());
                     }),
      "us");
}

}  // namespace
}  // namespace crystalline

int main(int argc, char** argv) {
  const crystalline::bench::Report report(argc, argv);
  crystalline::compare(report);
  crystalline::single_numbers(report);
}
