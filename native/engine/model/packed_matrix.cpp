#include "engine/model/packed_matrix.hpp"

#include <algorithm>
#include <cassert>

namespace crystalline::model {

PackedMatrix PackedMatrix::of(ConstMatrix b, std::size_t depth, std::size_t columns,
                              PanelBuffer& buffer) {
  const GemmKernel& kernel = active_gemm_kernel();
  const PackedMatrix packed(buffer.data(), depth, PanelCut(kernel, columns));
  assert(packed.panels_.count() * packed.panel_size() <= buffer.size());
  for (std::size_t p = 0; p < packed.panels_.count(); ++p) {
    kernel.pack(buffer.data() + p * packed.panel_size(), b.data + packed.panels_.first(p), b.stride,
                depth, packed.panels_.columns(p));
  }
  return packed;
}

PackedMatrix PackedMatrix::of_transposed(ConstMatrix b, std::size_t depth, std::size_t columns,
                                         PanelBuffer& buffer) {
  const GemmKernel& kernel = active_gemm_kernel();
  const PackedMatrix packed(buffer.data(), depth, PanelCut(kernel, columns));
  assert(packed.panels_.count() * packed.panel_size() <= buffer.size());
  for (std::size_t p = 0; p < packed.panels_.count(); ++p) {
    kernel.pack_transposed(buffer.data() + p * packed.panel_size(),
                           b.data + packed.panels_.first(p) * b.stride, b.stride, depth,
                           packed.panels_.columns(p));
  }
  return packed;
}

void PackedMatrix::multiply(Left left, Range depth, std::size_t rows, std::size_t columns,
                            Matrix out) const {
  const GemmKernel& kernel = active_gemm_kernel();
  assert(depth.first + depth.count <= depth_ && columns <= panels_.first(panels_.count()));
  Tile tile{};
  tile.a = left.data;
  tile.a_row = left.row;
  tile.a_step = left.step;
  tile.panel_stride = PanelCut::width(kernel);
  tile.depth = depth.count;
  tile.out_stride = out.stride;
  tile.rows = static_cast<int>(rows);
  for (std::size_t p = 0; panels_.first(p) < columns; ++p) {
    const std::size_t column = panels_.first(p);
    tile.panel = data_ + p * panel_size() + depth.first * tile.panel_stride;
    tile.out = out.data + column;
    tile.columns = static_cast<int>(std::min(panels_.first(p + 1), columns) - column);
    kernel.product(tile);
  }
}

std::size_t PackedMatrix::panel_size() const {
  return depth_ * PanelCut::width(active_gemm_kernel());
}

}  // namespace crystalline::model
