#include "engine/model/gemm.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "engine/model/panel_cut.hpp"

namespace crystalline::model {
namespace {

/// Most depth walked at once: a panel of it (48 KiB at most) stays in the nearer caches. Partial
/// sums pass through `out`, so the split does not change a bit.
constexpr std::size_t kDepthBlock = 256;
/// Floats of a left-hand matrix that stays in the second-level cache while panels pass. A larger
/// one passes in blocks of depth instead.
constexpr std::size_t kNearFloats = std::size_t{64} << 10;
/// Floats of the left-hand side that accumulate_transposed packs at once, for the same cache.
constexpr std::size_t kLeftFloats = std::size_t{64} << 10;
/// Widest panel and highest tile of any kernel.
constexpr std::size_t kPanelColumns = 48;
constexpr std::size_t kTileRows = 8;
/// Widest vector of any kernel.
constexpr std::size_t kVectorColumns = 16;

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

/// The blocks of one product in the order they are walked: all depths of a panel while the left
/// matrix stays near, else all panels of a depth.
class Walk {
 public:
  Walk(const GemmKernel& kernel, const ProductSize& size)
      : panels_(kernel, size.columns),
        depth_(size.depth),
        depths_((size.depth + kDepthBlock - 1) / kDepthBlock),
        depth_first_(size.rows * size.depth <= kNearFloats) {}

  [[nodiscard]] std::size_t count() const { return panels_.count() * depths_; }
  [[nodiscard]] Block block(std::size_t index) const {
    const std::size_t panel = depth_first_ ? index / depths_ : index % panels_.count();
    const std::size_t depth = depth_first_ ? index % depths_ : index / panels_.count();
    const std::size_t first = depth_ * depth / depths_;
    return {panels_.first(panel), panels_.columns(panel), first,
            depth_ * (depth + 1) / depths_ - first};
  }

 private:
  PanelCut panels_;
  std::size_t depth_;
  std::size_t depths_;
  bool depth_first_;
};

Panel panel_of(const GemmKernel& kernel, Right form, ConstMatrix b, const Block& block,
               PanelBuffer& buffer) {
  const std::size_t width = PanelCut::width(kernel);
  assert(block.depth * width <= buffer.size());
  if (form == Right::kAsIs) {
    return {b.data + block.first_depth * b.stride + block.first_column, b.stride, buffer.data(),
            width};
  }
  kernel.pack_transposed(buffer.data(), b.data + block.first_column * b.stride + block.first_depth,
                         b.stride, block.depth, block.columns);
  return {buffer.data(), width, buffer.data(), width};
}

/// Where the tiles of a block ask for the next block: the right-hand matrix is often not in the
/// nearer caches, and the next panel's first use would wait for it.
struct Ahead {
  std::uintptr_t first = 0;    // address of the first tile's share
  std::size_t tile_step = 0;   // bytes from one tile's share to the next's
  std::size_t depth_step = 0;  // bytes from one depth to the next
  std::size_t tiles = 0;       // tiles that have a share

  void point(Tile& tile, std::size_t index) const {
    tile.ahead = first + index * tile_step;
    tile.ahead_step = index < tiles ? depth_step : 0;
  }
};

/// As it is, each of the first tiles asks for one cache line of each of the next block's rows.
/// Transposed, its columns are rows in memory: each tile asks for its share of them, end to end.
Ahead ahead_of(Right form, ConstMatrix b, const Block& block, const Block& next,
               std::size_t tiles) {
  const auto base = reinterpret_cast<std::uintptr_t>(b.data);
  const auto columns = static_cast<std::size_t>(next.columns);
  if (form == Right::kAsIs) {
    const std::size_t at = next.first_depth * b.stride + next.first_column;
    return {base + at * sizeof(float), base::kCacheLine, b.stride * sizeof(float),
            kPanelColumns * sizeof(float) / base::kCacheLine};
  }
  const std::size_t at = next.first_column * b.stride + next.first_depth;
  if (next.depth == b.stride) {  // its rows lie side by side
    const std::size_t share = columns * sizeof(float) / tiles;
    return {base + at * sizeof(float), block.depth * share, share, tiles};
  }
  return {base + at * sizeof(float), b.stride * sizeof(float), sizeof(float), columns};
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
  tile.factor_stride = addends.factor.stride;
  if (!addends.bias.empty()) tile.bias = addends.bias.data() + block.first_column;
  for (std::size_t row = 0; row < size.rows; row += tile_rows) {
    panel.point(tile, row == 0);
    ahead.point(tile, row / tile_rows);
    tile.a = a.data + row * a.stride + block.first_depth;
    tile.out = out.data + row * out.stride + block.first_column;
    tile.out_next = tile.out + tile_rows * out.stride;
    tile.rows = static_cast<int>(std::min(tile_rows, size.rows - row));
    if (last && addends.residual.data != nullptr) {
      tile.residual = addends.residual.data + row * addends.residual.stride + block.first_column;
    }
    if (last && addends.factor.data != nullptr) {
      tile.factor = addends.factor.data + row * addends.factor.stride + block.first_column;
    }
    kernel.product(tile);
  }
}

void multiply_any(const ProductSize& size, ConstMatrix a, Right form, ConstMatrix b, Matrix out,
                  PanelBuffer& buffer, const Addends& addends) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const std::size_t tiles = (size.rows + tile_rows - 1) / tile_rows;
  const Walk walk(kernel, size);
  Block block = walk.block(0);
  for (std::size_t index = 0; index < walk.count(); ++index) {
    const Panel panel = panel_of(kernel, form, b, block, buffer);
    const bool last = index + 1 == walk.count();
    const Block next = last ? block : walk.block(index + 1);
    const Ahead ahead = last ? Ahead() : ahead_of(form, b, block, next, tiles);
    multiply_block(kernel, size, a, panel, ahead, block, out, addends);
    block = next;
  }
}

/// Every tile of some rows of aᵀ b, whose left side is packed: panel by panel, each of which stays
/// in the nearest cache.
double accumulate_rows(const GemmKernel& kernel, const ProductSize& size, const float* left,
                       ConstMatrix b, Matrix out, float* room) {
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const std::size_t width = PanelCut::width(kernel);
  const PanelCut panels(kernel, size.columns);
  Tile tile{};
  tile.a_row = 1;
  tile.a_step = tile_rows;
  tile.depth = size.depth;
  tile.out_stride = out.stride;
  double squares = 0;
  for (std::size_t p = 0; p < panels.count(); ++p) {
    const std::size_t column = panels.first(p);
    const Panel panel{b.data + column, b.stride, room, width};
    const bool last = p + 1 == panels.count();
    const Ahead ahead =
        last ? Ahead()
             : ahead_of(Right::kAsIs, b, {}, {panels.first(p + 1), panels.columns(p + 1), 0, 0}, 0);
    tile.columns = panels.columns(p);
    float panel_squares[kVectorColumns] = {};
    for (std::size_t row = 0; row < size.rows; row += tile_rows) {
      panel.point(tile, row == 0);
      ahead.point(tile, row / tile_rows);
      tile.a = left + row * size.depth;
      tile.out = out.data + row * out.stride + column;
      tile.rows = static_cast<int>(std::min(tile_rows, size.rows - row));
      kernel.accumulate(tile, panel_squares);
    }
    for (const float part : panel_squares) squares += static_cast<double>(part);
  }
  return squares;
}

}  // namespace

std::size_t PanelBuffer::size_for(std::size_t depth, std::size_t columns) {
  const std::size_t panels = (columns + kPanelColumns - 1) / kPanelColumns;
  return std::max(depth, kDepthBlock) * panels * kPanelColumns +
         std::max(kLeftFloats, depth * kTileRows);
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
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const std::size_t together = std::max<std::size_t>(kLeftFloats / size.depth / 16 * 16, tile_rows);
  float* const left = buffer.data();
  float* const room = left + std::max(kLeftFloats, size.depth * tile_rows);
  assert(room + size.depth * PanelCut::width(kernel) <= buffer.data() + buffer.size());
  double squares = 0;
  for (std::size_t row = 0; row < size.rows; row += together) {
    const std::size_t rows = std::min(together, size.rows - row);
    kernel.pack_left(left, a.data + row, a.stride, size.depth, rows);
    squares += accumulate_rows(kernel, {rows, size.columns, size.depth}, left, b,
                               {out.data + row * out.stride, out.stride}, room);
  }
  return squares;
}

}  // namespace crystalline::model
