#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/gpt.hpp"
#include "reference_layers.hpp"

// GPT-2 in double from reference_layers.hpp, on the engine's flat parameter vector: finds each
// tensor by its name, so that it also checks the layout.
namespace crystalline::model::reference {

class Model {
 public:
  Model(const ParameterLayout& layout, const std::vector<float>& weights)
      : layout_(layout), weights_(weights.begin(), weights.end()) {}

  [[nodiscard]] Array& weights() { return weights_; }

  /// Logits (T, V).
  Array logits(const std::vector<Token>& tokens) { return head(run(tokens)); }

  /// Losses of each token, in nats.
  Array losses(const std::vector<Token>& tokens, const std::vector<Token>& targets) {
    const Array out = logits(tokens);
    const std::size_t vocab = out.size() / tokens.size();
    Array losses;
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      losses.push_back(cross_entropy(&out[t * vocab], vocab, targets[t]));
    }
    return losses;
  }

  /// Probabilities (H, T, T) with which each token of the text looks at each, in one block.
  Array attention(const std::vector<Token>& tokens, int block) {
    run(tokens);
    Array probabilities;
    attention_forward(kept_[static_cast<std::size_t>(block)].queries_keys_values, tokens.size(),
                      heads(), &probabilities);
    return probabilities;
  }

  /// scale * d(sum of losses)/d(weights), laid out as the weights.
  Array gradient(const std::vector<Token>& tokens, const std::vector<Token>& targets,
                 double scale) {
    const Array final_norm = run(tokens);
    const Array out = head(final_norm);
    const std::size_t vocab = out.size() / tokens.size();
    const std::size_t width = final_norm.size() / tokens.size();
    Array gradient(weights_.size());
    Array d_logits(out.size());
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      cross_entropy(&out[t * vocab], vocab, targets[t], &d_logits[t * vocab]);
    }
    for (double& value : d_logits) value *= scale;
    const Array table = tensor("transformer.wte.weight");
    Array d_table(table.size());
    Array d(final_norm.size());
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      for (std::size_t v = 0; v < vocab; ++v) {
        for (std::size_t i = 0; i < width; ++i) {
          d[t * width + i] += d_logits[t * vocab + v] * table[v * width + i];
          d_table[v * width + i] += d_logits[t * vocab + v] * final_norm[t * width + i];
        }
      }
    }
    d = norm_backward("transformer.ln_f", d, inputs_.back(), gradient);
    for (int block = layout_.shape().blocks - 1; block >= 0; --block) {
      d = block_backward(block, d, tokens.size(), gradient);
    }
    Array d_positions(tokens.size() * width);
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      for (std::size_t i = 0; i < width; ++i) {
        d_positions[t * width + i] += d[t * width + i];
        d_table[tokens[t] * width + i] += d[t * width + i];
      }
    }
    add("transformer.wte.weight", d_table, gradient);
    add("transformer.wpe.weight", d_positions, gradient);
    return gradient;
  }

 private:
  /// What one block's backward pass needs.
  struct Kept {
    Array attention_norm, queries_keys_values, attention, middle, feed_norm, hidden, active;
  };

  static std::string prefix(int block) { return "transformer.h." + std::to_string(block); }

  [[nodiscard]] const TensorSpec& spec(const std::string& name) const {
    for (const TensorSpec& tensor : layout_.tensors()) {
      if (tensor.name == name) return tensor;
    }
    std::abort();
  }

  [[nodiscard]] Array tensor(const std::string& name) const {
    const TensorSpec& found = spec(name);
    const auto first = weights_.begin() + static_cast<std::ptrdiff_t>(found.offset);
    return {first, first + static_cast<std::ptrdiff_t>(found.count)};
  }

  void add(const std::string& name, const Array& part, Array& gradient) const {
    const std::size_t offset = spec(name).offset;
    for (std::size_t i = 0; i < part.size(); ++i) gradient[offset + i] += part[i];
  }

  [[nodiscard]] Array norm(const std::string& name, const Array& in) const {
    return layer_norm_forward(in, tensor(name + ".weight"), tensor(name + ".bias"));
  }

  [[nodiscard]] Array linear(const std::string& name, const Array& in) const {
    return linear_forward(in, tensor(name + ".weight"), tensor(name + ".bias"));
  }

  static Array sum(Array a, const Array& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
    return a;
  }

  /// To the final normalisation's output; keeps the blocks' inputs and activations.
  Array run(const std::vector<Token>& tokens) {
    const auto width = static_cast<std::size_t>(layout_.shape().width);
    const Array table = tensor("transformer.wte.weight");
    const Array positions = tensor("transformer.wpe.weight");
    Array x(tokens.size() * width);
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      for (std::size_t i = 0; i < width; ++i) {
        x[t * width + i] = table[tokens[t] * width + i] + positions[t * width + i];
      }
    }
    inputs_ = {x};
    kept_.clear();
    for (int block = 0; block < layout_.shape().blocks; ++block) {
      inputs_.push_back(block_forward(block, inputs_.back(), tokens.size()));
    }
    return norm("transformer.ln_f", inputs_.back());
  }

  Array block_forward(int block, const Array& in, std::size_t tokens) {
    const std::string name = prefix(block);
    Kept kept;
    kept.attention_norm = norm(name + ".ln_1", in);
    kept.queries_keys_values = linear(name + ".attn.c_attn", kept.attention_norm);
    kept.attention = attention_forward(kept.queries_keys_values, tokens, heads());
    kept.middle = sum(linear(name + ".attn.c_proj", kept.attention), in);
    kept.feed_norm = norm(name + ".ln_2", kept.middle);
    kept.hidden = linear(name + ".mlp.c_fc", kept.feed_norm);
    for (const double x : kept.hidden) kept.active.push_back(gelu(x));
    Array out = sum(linear(name + ".mlp.c_proj", kept.active), kept.middle);
    kept_.push_back(std::move(kept));
    return out;
  }

  Array block_backward(int block, const Array& d_out, std::size_t tokens, Array& gradient) const {
    const std::string name = prefix(block);
    const Kept& kept = kept_[static_cast<std::size_t>(block)];
    Array d_hidden = linear_backward(name + ".mlp.c_proj", d_out, kept.active, gradient);
    for (std::size_t i = 0; i < d_hidden.size(); ++i) {
      d_hidden[i] *= gelu_derivative(kept.hidden[i]);
    }
    Array d = linear_backward(name + ".mlp.c_fc", d_hidden, kept.feed_norm, gradient);
    const Array d_middle = sum(norm_backward(name + ".ln_2", d, kept.middle, gradient), d_out);
    d = linear_backward(name + ".attn.c_proj", d_middle, kept.attention, gradient);
    d = attention_backward(d, kept.queries_keys_values, tokens, heads());
    d = linear_backward(name + ".attn.c_attn", d, kept.attention_norm, gradient);
    const Array& in = inputs_[static_cast<std::size_t>(block)];
    return sum(norm_backward(name + ".ln_1", d, in, gradient), d_middle);
  }

  Array linear_backward(const std::string& name, const Array& d_out, const Array& in,
                        Array& gradient) const {
    const std::size_t outputs = spec(name + ".bias").count;
    LinearGradient d = reference::linear_backward(d_out, in, tensor(name + ".weight"), outputs);
    add(name + ".weight", d.weight, gradient);
    add(name + ".bias", d.bias, gradient);
    return std::move(d.in);
  }

  Array norm_backward(const std::string& name, const Array& d_out, const Array& in,
                      Array& gradient) const {
    NormGradient d = layer_norm_backward(d_out, in, tensor(name + ".weight"));
    add(name + ".weight", d.gain, gradient);
    add(name + ".bias", d.bias, gradient);
    return std::move(d.in);
  }

  [[nodiscard]] Array head(const Array& final_norm) const {
    const auto width = static_cast<std::size_t>(layout_.shape().width);
    const auto vocab = static_cast<std::size_t>(layout_.shape().vocab);
    const Array table = tensor("transformer.wte.weight");
    const std::size_t tokens = final_norm.size() / width;
    Array out(tokens * vocab);
    for (std::size_t t = 0; t < tokens; ++t) {
      for (std::size_t v = 0; v < vocab; ++v) {
        for (std::size_t i = 0; i < width; ++i) {
          out[t * vocab + v] += final_norm[t * width + i] * table[v * width + i];
        }
      }
    }
    return out;
  }

  [[nodiscard]] std::size_t heads() const {
    return static_cast<std::size_t>(layout_.shape().heads);
  }

  const ParameterLayout& layout_;
  Array weights_;
  std::vector<Array> inputs_;  // of each block, and the last one's output
  std::vector<Kept> kept_;
};

}  // namespace crystalline::model::reference
