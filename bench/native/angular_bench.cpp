#include <cstdint>
#include <vector>

#include "engine/lattice/angular_batch.hpp"
#include "engine/lattice/angular_position.hpp"
#include "figure.hpp"

// Angular positions: one by one with all terms, and in batches.
// Usage: angular_bench [--json]
int main(int argc, char** argv) {
  using namespace crystalline;
  const bench::Report report(argc, argv);
  constexpr std::size_t kCount = 4096;
  std::vector<std::uint64_t> primes(kCount);
  std::vector<std::uint64_t> indices(kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    primes[i] = 1 + i * 0x9E3779B97F4A7C15 % 1'000'003;
    indices[i] = 1 + i;
  }
  std::vector<double> theta(kCount);

  const double single = bench::fastest(20, kCount, bench::processor_ns, [&] {
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto at = lattice::angular_position({primes[i], indices[i], 12, 0.343});
      theta[i] = at.value().theta;
    }
    bench::keep(theta);
  });
  report.line("position with all terms", single, "ns");

  const double batch = bench::fastest(100, kCount, bench::processor_ns, [&] {
    (void)lattice::angular_positions(theta, primes, indices, {12, 0.343});
    bench::keep(theta);
  });
  report.line("theta in a batch", batch, "ns");
  report.line("theta in a batch", 1e3 / batch, "million a second");
}
