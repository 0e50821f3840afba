#pragma once

#include <algorithm>
#include <cstddef>

#include "engine/model/gemm_kernel.hpp"

namespace crystalline::model {

/// How a kernel's panels share the columns of a right-hand matrix: whole vectors, as evenly as can
/// be. A last panel of one vector would have too few sums to keep the multiply-adders busy.
class PanelCut {
 public:
  PanelCut(const GemmKernel& kernel, std::size_t columns)
      : columns_(columns),
        vector_(static_cast<std::size_t>(kernel.vector_columns)),
        vectors_((columns + vector_ - 1) / vector_),
        count_((columns + width(kernel) - 1) / width(kernel)) {}

  [[nodiscard]] std::size_t count() const { return count_; }
  /// First column of panel `index`; of index count(), the end.
  [[nodiscard]] std::size_t first(std::size_t index) const {
    return std::min(vectors_ * index / count_ * vector_, columns_);
  }
  [[nodiscard]] int columns(std::size_t index) const {
    return static_cast<int>(first(index + 1) - first(index));
  }

  /// Floats from one depth of a packed panel to the next, whatever columns it holds.
  [[nodiscard]] static std::size_t width(const GemmKernel& kernel) {
    return static_cast<std::size_t>(kernel.panel_columns);
  }

 private:
  std::size_t columns_;
  std::size_t vector_;
  std::size_t vectors_;
  std::size_t count_;
};

}  // namespace crystalline::model
