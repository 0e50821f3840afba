#include <gtest/gtest.h>

#include <cstring>

#include "arrays.hpp"
#include "engine/model/attention.hpp"
#include "engine/model/cross_entropy.hpp"
#include "engine/model/embedding.hpp"
#include "engine/model/layer_norm.hpp"
#include "engine/model/linear.hpp"

// Each layer, forward and backward, against its formula in double (reference_layers.hpp, whose own
// backward passes are held against finite differences in reference_test.cpp).
namespace crystalline::model {
namespace {

using reference::Array;

TEST(LayerNorm, ForwardAndBackward) {
  for (const std::size_t width : {8U, 16U, 33U, 128U}) {
    constexpr std::size_t kTokens = 5;
    const auto in = random_floats(kTokens * width, 1);
    const auto gain = random_floats(width, 2);
    const auto bias = random_floats(width, 3);
    std::vector<float> out(in.size());
    std::vector<float> mean(kTokens);
    std::vector<float> deviation(kTokens);
    layer_norm_forward(out, {mean, deviation}, in, {gain, bias});
    expect_close(out, reference::layer_norm_forward(doubles(in), doubles(gain), doubles(bias)),
                 1e-6, "out");

    const auto d_out = random_floats(in.size(), 4);
    const auto before = random_floats(in.size(), 5);
    std::vector<float> d_in = before;
    std::vector<float> d_gain(width, 9.0F);
    std::vector<float> d_bias(width, 9.0F);
    layer_norm_backward({d_in, d_out, in, {mean, deviation}, gain, d_gain, d_bias});
    auto d = reference::layer_norm_backward(doubles(d_out), doubles(in), doubles(gain));
    for (std::size_t i = 0; i < d.in.size(); ++i) d.in[i] += static_cast<double>(before[i]);
    expect_close(d_in, d.in, 2e-6, "d_in is added to");
    expect_close(d_gain, d.gain, 2e-6, "d_gain is written");
    expect_close(d_bias, d.bias, 2e-6, "d_bias is written");
  }
}

TEST(LayerNorm, SurvivesAConstantRow) {
  const std::vector<float> in(16, 3.0F);
  const std::vector<float> gain(16, 2.0F);
  const std::vector<float> bias(16, 0.5F);
  std::vector<float> out(16);
  float mean = 0;
  float deviation = 0;
  layer_norm_forward(out, {{&mean, 1}, {&deviation, 1}}, in, {gain, bias});
  for (const float value : out) EXPECT_FLOAT_EQ(value, 0.5F);
}

TEST(Linear, ForwardAndBackward) {
  struct Size {
    std::size_t tokens, inputs, outputs;
  };
  for (const auto [tokens, inputs, outputs] : {Size{1, 1, 1}, Size{7, 20, 33}, Size{64, 96, 32}}) {
    const auto in = random_floats(tokens * inputs, 1);
    const auto weight = random_floats(inputs * outputs, 2);
    const auto bias = random_floats(outputs, 3);
    const auto residual = random_floats(tokens * outputs, 4);
    PanelBuffer panels(128, 1);
    std::vector<float> out(tokens * outputs);
    linear_forward(out, in, tokens, {weight, bias}, residual, panels);
    auto expected = reference::linear_forward(doubles(in), doubles(weight), doubles(bias));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expected[i] += static_cast<double>(residual[i]);
    }
    expect_close(out, expected, 1e-6, "out");

    const auto d_out = random_floats(tokens * outputs, 5);
    std::vector<float> d_in(in.size());
    std::vector<float> d_weight(weight.size());
    std::vector<float> d_bias(outputs);
    std::vector<float> scratch(outputs);
    const auto slope = random_floats(in.size(), 6);
    const double squares = linear_backward({.d_in = d_in,
                                            .d_out = d_out,
                                            .in = in,
                                            .tokens = tokens,
                                            .parameters = {weight, bias},
                                            .gradient = {d_weight, d_bias},
                                            .scratch = scratch,
                                            .slope = slope},
                                           panels);
    auto d = reference::linear_backward(doubles(d_out), doubles(in), doubles(weight), outputs);
    for (std::size_t i = 0; i < d.in.size(); ++i) d.in[i] *= static_cast<double>(slope[i]);
    expect_close(d_in, d.in, 1e-6, "d_in");
    expect_close(d_weight, d.weight, 1e-6, "d_weight");
    expect_close(d_bias, d.bias, 1e-6, "d_bias");
    double norm = 0;
    for (const double value : d.weight) norm += value * value;
    for (const double value : d.bias) norm += value * value;
    EXPECT_NEAR(squares / norm, 1.0, 1e-5);
  }
}

TEST(Attention, ForwardAndBackward) {
  struct Size {
    std::size_t tokens, context, heads, width;
  };
  for (const auto [tokens, context, heads, width] :
       {Size{1, 8, 1, 8}, Size{13, 16, 3, 15}, Size{64, 64, 4, 128}, Size{65, 90, 2, 10}}) {
    const AttentionSize size{tokens, context, heads, width};
    const auto in = random_floats(tokens * 3 * width, 1);
    PanelBuffer first(context + width, context + width);
    PanelBuffer second(context + width, context + width);
    std::vector<float> out(tokens * width);
    std::vector<float> probabilities(heads * context * context);
    attention_forward(out, probabilities, in, size, {first, second});
    Array expected;
    expect_close(out, reference::attention_forward(doubles(in), tokens, heads, &expected), 2e-6,
                 "out");
    for (std::size_t h = 0; h < heads; ++h) {
      for (std::size_t t = 0; t < tokens; ++t) {
        for (std::size_t s = 0; s <= t; ++s) {
          ASSERT_NEAR(probabilities[(h * context + t) * context + s],
                      expected[(h * tokens + t) * tokens + s], 2e-6);
        }
      }
    }

    const auto d_out = random_floats(tokens * width, 2);
    std::vector<float> d_in(in.size());
    std::vector<float> scores(context * context);
    attention_backward({.d_queries_keys_values = d_in,
                        .d_out = d_out,
                        .queries_keys_values = in,
                        .probabilities = probabilities,
                        .scores = scores,
                        .size = size},
                       {first, second});
    expect_close(d_in, reference::attention_backward(doubles(d_out), doubles(in), tokens, heads),
                 2e-6, "d_in");
  }
}

TEST(Attention, RoomForOneHeadGivesTheSameBits) {
  const AttentionSize size{21, 24, 3, 27};
  const auto in = random_floats(21 * 3 * 27, 1);
  const auto d_out = random_floats(21 * 27, 2);
  PanelBuffer first(32, 32);
  PanelBuffer second(32, 32);
  std::vector<float> scores(24 * 24);
  std::vector<std::vector<float>> outs;
  std::vector<std::vector<float>> gradients;
  for (const std::size_t heads_kept : {3U, 1U}) {
    std::vector<float> probabilities(heads_kept * 24 * 24);
    outs.emplace_back(21 * 27);
    gradients.emplace_back(in.size());
    attention_forward(outs.back(), probabilities, in, size, {first, second});
    attention_backward({.d_queries_keys_values = gradients.back(),
                        .d_out = d_out,
                        .queries_keys_values = in,
                        .probabilities = probabilities,
                        .scores = scores,
                        .size = size},
                       {first, second});
  }
  EXPECT_EQ(outs[0], outs[1]);
  EXPECT_EQ(gradients[0], gradients[1]);
}

TEST(Attention, SoftmaxSurvivesHugeScores) {
  std::vector<float> row = {3e30F, 3e30F, -3e30F};
  attention_softmax(row, 1.0F);
  EXPECT_FLOAT_EQ(row[0], 0.5F);
  EXPECT_FLOAT_EQ(row[1], 0.5F);
  EXPECT_EQ(row[2], 0.0F);
}

TEST(CrossEntropy, LossAndGradient) {
  for (const std::size_t vocab : {1U, 2U, 65U, 257U}) {
    auto logits = random_floats(vocab, 1);
    for (float& logit : logits) logit *= 10;
    const auto target = static_cast<Token>(vocab / 2);
    Array d(vocab);
    const double loss = reference::cross_entropy(doubles(logits).data(), vocab, target, d.data());
    auto scratch = logits;
    EXPECT_NEAR(cross_entropy(scratch, target), loss, 1e-6 + 1e-6 * loss);
    for (double& value : d) value *= 0.25;
    EXPECT_NEAR(cross_entropy_with_gradient(logits, target, 0.25F), loss, 1e-6 + 1e-6 * loss);
    expect_close(logits, d, vocab == 1 ? 1e30 : 1e-6, "gradient");
  }
}

TEST(CrossEntropy, SurvivesHugeLogits) {
  std::vector<float> logits = {1e30F, -1e30F, 0.0F};
  EXPECT_EQ(cross_entropy_with_gradient(logits, 0, 1.0F), 0.0F);
  EXPECT_EQ(logits, (std::vector<float>{0.0F, 0.0F, 0.0F}));
}

TEST(Embedding, AddsPositionsForwardAndTokensBackward) {
  const std::vector<Token> tokens = {2, 0, 2};
  const std::vector<float> table = {1, 2, 3, 4, 5, 6};
  const std::vector<float> positions = {100, 200, 300, 400, 500, 600, 700, 800};
  std::vector<float> out(6);
  embedding_forward(out, tokens, table, positions, 1);
  EXPECT_EQ(out, (std::vector<float>{305, 406, 501, 602, 705, 806}));

  const std::vector<float> d_out = {1, 2, 3, 4, 5, 6};
  std::vector<float> rows(4, 10.0F);
  embedding_backward(rows, 1, d_out, tokens);  // of tokens 1 and 2
  EXPECT_EQ(rows, (std::vector<float>{10, 10, 16, 18}));
}

}  // namespace
}  // namespace crystalline::model
