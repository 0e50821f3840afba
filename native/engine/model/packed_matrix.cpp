#include "engine/model/packed_matrix.hpp"

#include <algorithm>
#include <cassert>

namespace crystalline::model {

PackedMatrix PackedMatrix::of(ConstMatrix b, std::size_t depth, std::size_t columns,
                              PanelBuffer& buffer) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  assert(depth * ((columns + width - 1) / width * width) <= buffer.size());
  for (std::size_t column = 0; column < columns; column += width) {
    kernel.pack(buffer.data() + column * depth, b.data + column, b.stride, depth,
                static_cast<int>(std::min(width, columns - column)));
  }
  return PackedMatrix(buffer.data(), depth);
}

PackedMatrix PackedMatrix::of_transposed(ConstMatrix b, std::size_t depth, std::size_t columns,
                                         PanelBuffer& buffer) {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  assert(depth * ((columns + width - 1) / width * width) <= buffer.size());
  for (std::size_t column = 0; column < columns; column += width) {
    kernel.pack_transposed(buffer.data() + column * depth, b.data + column * b.stride, b.stride,
                           depth, static_cast<int>(std::min(width, columns - column)));
  }
  return PackedMatrix(buffer.data(), depth);
}

void PackedMatrix::multiply(Left left, Range depth, std::size_t rows, std::size_t columns,
                            Matrix out) const {
  const GemmKernel& kernel = active_gemm_kernel();
  const auto width = static_cast<std::size_t>(kernel.panel_columns);
  assert(depth.first + depth.count <= depth_);
  for (std::size_t column = 0; column < columns; column += width) {
    kernel.product({.a = left.data,
                    .a_row = left.row,
                    .a_step = left.step,
                    .panel = panels_ + column * depth_ + depth.first * width,
                    .panel_stride = width,
                    .packed = nullptr,
                    .ahead = 0,
                    .ahead_step = 0,
                    .depth = depth.count,
                    .out = out.data + column,
                    .out_stride = out.stride,
                    .rows = static_cast<int>(rows),
                    .columns = static_cast<int>(std::min(width, columns - column))});
  }
}

}  // namespace crystalline::model
