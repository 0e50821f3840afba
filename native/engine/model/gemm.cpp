#include "engine/model/gemm.hpp"

#include <algorithm>
#include <cassert>

namespace crystalline::model {
namespace {

/// Depth walked at once: a panel of it stays in the first-level cache. Partial sums pass through
/// `out`, so the split does not change a bit.
constexpr std::size_t kDepthBlock = 256;
/// Widest panel of any kernel.
constexpr std::size_t kPanelColumns = 48;

enum class Right { kAsIs, kTransposed };

struct Block {
  std::size_t first_column;
  int columns;
  std::size_t first_depth;
  std::size_t depth;
};

void pack_block(const GemmKernel& kernel, Right form, ConstMatrix b, const Block& block,
                float* panel) {
  if (form == Right::kAsIs) {
    kernel.pack(panel, b.data + block.first_depth * b.stride + block.first_column, b.stride,
                block.depth, block.columns);
  } else {
    kernel.pack_transposed(panel, b.data + block.first_column * b.stride + block.first_depth,
                           b.stride, block.depth, block.columns);
  }
}

/// All rows of one panel.
void multiply_block(const GemmKernel& kernel, const ProductSize& size, ConstMatrix a,
                    const float* panel, const Block& block, Matrix out, const Addends& addends) {
  const auto tile_rows = static_cast<std::size_t>(kernel.tile_rows);
  const bool last = block.first_depth + block.depth == size.depth;
  const bool adds_residual = last && addends.residual.data != nullptr;
  for (std::size_t row = 0; row < size.rows; row += tile_rows) {
    Tile tile{.a = a.data + row * a.stride + block.first_depth,
              .a_row = a.stride,
              .a_step = 1,
              .panel = panel,
              .panel_stride = static_cast<std::size_t>(kernel.panel_columns),
              .depth = block.depth,
              .out = out.data + row * out.stride + block.first_column,
              .out_stride = out.stride,
              .rows = static_cast<int>(std::min(tile_rows, size.rows - row)),
              .columns = block.columns};
    tile.resume = block.first_depth > 0;
    if (!addends.bias.empty()) tile.bias = addends.bias.data() + block.first_column;
    if (adds_residual) {
      tile.residual = addends.residual.data + row * addends.residual.stride + block.first_column;
      tile.residual_stride = addends.residual.stride;
    }
    kernel.product(tile);
  }
}

void multiply_any(const ProductSize& size, ConstMatrix a, Right form, ConstMatrix b, Matrix out,
                  PanelBuffer& buffer, const Addends& addends) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  for (std::size_t column = 0; column < size.columns; column += width) {
    const int columns = static_cast<int>(std::min(width, size.columns - column));
    for (std::size_t depth = 0; depth < size.depth; depth += kDepthBlock) {
      const Block block{column, columns, depth, std::min(kDepthBlock, size.depth - depth)};
      pack_block(kernel, form, b, block, buffer.data());
      multiply_block(kernel, size, a, buffer.data(), block, out, addends);
    }
  }
}

}  // namespace

PanelBuffer::PanelBuffer(std::size_t depth, std::size_t columns)
    : storage_(std::max(depth, kDepthBlock) *
               ((columns + kPanelColumns - 1) / kPanelColumns * kPanelColumns)) {}

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
  assert(size.depth * width <= buffer.size());
  double squares = 0;
  for (std::size_t column = 0; column < size.columns; column += width) {
    const int columns = static_cast<int>(std::min(width, size.columns - column));
    kernel.pack(buffer.data(), b.data + column, b.stride, size.depth, columns);
    for (std::size_t row = 0; row < size.rows; row += tile_rows) {
      squares += kernel.accumulate({.a = a.data + row,
                                    .a_row = 1,
                                    .a_step = a.stride,
                                    .panel = buffer.data(),
                                    .panel_stride = width,
                                    .depth = size.depth,
                                    .out = out.data + row * out.stride + column,
                                    .out_stride = out.stride,
                                    .rows = static_cast<int>(std::min(tile_rows, size.rows - row)),
                                    .columns = columns});
    }
  }
  return squares;
}

}  // namespace crystalline::model
