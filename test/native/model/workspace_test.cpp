#include "engine/model/workspace.hpp"

#include <gtest/gtest.h>

namespace crystalline::model {
namespace {

std::size_t floats(const NormStatistics& statistics) {
  return statistics.mean.size() + statistics.reciprocal_deviation.size();
}

std::size_t floats(const BlockActivations& block) {
  return block.attention_norm.size() + floats(block.attention_norm_statistics) +
         block.queries_keys_values.size() + block.probabilities.size() + block.attention.size() +
         block.middle.size() + block.feed_norm.size() + floats(block.feed_norm_statistics) +
         block.feed_slope.size() + block.feed_active.size() + block.out.size();
}

std::size_t floats(const BackwardScratch& scratch) {
  return scratch.residual.size() + scratch.narrow.size() + scratch.wide.size() +
         scratch.scores.size() + scratch.probabilities.size() + scratch.parameter.size() +
         scratch.parameter_two.size() + scratch.token_rows.size();
}

TEST(Workspace, TakesTheBytesItSays) {
  for (const Shape& shape :
       {Shape{.blocks = 4, .heads = 4, .width = 128, .context = 64, .vocab = 65},
        Shape{.blocks = 2, .heads = 1, .width = 80, .context = 24, .vocab = 300},
        Shape{.blocks = 3, .heads = 32, .width = 32, .context = 1024, .vocab = 3}}) {
    Workspace workspace{ParameterLayout(shape)};
    const Workspace::Buffers& buffers = workspace.buffers();
    std::size_t count = buffers.embedded.size() + buffers.final_norm.size() +
                        floats(buffers.final_norm_statistics) + buffers.logits.size() +
                        floats(buffers.backward) + buffers.panels.size() +
                        buffers.attention_panels.size();
    for (const BlockActivations& block : buffers.blocks) count += floats(block);
    EXPECT_EQ(workspace_bytes(shape), count * sizeof(float)) << "width " << shape.width;
  }
}

TEST(Workspace, KeepsProbabilitiesWhileTheyAreSmall) {
  EXPECT_TRUE(
      keeps_probabilities({.blocks = 6, .heads = 6, .width = 384, .context = 256, .vocab = 65}));
  EXPECT_FALSE(keeps_probabilities(
      {.blocks = 24, .heads = 32, .width = 2048, .context = 2048, .vocab = 65}));
}

}  // namespace
}  // namespace crystalline::model
