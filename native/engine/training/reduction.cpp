#include "engine/training/reduction.hpp"

#include <cstddef>

namespace crystalline::training {
namespace {

constexpr std::size_t kPartials = 16;
constexpr std::size_t kCachedFloats =
    2'048;  // floats that stay in the first cache between two passes

/// Element i goes to partial sum i mod 16.
struct Partials {
  double sums[kPartials] = {};

  [[nodiscard]] double total() const {
    Partials tree = *this;
    for (std::size_t width = kPartials / 2; width > 0; width /= 2) {
      for (std::size_t j = 0; j < width; ++j) tree.sums[j] += tree.sums[j + width];
    }
    return tree.sums[0];
  }
};

[[gnu::always_inline]] inline void add_squares(Partials& partials, const float* values,
                                               std::size_t count) {
  std::size_t at = 0;
  for (; at + kPartials <= count; at += kPartials) {
    for (std::size_t j = 0; j < kPartials; ++j) {
      const double value = values[at + j];
      partials.sums[j] += value * value;
    }
  }
  for (std::size_t j = 0; at + j < count; ++j) {
    const double value = values[at + j];
    partials.sums[j] += value * value;
  }
}

[[gnu::always_inline]] inline void add_and_clear(float* __restrict sum, float* __restrict lane,
                                                 std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    sum[i] += lane[i];
    lane[i] = 0;
  }
}

/// Both in one pass: the squares are worked out while memory brings the next elements.
[[gnu::always_inline]] inline void add_clear_and_square(Partials& partials, float* __restrict sum,
                                                        float* __restrict lane, std::size_t count) {
  Partials squares = partials;
  std::size_t at = 0;
  for (; at + kPartials <= count; at += kPartials) {
    float added[kPartials];
    for (std::size_t j = 0; j < kPartials; ++j) added[j] = sum[at + j] + lane[at + j];
    for (std::size_t j = 0; j < kPartials; ++j) sum[at + j] = added[j];
    for (std::size_t j = 0; j < kPartials; ++j) lane[at + j] = 0;
    for (std::size_t j = 0; j < kPartials; ++j) {
      const double value = added[j];
      squares.sums[j] += value * value;
    }
  }
  partials = squares;
  add_and_clear(sum + at, lane + at, count - at);
  add_squares(partials, sum + at, count - at);
}

/// Some elements of the lanes.
struct Stretch {
  std::span<base::AlignedVector<float>> lanes;
  std::size_t begin;
  std::size_t end;
};

/// The plain loop; the wrappers below compile it for each instruction set.
[[gnu::always_inline]] inline double loop(const Stretch& stretch) {
  Partials partials;
  for (std::size_t at = stretch.begin; at < stretch.end; at += kCachedFloats) {
    const std::size_t left = stretch.end - at;
    const std::size_t count = left < kCachedFloats ? left : kCachedFloats;
    float* const sum = stretch.lanes[0].data() + at;
    const std::size_t last = stretch.lanes.size() - 1;
    for (std::size_t l = 1; l < last; ++l) {
      add_and_clear(sum, stretch.lanes[l].data() + at, count);
    }
    if (last == 0) {
      add_squares(partials, sum, count);
    } else {
      add_clear_and_square(partials, sum, stretch.lanes[last].data() + at, count);
    }
  }
  return partials.total();
}

double reduce_baseline(const Stretch& stretch) { return loop(stretch); }

#if defined(__x86_64__)
[[gnu::target("avx2")]] double reduce_avx2(const Stretch& stretch) { return loop(stretch); }
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] double reduce_avx512(const Stretch& stretch) {
  return loop(stretch);
}
#endif

using Kernel = double (*)(const Stretch&);

Kernel kernel_of([[maybe_unused]] math::Isa isa) {
#if defined(__x86_64__)
  if (isa == math::Isa::kAvx512) return reduce_avx512;
  if (isa == math::Isa::kAvx2) return reduce_avx2;
#endif
  return reduce_baseline;
}

}  // namespace

double reduce_lanes(std::span<base::AlignedVector<float>> lanes, std::size_t begin, std::size_t end,
                    math::Isa isa) {
  return kernel_of(isa)({lanes, begin, end});
}

double squared_norm(std::span<const float> values) {
  Partials partials;
  add_squares(partials, values.data(), values.size());
  return partials.total();
}

}  // namespace crystalline::training
