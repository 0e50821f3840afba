#include <algorithm>
#include <cassert>

#include "engine/model/block.hpp"
#include "engine/model/cross_entropy.hpp"
#include "engine/model/embedding.hpp"
#include "engine/model/forward.hpp"
#include "engine/model/gradient_sink.hpp"

namespace crystalline::model {
namespace {

/// Losses, and in buffers.logits the gradient with respect to the logits.
void loss_backward(Workspace::Buffers& buffers, std::size_t vocab, std::span<const Token> targets,
                   float scale, std::span<float> losses, const LossTerms& terms) {
  for (std::size_t row = 0; row < targets.size(); ++row) {
    losses[row] = cross_entropy_with_gradient(std::span(buffers.logits).subspan(row * vocab, vocab),
                                              targets[row], scale, terms);
  }
}

/// From the logits' gradient to the gradient of the last block's output, in scratch.residual.
double head_backward(Workspace::Buffers& buffers, const Shape& shape, std::size_t tokens,
                     const Parameters<const float>& parameters,
                     const NormParameters<float>& gradient) {
  const auto width = static_cast<std::size_t>(shape.width);
  const auto vocab = static_cast<std::size_t>(shape.vocab);
  const std::size_t count = tokens * width;
  BackwardScratch& scratch = buffers.backward;
  multiply({tokens, width, vocab}, {buffers.logits.data(), vocab},
           {parameters.token_table().data(), width}, {scratch.narrow.data(), width},
           buffers.panels);
  std::fill_n(scratch.residual.begin(), count, 0.0F);
  return norm_backward(scratch, block_input(buffers, shape.blocks, count),
                       buffers.final_norm_statistics, tokens, parameters.final_norm().gain,
                       gradient);
}

/// The token table serves twice, as embedding and as head. Both contributions to a group of rows
/// are put together before they are added, so that the norm is the sum's.
double token_table_backward(Workspace::Buffers& buffers, const Shape& shape,
                            std::span<const Token> tokens, std::span<float> gradient) {
  const auto width = static_cast<std::size_t>(shape.width);
  const auto vocab = static_cast<std::size_t>(shape.vocab);
  BackwardScratch& scratch = buffers.backward;
  const auto d_embedded = std::span<const float>(scratch.residual).first(tokens.size() * width);
  double squares = 0;
  for (std::size_t first = 0; first < vocab; first += BackwardScratch::kTokenRows) {
    const std::size_t count = std::min(BackwardScratch::kTokenRows, vocab - first);
    const auto rows = std::span(scratch.token_rows).first(count * width);
    std::fill(rows.begin(), rows.end(), 0.0F);
    accumulate_transposed({count, width, tokens.size()}, {buffers.logits.data() + first, vocab},
                          {buffers.final_norm.data(), width}, {rows.data(), width}, buffers.panels);
    embedding_backward(rows, first, d_embedded, tokens);
    squares += add_contribution(gradient.subspan(first * width, rows.size()), rows);
  }
  return squares;
}

}  // namespace

double accumulate_gradient(const ParameterLayout& layout, std::span<const float> weights,
                           std::span<const Token> tokens, std::span<const Token> targets,
                           float scale, Workspace& workspace, std::span<float> gradient,
                           std::span<float> losses, const LossTerms& terms) {
  assert(targets.size() == tokens.size() && losses.size() == tokens.size());
  assert(gradient.size() == layout.size());
  const Shape& shape = layout.shape();
  Workspace::Buffers& buffers = workspace.buffers();
  const Parameters<const float> parameters(layout, weights);
  const Parameters<float> gradients(layout, gradient);
  const AttentionSize size = sizes(shape, tokens.size());
  const std::size_t count = tokens.size() * size.width;

  forward(layout, weights, tokens, buffers);
  head_forward(layout, weights, tokens.size(), buffers);
  loss_backward(buffers, static_cast<std::size_t>(shape.vocab), targets, scale, losses, terms);
  double squares = head_backward(buffers, shape, tokens.size(), parameters, gradients.final_norm());
  for (int block = shape.blocks - 1; block >= 0; --block) {
    squares += block_backward({.activations = buffers.blocks[static_cast<std::size_t>(block)],
                               .in = block_input(buffers, block, count),
                               .parameters = parameters.block(block),
                               .gradient = gradients.block(block),
                               .scratch = buffers.backward,
                               .size = size},
                              panels_of(buffers));
  }
  squares += add_contribution(gradients.position_table().first(count),
                              std::span<const float>(buffers.backward.residual).first(count));
  return squares + token_table_backward(buffers, shape, tokens, gradients.token_table());
}

}  // namespace crystalline::model
