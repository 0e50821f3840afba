#include "engine/training/safetensors_layout.hpp"

#include <array>

#include "engine/base/sha256.hpp"

namespace crystalline::training {

std::vector<FileTensor> file_tensors(const model::ParameterLayout& layout,
                                     std::span<const TensorGroup> groups) {
  std::vector<FileTensor> tensors;
  tensors.reserve((1 + groups.size()) * layout.tensors().size());
  std::uint64_t at = 0;
  const auto add = [&](const std::string& prefix, std::size_t group,
                       const model::TensorSpec& spec) {
    const std::uint64_t end = at + spec.count * sizeof(float);
    tensors.push_back({prefix + spec.name, group, &spec, at, end});
    at = end;
  };
  for (const model::TensorSpec& spec : layout.tensors()) add("", FileTensor::kWeights, spec);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const model::TensorSpec& spec : layout.tensors()) {
      if (groups[g].holds == nullptr || groups[g].holds(spec)) add(groups[g].prefix, g, spec);
    }
  }
  return tensors;
}

std::string checksum_text(std::uint32_t checksum) {
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(checksum >> (24 - 8 * i));
  }
  return base::hexadecimal(bytes);
}

}  // namespace crystalline::training
