#include <utility>

#include "engine/model/gpt.hpp"

namespace crystalline::model {
namespace {

constexpr std::size_t kAlignment = 16;  // floats: a cache line

std::size_t aligned(std::size_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

/// Places tensors one behind the other, in the order of Hugging Face's state dictionary.
class Placement {
 public:
  explicit Placement(std::vector<TensorSpec>& tensors) : tensors_(tensors) {}

  void add(std::string name, std::vector<std::int64_t> dimensions) {
    std::size_t count = 1;
    for (const std::int64_t dimension : dimensions) count *= static_cast<std::size_t>(dimension);
    const bool decays = dimensions.size() > 1;
    tensors_.push_back({std::move(name), std::move(dimensions), size_, count, decays});
    parameters_ += count;
    size_ = aligned(size_ + count);
  }

  /// A layer normalisation's gain and bias.
  void add_norm(const std::string& name, std::int64_t width) {
    add(name + ".weight", {width});
    add(name + ".bias", {width});
  }

  /// A linear layer's weight, input by output, and bias.
  void add_linear(const std::string& name, std::int64_t inputs, std::int64_t outputs) {
    add(name + ".weight", {inputs, outputs});
    add(name + ".bias", {outputs});
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t parameters() const { return parameters_; }

 private:
  std::vector<TensorSpec>& tensors_;
  std::size_t size_ = 0;
  std::size_t parameters_ = 0;
};

}  // namespace

ParameterLayout::ParameterLayout(const Shape& shape) : shape_(shape) {
  const std::int64_t width = shape.width;
  Placement placement(tensors_);
  placement.add("transformer.wte.weight", {shape.vocab, width});
  placement.add("transformer.wpe.weight", {shape.context, width});
  for (int block = 0; block < shape.blocks; ++block) {
    const std::string prefix = "transformer.h." + std::to_string(block);
    placement.add_norm(prefix + ".ln_1", width);
    placement.add_linear(prefix + ".attn.c_attn", width, 3 * width);
    placement.add_linear(prefix + ".attn.c_proj", width, width);
    placement.add_norm(prefix + ".ln_2", width);
    placement.add_linear(prefix + ".mlp.c_fc", width, 4 * width);
    placement.add_linear(prefix + ".mlp.c_proj", 4 * width, width);
  }
  placement.add_norm("transformer.ln_f", width);
  size_ = placement.size();
  parameters_ = placement.parameters();
}

}  // namespace crystalline::model
