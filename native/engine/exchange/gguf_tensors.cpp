#include "engine/exchange/gguf_tensors.hpp"

#include <cassert>
#include <utility>

namespace crystalline::exchange {
namespace {

/// Names within a block: Hugging Face's and llama.cpp's.
constexpr std::pair<std::string_view, std::string_view> kOfBlock[] = {
    {"ln_1", "attn_norm"}, {"attn.c_attn", "attn_qkv"}, {"attn.c_proj", "attn_output"},
    {"ln_2", "ffn_norm"},  {"mlp.c_fc", "ffn_up"},      {"mlp.c_proj", "ffn_down"},
};

/// transformer.h.0.mlp.c_fc.weight -> blk.0.ffn_up.weight
std::string gguf_name(std::string_view name) {
  if (name == "transformer.wte.weight") return "token_embd.weight";
  if (name == "transformer.wpe.weight") return "position_embd.weight";
  constexpr std::string_view kBlock = "transformer.h.";
  constexpr std::string_view kFinal = "transformer.ln_f";
  if (name.starts_with(kFinal)) return "output_norm" + std::string(name.substr(kFinal.size()));
  assert(name.starts_with(kBlock));
  name.remove_prefix(kBlock.size());
  const std::size_t dot = name.find('.');
  const std::size_t last = name.rfind('.');
  const std::string_view part = name.substr(dot + 1, last - dot - 1);
  for (const auto& [theirs, ours] : kOfBlock) {
    if (part == theirs) {
      return "blk." + std::string(name.substr(0, dot + 1)) + std::string(ours) +
             std::string(name.substr(last));
    }
  }
  assert(false);
  return {};
}

/// Conv1D stores input by output; llama.cpp wants output by input. Tables are as they are.
MatrixView view_of(const model::TensorSpec& spec, const float* data) {
  if (spec.dimensions.size() == 1) return {data, 1, spec.count, spec.count, 1};
  const auto first = static_cast<std::size_t>(spec.dimensions[0]);
  const auto second = static_cast<std::size_t>(spec.dimensions[1]);
  const bool table = spec.name.ends_with("wte.weight") || spec.name.ends_with("wpe.weight");
  if (table) return {data, first, second, second, 1};
  return {data, second, first, 1, second};
}

}  // namespace

std::vector<GgufTensor> gguf_tensors(const model::ParameterLayout& layout,
                                     std::span<const float> weights, StoredType type,
                                     std::vector<std::string>& notes) {
  std::vector<GgufTensor> tensors;
  bool fell_back = false;
  for (const model::TensorSpec& spec : layout.tensors()) {
    GgufTensor tensor{.name = gguf_name(spec.name),
                      .matrix = view_of(spec, weights.data() + spec.offset),
                      .is_vector = spec.dimensions.size() == 1};
    const bool positions = spec.name.ends_with("wpe.weight");
    if (!tensor.is_vector && !positions) tensor.type = type;
    if (tensor.type == StoredType::kQ80 && tensor.matrix.columns % kQ80Block != 0) {
      tensor.type = StoredType::kF16;
      fell_back = true;
    }
    tensors.push_back(std::move(tensor));
  }
  if (fell_back) {
    notes.push_back(
        "Matrices whose rows are no multiple of 32 values are stored as F16: Q8_0 "
        "cannot hold them.");
  }
  return tensors;
}

}  // namespace crystalline::exchange
