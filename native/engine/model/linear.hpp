#pragma once

#include <cstddef>
#include <span>

#include "engine/model/gemm.hpp"
#include "engine/model/parameters.hpp"

// Linear layers: out = in weight + bias, weight (inputs, outputs) as Hugging Face's Conv1D.
namespace crystalline::model {

///   out (T, outputs)  written
///   in  (T, inputs)
///   residual          (T, outputs) added to the result, or empty
void linear_forward(std::span<float> out, std::span<const float> in, std::size_t tokens,
                    const LinearParameters<const float>& parameters,
                    std::span<const float> residual, PanelBuffer& panels);

/// What the backward pass reads and writes.
struct LinearBackward {
  std::span<float> d_in;         // (T, inputs)   written
  std::span<const float> d_out;  // (T, outputs)
  std::span<const float> in;     // (T, inputs)
  std::size_t tokens;
  LinearParameters<const float> parameters;
  LinearParameters<float> gradient;  // added to
  std::span<float> scratch;          // (outputs) or more
  std::span<const float> slope;      // (T, inputs) multiplies d_in: that of what made `in`; or none
};

/// Returns the squared norm of what it added to the gradient.
[[nodiscard]] double linear_backward(const LinearBackward& pass, PanelBuffer& panels);

}  // namespace crystalline::model
