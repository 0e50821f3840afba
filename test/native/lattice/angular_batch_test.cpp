#include "engine/lattice/angular_batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/philox.hpp"
#include "engine/lattice/angular_kernels.hpp"
#include "engine/lattice/plimpton.hpp"
#include "engine/math/isa.hpp"

namespace crystalline::lattice {
namespace {

/// Spacing of doubles at x.
double ulp(double x) { return std::nextafter(x, 10.0) - x; }

struct Arguments {
  std::vector<std::uint64_t> primes;
  std::vector<std::uint64_t> indices;
};

/// Small, special, boundary and random numbers of all sizes.
Arguments arguments() {
  Arguments all;
  for (std::uint64_t p = 1; p < 20'000; p += p < 200 ? 1 : 37) all.primes.push_back(p);
  for (std::uint64_t p = 143'870; p < 144'080; ++p) all.primes.push_back(p);
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const auto words = base::philox4x32({i, 0, 0, 0}, {5, 6});
    all.primes.push_back(((std::uint64_t{words[0]} << 32 | words[1]) >> (i % 60)) | 1);
  }
  all.primes.insert(all.primes.end(),
                    {~std::uint64_t{0}, 1ULL << 32, (1ULL << 32) - 1, 1ULL << 53});
  for (std::uint32_t i = 0; i < all.primes.size(); ++i) {
    const auto words = base::philox4x32({i, 1, 0, 0}, {5, 6});
    all.indices.push_back((std::uint64_t{words[2]} << 32 | words[3]) >> (i % 64));
  }
  return all;
}

TEST(AngularBatch, IsWithinAnUlpOfSinglePositions) {
  const Arguments in = arguments();
  std::vector<double> theta(in.primes.size());
  for (const DoublingSet doubling : {DoublingSet::kFoundingBracket, DoublingSet::kTrueTwins}) {
    for (const AngularBatch shared :
         {AngularBatch{1, 0.343, doubling}, AngularBatch{24, 1.372, doubling},
          AngularBatch{~std::uint64_t{0}, 1e-300, doubling}}) {
      ASSERT_TRUE(angular_positions(theta, in.primes, in.indices, shared).ok());
      for (std::size_t i = 0; i < theta.size(); ++i) {
        const double single = angular_position({in.primes[i], in.indices[i], shared.dimension,
                                                shared.wavelength_m, doubling})
                                  .value()
                                  .theta;
        ASSERT_LE(angular_distance(theta[i], single), std::max(ulp(single), 4e-18))
            << in.primes[i] << ", " << in.indices[i];
        ASSERT_GE(theta[i], 0.0);
        ASSERT_LT(theta[i], 6.283185307179587);
      }
    }
  }
}

TEST(AngularBatch, AllInstructionSetsGiveTheSameBits) {
  std::vector<AngularKernel> kernels = {angular_kernel_baseline()};
#if defined(__x86_64__)
  if (math::supported_isa() >= math::Isa::kAvx2) kernels.push_back(angular_kernel_avx2());
  if (math::supported_isa() >= math::Isa::kAvx512) kernels.push_back(angular_kernel_avx512());
#endif
  const Arguments in = arguments();
  std::vector<std::uint16_t> diagonals(kLargestSide + 1);
  for (std::uint64_t p = 0; p <= kLargestSide; ++p) {
    const auto row = static_cast<std::size_t>(nearest_plimpton_row(p));
    diagonals[p] = static_cast<std::uint16_t>(kPlimptonRows[row].c);
  }
  std::vector<double> first;
  for (const AngularKernel kernel : kernels) {
    std::vector<double> theta(in.primes.size());
    kernel(theta.data(), in.primes.data(), in.indices.data(), theta.size(),
           {0x0123456789ABCDEF, true, diagonals.data()});
    if (first.empty()) first = theta;
    EXPECT_EQ(theta, first);
    // And each tail.
    for (std::size_t count = 0; count < 18; ++count) {
      std::vector<double> part(count + 1, -1.0);
      kernel(part.data(), in.primes.data(), in.indices.data(), count,
             {0x0123456789ABCDEF, true, diagonals.data()});
      EXPECT_EQ(part[count], -1.0);
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(part[i], first[i]);
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
