#pragma once

#include <cstddef>
#include <span>

#include "engine/base/aligned.hpp"
#include "engine/model/gemm_kernel.hpp"

// Products of row-major matrices on the kernels of the instruction set in use. One thread; as many
// threads as there are disjoint outputs and panel buffers. docs/maths/matrix-kernels.md
namespace crystalline::model {

/// A row-major matrix that somebody else owns; rows lie `stride` floats apart.
struct Matrix {
  float* data;
  std::size_t stride;
};
struct ConstMatrix {
  const float* data;
  std::size_t stride;
};

/// A product's size: (rows, depth) times (depth, columns).
struct ProductSize {
  std::size_t rows;
  std::size_t columns;
  std::size_t depth;
};

/// What is done to a product while it is in registers: (bias + product + residual) factor.
struct Addends {
  std::span<const float> bias = {};     // (columns), or none
  ConstMatrix residual = {nullptr, 0};  // (rows, columns), or none; not `out`
  ConstMatrix factor = {nullptr, 0};    // (rows, columns), element by element, or none
};

/// Room for packed panels: one a thread, allocated once.
class PanelBuffer {
 public:
  /// For right-hand matrices of at most `depth` x `columns` packed whole, and for products whose
  /// rows (of the left matrix, in accumulate_transposed) are at most `depth`.
  PanelBuffer(std::size_t depth, std::size_t columns);
  /// Floats of such a buffer.
  [[nodiscard]] static std::size_t size_for(std::size_t depth, std::size_t columns);
  [[nodiscard]] float* data() { return storage_.data(); }
  [[nodiscard]] std::size_t size() const { return storage_.size(); }

 private:
  base::AlignedVector<float> storage_;
};

/// out = a b + addends.
void multiply(const ProductSize& size, ConstMatrix a, ConstMatrix b, Matrix out,
              PanelBuffer& buffer, const Addends& addends = {});

/// out = a bᵀ + addends; b is (columns, depth).
void multiply_transposed(const ProductSize& size, ConstMatrix a, ConstMatrix b, Matrix out,
                         PanelBuffer& buffer, const Addends& addends = {});

/// out += aᵀ b; a is (depth, rows). Returns the squared norm of aᵀ b.
double accumulate_transposed(const ProductSize& size, ConstMatrix a, ConstMatrix b, Matrix out,
                             PanelBuffer& buffer);

/// The kernels in use.
[[nodiscard]] const GemmKernel& active_gemm_kernel();

}  // namespace crystalline::model
