#pragma once

#include <cstddef>

#include "engine/model/gemm.hpp"
#include "engine/model/panel_cut.hpp"

namespace crystalline::model {

/// A small right-hand matrix packed whole, for products whose rows each need a different part of it
/// (attention's triangle). Lives in a PanelBuffer.
class PackedMatrix {
 public:
  /// Packs b (depth, columns).
  static PackedMatrix of(ConstMatrix b, std::size_t depth, std::size_t columns,
                         PanelBuffer& buffer);
  /// Packs bᵀ; b is (columns, depth).
  static PackedMatrix of_transposed(ConstMatrix b, std::size_t depth, std::size_t columns,
                                    PanelBuffer& buffer);

  /// The left-hand side of one tile row: element (r, k) lies at data[r * row + k * step].
  struct Left {
    const float* data;
    std::size_t row;
    std::size_t step;
  };
  /// Part of the depth.
  struct Range {
    std::size_t first;
    std::size_t count;
  };

  /// out (rows, columns) = left times rows `depth` of the matrix, for its first `columns` columns.
  /// rows is at most the kernel's tile_rows.
  void multiply(Left left, Range depth, std::size_t rows, std::size_t columns, Matrix out) const;

 private:
  PackedMatrix(const float* data, std::size_t depth, const PanelCut& panels)
      : data_(data), depth_(depth), panels_(panels) {}
  /// Floats from one panel to the next.
  [[nodiscard]] std::size_t panel_size() const;

  const float* data_;
  std::size_t depth_;
  PanelCut panels_;
};

}  // namespace crystalline::model
