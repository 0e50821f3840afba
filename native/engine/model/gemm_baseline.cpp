#include <algorithm>

#include "engine/model/gemm_kernel.hpp"

namespace crystalline::model {
namespace {

constexpr int kRows = 4;
constexpr int kColumns = 8;

using Sums = float[kRows][kColumns];

/// The tile's chains of multiply-adds, on top of what `sums` holds. Whole tiles only keep their
/// sums in registers; rows and columns beyond the tile's are computed and dropped (row 0 stands in
/// for missing rows, the panel's padding for missing columns).
void multiply(Sums& sums, const Tile& tile) {
  const float* rows[kRows];
  for (int r = 0; r < kRows; ++r) {
    rows[r] = tile.a + (r < tile.rows ? static_cast<std::size_t>(r) * tile.a_row : 0);
  }
  for (std::size_t k = 0; k < tile.depth; ++k) {
    const float* const b = tile.panel + k * tile.panel_stride;
    for (int r = 0; r < kRows; ++r) {
      const float a = rows[r][k * tile.a_step];
      for (int c = 0; c < kColumns; ++c) sums[r][c] += a * b[c];
    }
  }
}

void start(Sums& sums, const Tile& tile) {
  for (int r = 0; r < tile.rows; ++r) {
    const float* from = tile.bias;
    if (tile.resume) from = tile.out + static_cast<std::size_t>(r) * tile.out_stride;
    for (int c = 0; c < tile.columns && from != nullptr; ++c) sums[r][c] = from[c];
  }
}

void product(const Tile& tile) {
  Sums sums = {};
  start(sums, tile);
  multiply(sums, tile);
  for (int r = 0; r < tile.rows; ++r) {
    float* const out = tile.out + static_cast<std::size_t>(r) * tile.out_stride;
    const float* const residual =
        tile.residual == nullptr
            ? nullptr
            : tile.residual + static_cast<std::size_t>(r) * tile.residual_stride;
    for (int c = 0; c < tile.columns; ++c) {
      out[c] = residual == nullptr ? sums[r][c] : sums[r][c] + residual[c];
    }
  }
}

double accumulate(const Tile& tile) {
  Sums sums = {};
  multiply(sums, tile);
  double squares = 0;
  for (int r = 0; r < tile.rows; ++r) {
    float* const out = tile.out + static_cast<std::size_t>(r) * tile.out_stride;
    for (int c = 0; c < tile.columns; ++c) {
      out[c] += sums[r][c];
      squares += static_cast<double>(sums[r][c]) * static_cast<double>(sums[r][c]);
    }
  }
  return squares;
}

void pack(float* panel, const float* source, std::size_t stride, std::size_t depth, int columns) {
  for (std::size_t k = 0; k < depth; ++k) {
    float* const out = panel + k * kColumns;
    std::copy_n(source + k * stride, columns, out);
    std::fill(out + columns, out + kColumns, 0.0F);
  }
}

void pack_transposed(float* panel, const float* source, std::size_t stride, std::size_t depth,
                     int columns) {
  for (std::size_t k = 0; k < depth; ++k) {
    float* const out = panel + k * kColumns;
    for (int c = 0; c < columns; ++c) out[c] = source[static_cast<std::size_t>(c) * stride + k];
    std::fill(out + columns, out + kColumns, 0.0F);
  }
}

}  // namespace

const GemmKernel& baseline_gemm_kernel() {
  static constexpr GemmKernel kernel = {kRows,      kColumns, product,
                                        accumulate, pack,     pack_transposed};
  return kernel;
}

}  // namespace crystalline::model
