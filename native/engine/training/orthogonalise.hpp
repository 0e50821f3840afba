#pragma once

#include <cstddef>
#include <span>

#include "engine/base/aligned.hpp"
#include "engine/model/gemm.hpp"

namespace crystalline::training {

/// Newton-Schulz iteration: replaces a matrix by nearly the orthogonal one closest to it, that is
/// U Vᵀ of its singular value decomposition U S Vᵀ, by products alone.
///
/// Five steps of X = a X + (b A + c A²) X, A = X Xᵀ, with (a, b, c) = (3.4445, -4.7750, 2.0315),
/// from X = M / ‖M‖. Singular values above some 0.5 % of the norm end between 0.68 and 1.21;
/// smaller ones, and a matrix of zeros, stay small. One thread; the same bits on every call, on
/// one instruction set. Source: Jordan et al., "Muon", https://kellerjordan.github.io/posts/muon.
/// Cost for (m, n), m <= n: 5 (4 m² n + 2 m³) operations.
class Orthogonaliser {
 public:
  /// Room for matrices of at most this many rows and columns, or the other way round.
  Orthogonaliser(std::size_t rows, std::size_t columns);

  /// In place, row-major.
  void operator()(std::span<float> matrix, std::size_t rows, std::size_t columns);

 private:
  /// X = (b A + c A² + a I) X.
  void iterate(std::size_t rows, std::size_t columns);

  base::AlignedVector<float> x_;       // (rows, columns), rows <= columns
  base::AlignedVector<float> next_;    // as x_
  base::AlignedVector<float> gram_;    // (rows, rows)
  base::AlignedVector<float> square_;  // (rows, rows)
  model::PanelBuffer panels_;
};

}  // namespace crystalline::training
