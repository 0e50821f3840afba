#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::exchange {

enum class NumberType { kF32, kF16, kBf16 };

/// One tensor of a safetensors file; `begin` and `end` are bytes from the end of the header.
struct StoredTensor {
  NumberType type = NumberType::kF32;
  std::vector<std::uint64_t> dimensions;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, std::string, std::less<>> metadata;
  /// Tensors of number types this program reads; others (masks, integers) are left out.
  std::map<std::string, StoredTensor, std::less<>> tensors;
};

/// Parses the JSON of a safetensors header; `data_bytes` follow it in the file. corrupt: no such
/// header, or a tensor whose bytes are not those of its shape or lie beyond the file. A pure
/// function of its bytes: nothing of them is trusted. Source of the format:
/// https://github.com/huggingface/safetensors#format.
[[nodiscard]] base::Result<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                                       std::uint64_t data_bytes);

}  // namespace crystalline::exchange
