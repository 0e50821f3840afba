#include "engine/training/safetensors_layout.hpp"

#include <utility>

namespace crystalline::training {

std::vector<FileTensor> file_tensors(const model::ParameterLayout& layout) {
  constexpr std::pair<TensorGroup, const char*> kGroups[] = {
      {TensorGroup::kWeights, ""},
      {TensorGroup::kFirstMoment, "adam.m."},
      {TensorGroup::kSecondMoment, "adam.v."}};
  std::vector<FileTensor> tensors;
  tensors.reserve(3 * layout.tensors().size());
  std::uint64_t at = 0;
  for (const auto& [group, prefix] : kGroups) {
    for (const model::TensorSpec& spec : layout.tensors()) {
      const std::uint64_t end = at + spec.count * sizeof(float);
      tensors.push_back({prefix + spec.name, group, &spec, at, end});
      at = end;
    }
  }
  return tensors;
}

}  // namespace crystalline::training
