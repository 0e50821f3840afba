#include <gtest/gtest.h>

#include <cstring>

#include "arrays.hpp"
#include "engine/model/sampling.hpp"
#include "reference_model.hpp"

namespace crystalline::model {
namespace {

std::vector<Shape> shapes() {
  return {{.blocks = 2, .heads = 4, .width = 32, .context = 64, .vocab = 65},
          {.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 2},
          {.blocks = 2, .heads = 3, .width = 75, .context = 33, .vocab = 131},
          {.blocks = 1, .heads = 2, .width = 384, .context = 20, .vocab = 300}};
}

TEST(KvCache, GivesTheLogitsOfTheFullPassBitForBit) {
  for (const Shape& shape : shapes()) {
    const ParameterLayout layout(shape);
    const auto weights = lively_weights(layout, 3);
    const auto tokens = random_tokens(static_cast<std::size_t>(shape.context), shape.vocab, 1);
    Workspace workspace(layout);
    KvCache cache(layout);
    std::vector<float> cached(static_cast<std::size_t>(shape.vocab));
    std::vector<float> full(static_cast<std::size_t>(shape.vocab));
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      decode(layout, weights, tokens[t], cache, cached);
      forward_logits(layout, weights, std::span(tokens).first(t + 1), workspace, full);
      ASSERT_EQ(cache.length(), static_cast<int>(t + 1));
      ASSERT_EQ(std::memcmp(cached.data(), full.data(), full.size() * sizeof(float)), 0)
          << "width " << shape.width << ", token " << t;
    }
  }
}

TEST(KvCache, ForwardLogitsAgreeWithTheModelInDouble) {
  const Shape shape = shapes()[2];
  const ParameterLayout layout(shape);
  const auto weights = lively_weights(layout, 3);
  const auto tokens = random_tokens(33, shape.vocab, 1);
  Workspace workspace(layout);
  std::vector<float> full(static_cast<std::size_t>(shape.vocab));
  forward_logits(layout, weights, tokens, workspace, full);
  const auto oracle = reference::Model(layout, weights).logits(tokens);
  expect_close(full, {oracle.end() - shape.vocab, oracle.end()}, 5e-6, "logits");
}

TEST(KvCache, IsAsNewAfterClear) {
  const Shape shape = shapes()[0];
  const ParameterLayout layout(shape);
  const auto weights = lively_weights(layout, 3);
  KvCache cache(layout);
  std::vector<float> first(65);
  std::vector<float> again(65);
  decode(layout, weights, 7, cache, first);
  decode(layout, weights, 9, cache, again);
  EXPECT_NE(first, again);
  cache.clear();
  EXPECT_EQ(cache.length(), 0);
  decode(layout, weights, 7, cache, again);
  EXPECT_EQ(first, again);
}

}  // namespace
}  // namespace crystalline::model
