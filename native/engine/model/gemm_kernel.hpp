#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/math/isa.hpp"

// The inner kernels of matrix multiplication, one table for each instruction set. A right-hand
// matrix is packed into panels (panel_columns wide, all of its depth, zero-padded to whole
// vectors); a kernel keeps a tile of the product in registers while it walks the depth once.
//
// Every element of a product is one chain of multiply-adds over ascending depth, started from 0 or
// from its bias. Its bits depend neither on the tile it falls into nor on how many rows are
// computed together: the KV cache stands on this.
namespace crystalline::model {

/// One tile of a product: out[r][c] = bias[c] + sum over k of a[r a_row + k a_step] panel[k][c].
/// The panel is padded to whole vectors, or a part of a matrix that is packed on the way.
struct Tile {
  const float* a;
  std::size_t a_row;
  std::size_t a_step;
  const float* panel;
  std::size_t panel_stride;  // floats from one depth to the next
  float* packed;             // where the panel is copied to, padded, as it is read; or none
  std::uintptr_t ahead;      // address asked for on the way, to the second-level cache; any value
  std::size_t ahead_step;    // bytes from one depth to the next
  std::size_t depth;
  float* out;
  std::size_t out_stride;
  const float* out_next;            // where the next tile goes: asked for on the way; or none
  int rows;                         // 1 to tile_rows
  int columns;                      // 1 to panel_columns
  const float* bias = nullptr;      // (columns), or none
  const float* residual = nullptr;  // added last, with a stride of its own; or none
  std::size_t residual_stride = 0;
  const float* factor =
      nullptr;  // multiplied last, element by element, with its own stride; or none
  std::size_t factor_stride = 0;
  bool resume = false;  // start from what `out` holds (the depth before this one) and not from bias
};

/// What an instruction set brings.
struct GemmKernel {
  int tile_rows;
  int panel_columns;
  int vector_columns;

  /// Writes the tile.
  void (*product)(const Tile& tile);

  /// Adds the tile to out (bias, residual, factor and resume are not used), and the squares of what
  /// it added to `squares` (vector_columns), each to one of them.
  void (*accumulate)(const Tile& tile, float* squares);

  /// panel[k][c] = source[k][c] for k < depth, c < columns (at most panel_columns).
  void (*pack)(float* panel, const float* source, std::size_t stride, std::size_t depth,
               int columns);

  /// panel[k][c] = source[c][k] for k < depth, c < columns.
  void (*pack_transposed)(float* panel, const float* source, std::size_t stride, std::size_t depth,
                          int columns);

  /// The left side of tiles that walk down the columns of `source` (depth, rows), one tile after
  /// the other: packed[(tile depth + k) tile_rows + r] = source[k][tile tile_rows + r]. What the
  /// last tile lacks stays unwritten.
  void (*pack_left)(float* packed, const float* source, std::size_t stride, std::size_t depth,
                    std::size_t rows);
};

/// Any processor.
[[nodiscard]] const GemmKernel& baseline_gemm_kernel();
#if defined(__x86_64__)
/// Call only where math::supported_isa() is at least kAvx2.
[[nodiscard]] const GemmKernel& avx2_gemm_kernel();
/// Call only where math::supported_isa() is kAvx512.
[[nodiscard]] const GemmKernel& avx512_gemm_kernel();
#endif

/// The kernels of an instruction set that this processor has.
[[nodiscard]] const GemmKernel& gemm_kernel(math::Isa isa);

}  // namespace crystalline::model
