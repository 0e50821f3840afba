#include "engine/model/block_view.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "engine/model/forward.hpp"
#include "engine/model/workspace.hpp"
#include "reference_model.hpp"

namespace crystalline::model {
namespace {

constexpr Shape kShape{.blocks = 3, .heads = 2, .width = 16, .context = 24, .vocab = 11};

std::vector<Token> some_tokens(std::size_t count) {
  std::vector<Token> tokens(count);
  for (std::size_t i = 0; i < count; ++i) tokens[i] = static_cast<Token>((i * 7 + 3) % 11);
  return tokens;
}

TEST(AttentionPattern, IsWhatTheForwardPassComputes) {
  const ParameterLayout layout(kShape);
  base::AlignedVector<float> weights(layout.size());
  initialise(layout, weights, 5);
  for (float& weight : weights) weight *= 6;  // far from even attention
  const auto tokens = some_tokens(13);
  Workspace workspace(layout);
  Workspace::Buffers& buffers = workspace.buffers();
  forward(layout, weights, tokens, buffers);
  for (int block = 0; block < kShape.blocks; ++block) {
    for (int head = 0; head < kShape.heads; ++head) {
      const auto pattern = attention_pattern(layout, weights, tokens, block, head);
      ASSERT_EQ(pattern.size(), tokens.size() * tokens.size());
      for (std::size_t row = 0; row < tokens.size(); ++row) {
        for (std::size_t column = 0; column < tokens.size(); ++column) {
          const float kept =
              column > row
                  ? 0.0F
                  : buffers.blocks[static_cast<std::size_t>(block)]
                        .probabilities[(static_cast<std::size_t>(head) * 24 + row) * 24 + column];
          EXPECT_EQ(pattern[row * tokens.size() + column], kept);
        }
      }
    }
  }
}

TEST(AttentionPattern, IsThatOfTheReferenceInDouble) {
  const ParameterLayout layout(kShape);
  base::AlignedVector<float> weights(layout.size());
  initialise(layout, weights, 7);
  for (float& weight : weights) weight *= 6;
  const auto tokens = some_tokens(24);
  reference::Model model(layout, {weights.begin(), weights.end()});
  for (int block = 0; block < kShape.blocks; ++block) {
    const reference::Array expected = model.attention(tokens, block);
    for (std::size_t head = 0; head < 2; ++head) {
      const auto pattern =
          attention_pattern(layout, weights, tokens, block, static_cast<int>(head));
      for (std::size_t at = 0; at < pattern.size(); ++at) {
        EXPECT_NEAR(pattern[at], expected[head * pattern.size() + at], 2e-5) << block << head << at;
      }
    }
  }
}

TEST(AttentionPattern, RowsAreProbabilities) {
  const ParameterLayout layout(kShape);
  base::AlignedVector<float> weights(layout.size());
  initialise(layout, weights, 9);
  for (const std::size_t count : {std::size_t{1}, std::size_t{24}}) {
    const auto pattern = attention_pattern(layout, weights, some_tokens(count), 2, 1);
    for (std::size_t row = 0; row < count; ++row) {
      const auto from = pattern.begin() + static_cast<std::ptrdiff_t>(row * count);
      EXPECT_NEAR(std::accumulate(from, from + static_cast<std::ptrdiff_t>(count), 0.0), 1, 1e-5);
    }
  }
}

TEST(Magnitudes, FallIntoHalfOctavesBelowAndAboveThree) {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> numbers = {0.0F, -0.0F, 1.0F,   -1.49F, 1.5F,     -1.99F,
                                      2.0F, 0.5F,  1e-30F, 1e30F,  infinity, std::nanf("")};
  const MagnitudeHistogram found = magnitudes(numbers);
  const auto bin = [](int exponent, int half) {
    return static_cast<std::size_t>(2 * (exponent + 24) + half);
  };
  EXPECT_EQ(found.zeros, 2u);
  EXPECT_EQ(found.not_finite, 2u);
  EXPECT_EQ(found.bins[bin(0, 0)], 2u);
  EXPECT_EQ(found.bins[bin(0, 1)], 2u);
  EXPECT_EQ(found.bins[bin(1, 0)], 1u);
  EXPECT_EQ(found.bins[bin(-1, 0)], 1u);
  EXPECT_EQ(found.bins.front(), 1u);
  EXPECT_EQ(found.bins.back(), 1u);
  EXPECT_EQ(std::accumulate(found.bins.begin(), found.bins.end(), std::uint64_t{0}), 8u);
}

TEST(Magnitudes, OfABlockAreItsFourMatrices) {
  const ParameterLayout layout(kShape);
  base::AlignedVector<float> weights(layout.size());
  initialise(layout, weights, 1);
  const auto tensors = block_magnitudes(layout, weights, 1);
  ASSERT_EQ(tensors.size(), 4u);
  EXPECT_EQ(tensors[0].name, "transformer.h.1.attn.c_attn.weight");
  EXPECT_EQ(tensors[3].name, "transformer.h.1.mlp.c_proj.weight");
  EXPECT_NEAR(tensors[0].histogram.root_mean_square, 0.02, 0.002);
  const auto& histogram = tensors[2].histogram;
  const auto counted =
      std::accumulate(histogram.bins.begin(), histogram.bins.end(), histogram.zeros);
  EXPECT_EQ(counted, 16u * 64u);
}

}  // namespace
}  // namespace crystalline::model
