#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/gpt.hpp"
#include "engine/training/checkpoint.hpp"

namespace crystalline::training {

/// One tensor of a checkpoint file.
struct FileTensor {
  /// In place of a group: the tensor is of the weights.
  static constexpr std::size_t kWeights = ~std::size_t{0};

  std::string name;
  std::size_t group;              // of the groups given, or kWeights
  const model::TensorSpec* spec;  // of the layout, which must outlive this
  std::uint64_t begin;            // bytes from the end of the header
  std::uint64_t end;
};

/// The tensors of a checkpoint in file order: the weights, then each group, in layout order,
/// without gaps.
[[nodiscard]] std::vector<FileTensor> file_tensors(const model::ParameterLayout& layout,
                                                   std::span<const TensorGroup> groups);

/// A CRC-32C as checkpoints write it: 8 hexadecimal digits, lower case.
[[nodiscard]] std::string checksum_text(std::uint32_t checksum);

}  // namespace crystalline::training
