#pragma once

#include <cstddef>
#include <span>

#include "engine/model/gpt.hpp"

// The flat parameter vector seen as the tensors that the layers name. Number is `const float` for
// weights and `float` for gradients; both have one layout.
namespace crystalline::model {

template <typename Number>
struct NormParameters {
  std::span<Number> gain;  // (C)
  std::span<Number> bias;  // (C)
};

template <typename Number>
struct LinearParameters {
  std::span<Number> weight;  // (inputs, outputs)
  std::span<Number> bias;    // (outputs)
};

template <typename Number>
struct BlockParameters {
  NormParameters<Number> attention_norm;
  LinearParameters<Number> attention_in;   // (C, 3C): queries, keys, values
  LinearParameters<Number> attention_out;  // (C, C)
  NormParameters<Number> feed_norm;
  LinearParameters<Number> feed_in;   // (C, 4C)
  LinearParameters<Number> feed_out;  // (4C, C)
};

/// Tensors of a flat vector, by position in layout.tensors(): two tables, twelve a block, two at
/// the end.
template <typename Number>
class Parameters {
 public:
  Parameters(const ParameterLayout& layout, std::span<Number> flat)
      : layout_(layout), flat_(flat) {}

  [[nodiscard]] std::span<Number> token_table() const { return tensor(0); }     // (V, C)
  [[nodiscard]] std::span<Number> position_table() const { return tensor(1); }  // (T, C)

  [[nodiscard]] BlockParameters<Number> block(int index) const {
    const std::size_t first = 2 + 12 * static_cast<std::size_t>(index);
    return {{tensor(first), tensor(first + 1)},     {tensor(first + 2), tensor(first + 3)},
            {tensor(first + 4), tensor(first + 5)}, {tensor(first + 6), tensor(first + 7)},
            {tensor(first + 8), tensor(first + 9)}, {tensor(first + 10), tensor(first + 11)}};
  }

  [[nodiscard]] NormParameters<Number> final_norm() const {
    const std::size_t first = layout_.tensors().size() - 2;
    return {tensor(first), tensor(first + 1)};
  }

 private:
  [[nodiscard]] std::span<Number> tensor(std::size_t index) const {
    const TensorSpec& spec = layout_.tensors()[index];
    return flat_.subspan(spec.offset, spec.count);
  }

  const ParameterLayout& layout_;
  std::span<Number> flat_;
};

}  // namespace crystalline::model
