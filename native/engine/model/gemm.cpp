#include "engine/model/gemm.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace crystalline::model {
namespace {

/// Depth walked at once: a panel of it (48 KiB at most) stays in the nearer caches. Partial sums
/// pass through `out`, so the split does not change a bit.
constexpr std::size_t kDepthBlock = 256;
/// Floats of the panels that accumulate_transposed goes through for each tile row: they stay in the
/// second-level cache while the rows of the left matrix, read crosswise and so from afar, pass
/// once.
constexpr std::size_t kGroupFloats = std::size_t{128} << 10;
/// Widest panel of any kernel.
constexpr std::size_t kPanelColumns = 48;

enum class Right { kAsIs, kTransposed };

/// Part of the right-hand matrix: one panel.
struct Block {
  std::size_t first_column;
  int columns;
  std::size_t first_depth;
  std::size_t depth;
};

/// A panel's first tile and what the next ones differ in. A matrix that lies as the kernels read it
/// is packed by the first tile on its way; a transposed one is packed before.
struct Panel {
  const float* first;
  std::size_t first_stride;
  float* packed;
  std::size_t packed_stride;

  void point(Tile& tile, bool is_first) const {
    tile.panel = is_first ? first : packed;
    tile.panel_stride = is_first ? first_stride : packed_stride;
    tile.packed = is_first && first != packed ? packed : nullptr;
  }
};

Panel panel_of(const GemmKernel& kernel, Right form, ConstMatrix b, const Block& block,
               PanelBuffer& buffer) {
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  assert(block.depth * width <= buffer.size());
  if (form == Right::kAsIs) {
    return {b.data + block.first_depth * b.stride + block.first_column, b.stride, buffer.data(),
            width};
  }
  kernel.pack_transposed(buffer.data(), b.data + block.first_column * b.stride + block.first_depth,
                         b.stride, block.depth, block.columns);
  return {buffer.data(), width, buffer.data(), width};
}

/// Where the tiles of a block ask for what is multiplied next: the right-hand matrix is often not
/// in the nearer caches, and the next panel's first use would wait for it.
struct Ahead {
  std::uintptr_t first;    // address of the first tile's share
  std::size_t tile_step;   // bytes from one tile's share to the next's
  std::size_t depth_step;  // bytes from one depth to the next
  std::size_t tiles;       // tiles that have a share

  void point(Tile& tile, std::size_t index) const {
    tile.ahead = first + index * tile_step;
    tile.ahead_step = index < tiles ? depth_step : 0;
  }
};

/// As it is, a matrix's next block lies below this one or at the top of the next columns: each of
/// the first tiles asks for one cache line of each row. Transposed, the next columns are the next
/// rows in memory, and the tiles share them evenly.
Ahead ahead_of(Right form, const ProductSize& size, ConstMatrix b, const Block& block,
               std::size_t tiles) {
  const std::size_t next_depth = block.first_depth + block.depth;
  const std::size_t next_column = block.first_column + static_cast<std::size_t>(block.columns);
  const auto base = reinterpret_cast<std::uintptr_t>(b.data);
  if (form == Right::kAsIs) {
    const bool below = next_depth < size.depth;
    const std::size_t at = below ? next_depth * b.stride + block.first_column : next_column;
    return {base + at * sizeof(float), base::kCacheLine, b.stride * sizeof(float),
            kPanelColumns * sizeof(float) / base::kCacheLine};
  }
  const std::size_t share = static_cast<std::size_t>(block.columns) * sizeof(float) / tiles;
  return {base + next_column * b.stride * sizeof(float) + block.first_depth * share,
          size.depth * share, share, tiles};
}

/// All rows of one panel.
void multiply_block(const GemmKernel& kernel, const ProductSize& size, ConstMatrix a,
                    const Panel& panel, const Ahead& ahead, const Block& block, Matrix out,
                    const Addends& addends) {
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const bool last = block.first_depth + block.depth == size.depth;
  Tile tile{};
  tile.a_row = a.stride;
  tile.a_step = 1;
  tile.depth = block.depth;
  tile.out_stride = out.stride;
  tile.columns = block.columns;
  tile.resume = block.first_depth > 0;
  tile.residual_stride = addends.residual.stride;
  if (!addends.bias.empty()) tile.bias = addends.bias.data() + block.first_column;
  for (std::size_t row = 0; row < size.rows; row += tile_rows) {
    panel.point(tile, row == 0);
    ahead.point(tile, row / tile_rows);
    tile.a = a.data + row * a.stride + block.first_depth;
    tile.out = out.data + row * out.stride + block.first_column;
    tile.rows = static_cast<int>(std::min(tile_rows, size.rows - row));
    if (last && addends.residual.data != nullptr) {
      tile.residual = addends.residual.data + row * addends.residual.stride + block.first_column;
    }
    kernel.product(tile);
  }
}

void multiply_any(const ProductSize& size, ConstMatrix a, Right form, ConstMatrix b, Matrix out,
                  PanelBuffer& buffer, const Addends& addends) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const std::size_t tiles = (size.rows + tile_rows - 1) / tile_rows;
  for (std::size_t column = 0; column < size.columns; column += width) {
    const int columns = static_cast<int>(std::min(width, size.columns - column));
    for (std::size_t depth = 0; depth < size.depth; depth += kDepthBlock) {
      const Block block{column, columns, depth, std::min(kDepthBlock, size.depth - depth)};
      const Panel panel = panel_of(kernel, form, b, block, buffer);
      const Ahead ahead = ahead_of(form, size, b, block, tiles);
      multiply_block(kernel, size, a, panel, ahead, block, out, addends);
    }
  }
}

}  // namespace

std::size_t PanelBuffer::size_for(std::size_t depth, std::size_t columns) {
  const std::size_t panels = (columns + kPanelColumns - 1) / kPanelColumns;
  return std::max(std::max(depth, kDepthBlock) * panels * kPanelColumns, kGroupFloats);
}

PanelBuffer::PanelBuffer(std::size_t depth, std::size_t columns)
    : storage_(size_for(depth, columns)) {}

const GemmKernel& gemm_kernel(math::Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
    case math::Isa::kAvx512:
      return avx512_gemm_kernel();
    case math::Isa::kAvx2:
      return avx2_gemm_kernel();
    case math::Isa::kBaseline:
      break;
  }
#else
  static_cast<void>(isa);
#endif
  return baseline_gemm_kernel();
}

const GemmKernel& active_gemm_kernel() {
  static const GemmKernel& kernel = gemm_kernel(math::active_isa());
  return kernel;
}

void multiply(const ProductSize& size, ConstMatrix a, ConstMatrix b, Matrix out,
              PanelBuffer& buffer, const Addends& addends) {
  multiply_any(size, a, Right::kAsIs, b, out, buffer, addends);
}

void multiply_transposed(const ProductSize& size, ConstMatrix a, ConstMatrix b, Matrix out,
                         PanelBuffer& buffer, const Addends& addends) {
  multiply_any(size, a, Right::kTransposed, b, out, buffer, addends);
}

double accumulate_transposed(const ProductSize& size, ConstMatrix a, ConstMatrix b, Matrix out,
                             PanelBuffer& buffer) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const std::size_t panel_size = size.depth * width;
  assert(panel_size <= buffer.size());
  const std::size_t group = std::max<std::size_t>(kGroupFloats / panel_size, 1) * width;
  Tile tile{};
  tile.a_row = 1;
  tile.a_step = a.stride;
  tile.depth = size.depth;
  tile.out_stride = out.stride;
  double squares = 0;
  for (std::size_t first = 0; first < size.columns; first += group) {
    const std::size_t end = std::min(first + group, size.columns);
    for (std::size_t row = 0; row < size.rows; row += tile_rows) {
      tile.a = a.data + row;
      tile.rows = static_cast<int>(std::min(tile_rows, size.rows - row));
      for (std::size_t column = first; column < end; column += width) {
        const Panel panel{b.data + column, b.stride, buffer.data() + (column - first) * size.depth,
                          width};
        panel.point(tile, row == 0);
        tile.out = out.data + row * out.stride + column;
        tile.columns = static_cast<int>(std::min(width, size.columns - column));
        squares += kernel.accumulate(tile);
      }
    }
  }
  return squares;
}

}  // namespace crystalline::model
