#include "engine/model/gemm_kernel.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "arrays.hpp"
#include "kernel_sets.hpp"

namespace crystalline::model {
namespace {

constexpr std::size_t kStride = 61;  // of every matrix here; no multiple of a vector
constexpr std::size_t kDepth = 70;   // deepest product
constexpr float kUntouched = 77.0F;

/// What all tests multiply: `left` is (rows, depth), `right` (depth, columns).
const std::vector<float> kLeft = random_floats(kDepth * kStride, 1);
const std::vector<float> kRight = random_floats(kDepth * kStride, 2);
const std::vector<float> kBias = random_floats(64, 3);
const std::vector<float> kResidual = random_floats(16 * kStride, 4);

/// What one product writes.
struct Matrices {
  std::vector<float> out = std::vector<float>(16 * kStride, kUntouched);
  std::vector<float> panel = std::vector<float>(kDepth * 64, kUntouched);
};

/// A tile on packed `right`, row-major `left`.
Tile tile_of(const GemmKernel& kernel, Matrices& m, std::size_t depth, int rows, int columns) {
  kernel.pack(m.panel.data(), kRight.data(), kStride, depth, columns);
  Tile tile{};
  tile.a = kLeft.data();
  tile.a_row = kStride;
  tile.a_step = 1;
  tile.panel = m.panel.data();
  tile.panel_stride = static_cast<std::size_t>(kernel.panel_columns);
  tile.depth = depth;
  tile.out = m.out.data();
  tile.out_stride = kStride;
  tile.rows = rows;
  tile.columns = columns;
  return tile;
}

double exact(std::size_t depth, std::size_t row, std::size_t column) {
  double sum = 0;
  for (std::size_t k = 0; k < depth; ++k) {
    sum += static_cast<double>(kLeft[row * kStride + k]) *
           static_cast<double>(kRight[k * kStride + column]);
  }
  return sum;
}

/// Calls visit(kernel, rows, columns, depth) for every kernel and tile size, and some depths.
template <typename Visit>
void for_tiles(const Visit& visit) {
  for (const math::Isa isa : testable_isas()) {
    SCOPED_TRACE(isa_name(isa));
    const GemmKernel& kernel = gemm_kernel(isa);
    for (int rows = 1; rows <= kernel.tile_rows; ++rows) {
      for (int columns = 1; columns <= kernel.panel_columns; ++columns) {
        for (const std::size_t depth : {1U, 2U, 17U, 60U}) {
          SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(columns) + " x " +
                       std::to_string(depth));
          visit(kernel, rows, columns, depth);
          if (testing::Test::HasFailure()) return;
        }
      }
    }
  }
}

/// Elements outside the tile must keep their value.
void expect_untouched(const Matrices& m, int rows, int columns) {
  for (std::size_t i = 0; i < m.out.size(); ++i) {
    const bool inside = i / kStride < static_cast<std::size_t>(rows) &&
                        i % kStride < static_cast<std::size_t>(columns);
    if (!inside) {
      ASSERT_EQ(m.out[i], kUntouched) << "row " << i / kStride << ", column " << i % kStride;
    }
  }
}

TEST(GemmKernel, ProductIsTheSumOverDepth) {
  for_tiles([](const GemmKernel& kernel, int rows, int columns, std::size_t depth) {
    Matrices m;
    kernel.product(tile_of(kernel, m, depth, rows, columns));
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
      for (std::size_t c = 0; c < static_cast<std::size_t>(columns); ++c) {
        ASSERT_NEAR(m.out[r * kStride + c], exact(depth, r, c), 4e-6);
      }
    }
    expect_untouched(m, rows, columns);
  });
}

TEST(GemmKernel, ProductStartsFromTheBiasAndEndsWithTheResidual) {
  for_tiles([](const GemmKernel& kernel, int rows, int columns, std::size_t depth) {
    Matrices plain;
    kernel.product(tile_of(kernel, plain, depth, rows, columns));
    Matrices m;
    Tile tile = tile_of(kernel, m, depth, rows, columns);
    tile.bias = kBias.data();
    kernel.product(tile);
    const std::vector<float> biased = m.out;
    tile.residual = kResidual.data();
    tile.residual_stride = kStride;
    kernel.product(tile);
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
      for (std::size_t c = 0; c < static_cast<std::size_t>(columns); ++c) {
        const std::size_t at = r * kStride + c;
        ASSERT_NEAR(biased[at], plain.out[at] + kBias[c], 8e-6);
        ASSERT_EQ(m.out[at], biased[at] + kResidual[at]);
      }
    }
    expect_untouched(m, rows, columns);
  });
}

TEST(GemmKernel, DepthInTwoPartsGivesTheSameBits) {
  for_tiles([](const GemmKernel& kernel, int rows, int columns, std::size_t depth) {
    if (depth < 2) return;
    Matrices whole;
    kernel.product(tile_of(kernel, whole, depth, rows, columns));
    Matrices parts;
    Tile tile = tile_of(kernel, parts, depth, rows, columns);
    const std::size_t first = depth / 2;
    tile.depth = first;
    kernel.product(tile);
    tile.a += first;
    tile.panel += first * tile.panel_stride;
    tile.depth = depth - first;
    tile.resume = true;
    kernel.product(tile);
    ASSERT_EQ(whole.out, parts.out);
  });
}

TEST(GemmKernel, ARowsBitsDoNotDependOnTheTile) {
  for_tiles([](const GemmKernel& kernel, int rows, int columns, std::size_t depth) {
    Matrices together;
    kernel.product(tile_of(kernel, together, depth, rows, columns));
    Matrices alone;
    Tile tile = tile_of(kernel, alone, depth, 1, columns);
    for (int r = 0; r < rows; ++r) {
      kernel.product(tile);
      tile.a += kStride;
      tile.out += kStride;
    }
    ASSERT_EQ(together.out, alone.out);
  });
}

TEST(GemmKernel, PackingOnTheWayGivesTheSameBitsAndThePanel) {
  for_tiles([](const GemmKernel& kernel, int rows, int columns, std::size_t depth) {
    Matrices before;
    kernel.product(tile_of(kernel, before, depth, rows, columns));
    Matrices m;
    Tile tile = tile_of(kernel, m, depth, rows, columns);
    const std::vector<float> packed(m.panel.size(), kUntouched);
    m.panel = packed;
    tile.panel = kRight.data();
    tile.panel_stride = kStride;
    tile.packed = m.panel.data();
    kernel.product(tile);
    ASSERT_EQ(before.out, m.out);
    const auto width = static_cast<std::size_t>(kernel.panel_columns);
    for (std::size_t k = 0; k < depth; ++k) {
      for (std::size_t c = 0; c < static_cast<std::size_t>(columns); ++c) {
        ASSERT_EQ(m.panel[k * width + c], kRight[k * kStride + c]);
      }
    }
  });
}

TEST(GemmKernel, AccumulateAddsTheProductAndItsSquares) {
  for_tiles([](const GemmKernel& kernel, int rows, int columns, std::size_t depth) {
    Matrices plain;
    kernel.product(tile_of(kernel, plain, depth, rows, columns));
    Matrices m;
    m.out = kResidual;
    const std::vector<float> before = m.out;
    std::vector<float> squares(static_cast<std::size_t>(kernel.vector_columns), 0.25F);
    kernel.accumulate(tile_of(kernel, m, depth, rows, columns), squares.data());
    const double given = 0.25 * kernel.vector_columns;
    double found = 0;
    for (const float part : squares) found += static_cast<double>(part);
    double expected = 0;
    for (std::size_t i = 0; i < m.out.size(); ++i) {
      const bool inside = i / kStride < static_cast<std::size_t>(rows) &&
                          i % kStride < static_cast<std::size_t>(columns);
      ASSERT_EQ(m.out[i], inside ? before[i] + plain.out[i] : before[i]);
      if (inside) expected += static_cast<double>(plain.out[i]) * static_cast<double>(plain.out[i]);
    }
    ASSERT_NEAR(found / (given + expected), 1.0, 1e-6);
  });
}

TEST(GemmKernel, PackTransposedTurnsTheMatrixAndPadsWithZeros) {
  for (const math::Isa isa : testable_isas()) {
    SCOPED_TRACE(isa_name(isa));
    const GemmKernel& kernel = gemm_kernel(isa);
    const auto width = static_cast<std::size_t>(kernel.panel_columns);
    for (std::size_t depth = 1; depth <= 50; ++depth) {
      for (std::size_t columns = 1; columns <= width; ++columns) {
        Matrices m;
        kernel.pack_transposed(m.panel.data(), kRight.data(), kStride, depth,
                               static_cast<int>(columns));
        for (std::size_t k = 0; k < depth; ++k) {
          for (std::size_t c = 0; c < columns; ++c) {
            ASSERT_EQ(m.panel[k * width + c], kRight[c * kStride + k]);
          }
          if (columns % 4 != 0) {
            ASSERT_EQ(m.panel[k * width + columns], 0.0F);
          }
        }
        ASSERT_EQ(m.panel[depth * width], kUntouched) << "wrote past the panel";
      }
    }
  }
}

TEST(GemmKernel, PackLeftLaysTilesOneAfterTheOther) {
  for (const math::Isa isa : testable_isas()) {
    SCOPED_TRACE(isa_name(isa));
    const GemmKernel& kernel = gemm_kernel(isa);
    const auto tile = static_cast<std::size_t>(kernel.tile_rows);
    for (std::size_t rows = 1; rows <= 50; ++rows) {
      constexpr std::size_t kTall = 9;
      std::vector<float> packed((rows + tile) * kTall, kUntouched);
      kernel.pack_left(packed.data(), kRight.data(), kStride, kTall, rows);
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t k = 0; k < kTall; ++k) {
          ASSERT_EQ(packed[(r / tile * kTall + k) * tile + r % tile], kRight[k * kStride + r]);
        }
      }
      ASSERT_EQ(packed[(rows + tile - 1) / tile * tile * kTall], kUntouched) << "wrote past";
    }
  }
}

}  // namespace
}  // namespace crystalline::model
