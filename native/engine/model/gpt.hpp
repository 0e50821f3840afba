#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/base/result.hpp"

namespace crystalline::model {

/// Token ids as the model takes them.
using Token = std::uint16_t;

/// The network's size: GPT-2's architecture (pre-LayerNorm, learned positions, GELU-tanh, biases,
/// tied head).
struct Shape {
  int blocks = 0;   // L
  int heads = 0;    // H
  int width = 0;    // C, a multiple of heads
  int context = 0;  // T
  int vocab = 0;    // V
};

/// Checks every field against the limits of src/shared/contract/limits.ts and C mod H = 0.
[[nodiscard]] base::Result<void> validate(const Shape& shape);

/// One parameter tensor within the flat vector of all parameters. Names and layouts are Hugging
/// Face GPT-2's (transformer.h.0.attn.c_attn.weight is (C, 3C): input by output).
struct TensorSpec {
  std::string name;
  std::vector<std::int64_t> dimensions;
  std::size_t offset;  // floats, a multiple of 16
  std::size_t count;   // floats
  bool decays;         // weight decay applies: matrices, not biases and gains
};

/// Where each tensor lies in one flat, 64-byte aligned float vector.
class ParameterLayout {
 public:
  explicit ParameterLayout(const Shape& shape);
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] const std::vector<TensorSpec>& tensors() const { return tensors_; }
  /// Floats of the flat vector, padding between tensors included (padding stays 0).
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Trainable parameters, padding excluded.
  [[nodiscard]] std::size_t parameters() const { return parameters_; }

 private:
  Shape shape_;
  std::vector<TensorSpec> tensors_;
  std::size_t size_ = 0;
  std::size_t parameters_ = 0;
};

/// GPT-2's initialisation: N(0, 0.02), residual projections N(0, 0.02 / sqrt(2 L)), biases 0,
/// gains 1. Depends on seed and layout only.
void initialise(const ParameterLayout& layout, std::span<float> weights, std::uint64_t seed);

/// Bytes that a Workspace takes.
[[nodiscard]] std::uint64_t workspace_bytes(const Shape& shape);

/// Activations of one sequence, forward and backward: one a worker, allocated once.
class Workspace {
 public:
  explicit Workspace(const ParameterLayout& layout);
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;

  struct Buffers;  // model/workspace.hpp
  [[nodiscard]] Buffers& buffers() { return *buffers_; }

 private:
  std::unique_ptr<Buffers> buffers_;
};

/// What the gradient is of besides the cross-entropy; the losses told stay the cross-entropy alone.
///
///   (1 - s) ce(target) + s mean over the vocabulary of ce + z (log sum e^logit)^2
///
/// Sources: Szegedy et al., arXiv:1512.00567 (label smoothing); Chowdhery et al., arXiv:2204.02311
/// (z-loss).
struct LossTerms {
  double label_smoothing = 0;  // s, from 0 to below 1
  double z_loss = 0;           // z, 0 or more
};

/// Forward and backward pass of one sequence of T tokens (T at most context); adds
/// scale * d(sum of losses, with their terms)/d(weights) into `gradient`.
///
/// * tokens, targets (T): ids below vocab (asserted).
/// * gradient (layout.size()): each element becomes itself plus this sequence's contribution,
///   rounded once; the same call on the same bits gives the same bits.
/// * losses (T): written; cross-entropy of each token, nats.
///
/// Returns the squared norm of this sequence's own scaled gradient. Thread-safe for disjoint
/// workspaces and gradients.
[[nodiscard]] double accumulate_gradient(const ParameterLayout& layout,
                                         std::span<const float> weights,
                                         std::span<const Token> tokens,
                                         std::span<const Token> targets, float scale,
                                         Workspace& workspace, std::span<float> gradient,
                                         std::span<float> losses, const LossTerms& terms = {});

/// How a model's prediction of one token turned out.
struct TokenScore {
  float loss_nats = 0;
  /// Tokens held likelier than the target; among equals the lower id goes first. 0: it is the
  /// first.
  std::uint32_t rank = 0;
  /// Probability of the likeliest token, 0..1.
  float confidence = 0;
};

/// Forward pass only: how well each of T tokens (T at most context) is predicted.
void evaluate(const ParameterLayout& layout, std::span<const float> weights,
              std::span<const Token> tokens, std::span<const Token> targets, Workspace& workspace,
              std::span<TokenScore> scores);
/// The losses alone, nats: the same bits.
void evaluate(const ParameterLayout& layout, std::span<const float> weights,
              std::span<const Token> tokens, std::span<const Token> targets, Workspace& workspace,
              std::span<float> losses);

/// Logits (V) of the token after `tokens` (T at most context) by the full forward pass: the oracle
/// of the KV cache.
void forward_logits(const ParameterLayout& layout, std::span<const float> weights,
                    std::span<const Token> tokens, Workspace& workspace, std::span<float> logits);

}  // namespace crystalline::model
