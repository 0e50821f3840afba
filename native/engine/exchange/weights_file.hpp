#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/base/mapped_file.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/exchange/safetensors_header.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::exchange {

/// A safetensors file with GPT-2's weights: a checkpoint of this program, or another's model.
class WeightsFile {
 public:
  /// not-found, io-failed; corrupt: no sound safetensors file.
  [[nodiscard]] static base::Result<WeightsFile> open(const std::string& path);

  [[nodiscard]] const SafetensorsHeader& header() const { return header_; }
  /// Reads the weights of `layout` (layout.size() floats, padding zero) from tensors of any number
  /// type, named with or without "transformer.". mismatch: a tensor that is missing or of another
  /// shape, or an output head of its own. `progress` is told of the weights' bytes in memory.
  [[nodiscard]] base::Result<void> load(const model::ParameterLayout& layout,
                                        std::span<float> weights,
                                        const base::Progress& progress = {}) const;

 private:
  explicit WeightsFile(base::MappedFile file) : file_(std::move(file)) {}
  [[nodiscard]] const StoredTensor* find(std::string_view name) const;
  [[nodiscard]] base::Result<void> check_head() const;
  [[nodiscard]] std::string_view bytes_of(const StoredTensor& tensor) const;

  base::MappedFile file_;
  SafetensorsHeader header_;
  std::string_view data_;
};

/// The shape that a checkpoint of this program states; mismatch when it states none.
[[nodiscard]] base::Result<model::Shape> shape_of(const SafetensorsHeader& header);

}  // namespace crystalline::exchange
