#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/gpt.hpp"

namespace crystalline::training {

/// Which of the three flat vectors a tensor of a checkpoint lies in.
enum class TensorGroup { kWeights, kFirstMoment, kSecondMoment };

/// One tensor of a checkpoint file.
struct FileTensor {
  std::string name;
  TensorGroup group;
  const model::TensorSpec* spec;  // of the layout, which must outlive this
  std::uint64_t begin;            // bytes from the end of the header
  std::uint64_t end;
};

/// The tensors of a checkpoint in file order: weights, first moments, second moments, each in
/// layout order, without gaps.
[[nodiscard]] std::vector<FileTensor> file_tensors(const model::ParameterLayout& layout);

}  // namespace crystalline::training
