#include "engine/model/forward.hpp"

#include <cassert>

#include "engine/model/block.hpp"
#include "engine/model/cross_entropy.hpp"
#include "engine/model/embedding.hpp"

namespace crystalline::model {
namespace {

/// Gives `take` each row's logits (V), which it may overwrite.
template <typename Take>
void predict(const ParameterLayout& layout, std::span<const float> weights,
             std::span<const Token> tokens, std::span<const Token> targets, Workspace& workspace,
             Take take) {
  assert(targets.size() == tokens.size());
  Workspace::Buffers& buffers = workspace.buffers();
  const auto vocab = static_cast<std::size_t>(layout.shape().vocab);
  forward(layout, weights, tokens, buffers);
  head_forward(layout, weights, tokens.size(), buffers);
  for (std::size_t row = 0; row < tokens.size(); ++row) {
    take(row, std::span(buffers.logits).subspan(row * vocab, vocab));
  }
}

}  // namespace

AttentionSize sizes(const Shape& shape, std::size_t tokens) {
  return {.tokens = tokens,
          .context = static_cast<std::size_t>(shape.context),
          .heads = static_cast<std::size_t>(shape.heads),
          .width = static_cast<std::size_t>(shape.width)};
}

std::span<float> block_input(Workspace::Buffers& buffers, int block, std::size_t count) {
  if (block == 0) return std::span(buffers.embedded).first(count);
  return std::span(buffers.blocks[static_cast<std::size_t>(block) - 1].out).first(count);
}

void forward(const ParameterLayout& layout, std::span<const float> weights,
             std::span<const Token> tokens, Workspace::Buffers& buffers) {
  const Shape& shape = layout.shape();
  const AttentionSize size = sizes(shape, tokens.size());
  assert(!tokens.empty() && tokens.size() <= size.context && weights.size() == layout.size());
  const Parameters<const float> parameters(layout, weights);
  const std::size_t count = tokens.size() * size.width;
  embedding_forward(std::span(buffers.embedded).first(count), tokens, parameters.token_table(),
                    parameters.position_table(), 0);
  for (int block = 0; block < shape.blocks; ++block) {
    BlockActivations& activations = buffers.blocks[static_cast<std::size_t>(block)];
    block_forward(activations, block_input(buffers, block, count),
                  probabilities_of(activations, buffers.backward), parameters.block(block), size,
                  panels_of(buffers));
  }
  layer_norm_forward(std::span(buffers.final_norm).first(count),
                     view(buffers.final_norm_statistics, tokens.size()),
                     block_input(buffers, shape.blocks, count), parameters.final_norm());
}

void head_forward(const ParameterLayout& layout, std::span<const float> weights, std::size_t tokens,
                  Workspace::Buffers& buffers) {
  const auto width = static_cast<std::size_t>(layout.shape().width);
  const auto vocab = static_cast<std::size_t>(layout.shape().vocab);
  const auto table = Parameters<const float>(layout, weights).token_table();
  multiply_transposed({tokens, vocab, width}, {buffers.final_norm.data(), width},
                      {table.data(), width}, {buffers.logits.data(), vocab}, buffers.panels);
}

void evaluate(const ParameterLayout& layout, std::span<const float> weights,
              std::span<const Token> tokens, std::span<const Token> targets, Workspace& workspace,
              std::span<TokenScore> scores) {
  assert(scores.size() == tokens.size());
  predict(
      layout, weights, tokens, targets, workspace,
      [&](std::size_t row, std::span<float> logits) { scores[row] = score(logits, targets[row]); });
}

void evaluate(const ParameterLayout& layout, std::span<const float> weights,
              std::span<const Token> tokens, std::span<const Token> targets, Workspace& workspace,
              std::span<float> losses) {
  assert(losses.size() == tokens.size());
  predict(layout, weights, tokens, targets, workspace,
          [&](std::size_t row, std::span<float> logits) {
            losses[row] = cross_entropy(logits, targets[row]);
          });
}

void forward_logits(const ParameterLayout& layout, std::span<const float> weights,
                    std::span<const Token> tokens, Workspace& workspace, std::span<float> logits) {
  Workspace::Buffers& buffers = workspace.buffers();
  const auto width = static_cast<std::size_t>(layout.shape().width);
  const auto vocab = static_cast<std::size_t>(layout.shape().vocab);
  assert(logits.size() == vocab);
  forward(layout, weights, tokens, buffers);
  const auto table = Parameters<const float>(layout, weights).token_table();
  multiply_transposed({1, vocab, width},
                      {buffers.final_norm.data() + (tokens.size() - 1) * width, width},
                      {table.data(), width}, {logits.data(), vocab}, buffers.panels);
}

}  // namespace crystalline::model
