#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/exchange/number_writer.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::exchange {

/// A tensor under llama.cpp's name, seen in its order: linear layers output by input.
struct GgufTensor {
  std::string name;
  MatrixView matrix;
  StoredType type = StoredType::kF32;
  bool is_vector = false;
};

/// Every tensor of a model; views into `weights`. A note is added when Q8_0 has to be F16
/// somewhere.
[[nodiscard]] std::vector<GgufTensor> gguf_tensors(const model::ParameterLayout& layout,
                                                   std::span<const float> weights, StoredType type,
                                                   std::vector<std::string>& notes);

}  // namespace crystalline::exchange
