#include "engine/model/block.hpp"

#include "engine/model/gradient_sink.hpp"
#include "engine/model/linear.hpp"
#include "engine/model/row_kernel.hpp"

namespace crystalline::model {
namespace {

/// The first `tokens` rows of an array whose rows have `width` floats.
std::span<float> rows(base::AlignedVector<float>& array, std::size_t tokens, std::size_t width) {
  return std::span(array).first(tokens * width);
}

double feed_forward_backward(const BlockBackward& pass, PanelBuffer& panels) {
  const std::size_t tokens = pass.size.tokens;
  const std::size_t width = pass.size.width;
  BlockActivations& kept = pass.activations;
  BackwardScratch& scratch = pass.scratch;
  const auto d_hidden = rows(scratch.wide, tokens, 4 * width);
  const auto narrow = rows(scratch.narrow, tokens, width);
  double squares = linear_backward({.d_in = d_hidden,
                                    .d_out = rows(scratch.residual, tokens, width),
                                    .in = rows(kept.feed_active, tokens, 4 * width),
                                    .tokens = tokens,
                                    .parameters = pass.parameters.feed_out,
                                    .gradient = pass.gradient.feed_out,
                                    .scratch = scratch.parameter,
                                    .slope = rows(kept.feed_slope, tokens, 4 * width)},
                                   panels);
  squares += linear_backward({.d_in = narrow,
                              .d_out = d_hidden,
                              .in = rows(kept.feed_norm, tokens, width),
                              .tokens = tokens,
                              .parameters = pass.parameters.feed_in,
                              .gradient = pass.gradient.feed_in,
                              .scratch = scratch.parameter,
                              .slope = {}},
                             panels);
  return squares + norm_backward(scratch, rows(kept.middle, tokens, width),
                                 kept.feed_norm_statistics, tokens, pass.parameters.feed_norm.gain,
                                 pass.gradient.feed_norm);
}

double attention_part_backward(const BlockBackward& pass, const AttentionPanels& panels) {
  const std::size_t tokens = pass.size.tokens;
  const std::size_t width = pass.size.width;
  BlockActivations& kept = pass.activations;
  BackwardScratch& scratch = pass.scratch;
  const auto d_queries_keys_values = rows(scratch.wide, tokens, 3 * width);
  const auto narrow = rows(scratch.narrow, tokens, width);
  double squares = linear_backward({.d_in = narrow,
                                    .d_out = rows(scratch.residual, tokens, width),
                                    .in = rows(kept.attention, tokens, width),
                                    .tokens = tokens,
                                    .parameters = pass.parameters.attention_out,
                                    .gradient = pass.gradient.attention_out,
                                    .scratch = scratch.parameter,
                                    .slope = {}},
                                   panels.first);
  attention_backward({.d_queries_keys_values = d_queries_keys_values,
                      .d_out = narrow,
                      .queries_keys_values = rows(kept.queries_keys_values, tokens, 3 * width),
                      .probabilities = probabilities_of(kept, scratch),
                      .scores = scratch.scores,
                      .size = pass.size},
                     panels);
  squares += linear_backward({.d_in = narrow,
                              .d_out = d_queries_keys_values,
                              .in = rows(kept.attention_norm, tokens, width),
                              .tokens = tokens,
                              .parameters = pass.parameters.attention_in,
                              .gradient = pass.gradient.attention_in,
                              .scratch = scratch.parameter,
                              .slope = {}},
                             panels.first);
  return squares + norm_backward(scratch, pass.in, kept.attention_norm_statistics, tokens,
                                 pass.parameters.attention_norm.gain, pass.gradient.attention_norm);
}

}  // namespace

void block_forward(BlockActivations& activations, std::span<const float> in,
                   std::span<float> probabilities, const BlockParameters<const float>& parameters,
                   const AttentionSize& size, const AttentionPanels& panels) {
  const std::size_t tokens = size.tokens;
  const std::size_t width = size.width;
  const auto attention_norm = rows(activations.attention_norm, tokens, width);
  const auto queries_keys_values = rows(activations.queries_keys_values, tokens, 3 * width);
  const auto attention = rows(activations.attention, tokens, width);
  const auto middle = rows(activations.middle, tokens, width);
  const auto feed_norm = rows(activations.feed_norm, tokens, width);
  const auto hidden = rows(activations.feed_slope, tokens, 4 * width);  // the slope, in the end
  const auto active = rows(activations.feed_active, tokens, 4 * width);
  const auto out = rows(activations.out, tokens, width);

  layer_norm_forward(attention_norm, view(activations.attention_norm_statistics, tokens), in,
                     parameters.attention_norm);
  linear_forward(queries_keys_values, attention_norm, tokens, parameters.attention_in, {},
                 panels.first);
  attention_forward(attention, probabilities, queries_keys_values, size, panels);
  linear_forward(middle, attention, tokens, parameters.attention_out, in, panels.first);
  layer_norm_forward(feed_norm, view(activations.feed_norm_statistics, tokens), middle,
                     parameters.feed_norm);
  linear_forward(hidden, feed_norm, tokens, parameters.feed_in, {}, panels.first);
  active_row_kernels().gelu(active.data(), hidden.data(), true, hidden.size());
  linear_forward(out, active, tokens, parameters.feed_out, middle, panels.first);
}

double block_backward(const BlockBackward& pass, const AttentionPanels& panels) {
  const double squares = feed_forward_backward(pass, panels.first);
  return squares + attention_part_backward(pass, panels);
}

double norm_backward(BackwardScratch& scratch, std::span<const float> in,
                     NormStatistics& statistics, std::size_t tokens, std::span<const float> gain,
                     const NormParameters<float>& gradient) {
  const std::size_t width = gain.size();
  const auto d_gain = std::span(scratch.parameter).first(width);
  const auto d_bias = std::span(scratch.parameter_two).first(width);
  layer_norm_backward({.d_in = rows(scratch.residual, tokens, width),
                       .d_out = rows(scratch.narrow, tokens, width),
                       .in = in,
                       .kept = view(statistics, tokens),
                       .gain = gain,
                       .d_gain = d_gain,
                       .d_bias = d_bias});
  const double squares = add_contribution(gradient.gain, d_gain);
  return squares + add_contribution(gradient.bias, d_bias);
}

}  // namespace crystalline::model
