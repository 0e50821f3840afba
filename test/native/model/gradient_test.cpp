#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "arrays.hpp"
#include "reference_model.hpp"

// The whole network, forward and backward, against the same network in double.
namespace crystalline::model {
namespace {

struct Case {
  Shape shape;
  std::size_t tokens;
};

std::vector<Case> cases() {
  return {{{.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 3}, 8},
          {{.blocks = 2, .heads = 2, .width = 24, .context = 19, .vocab = 37}, 19},
          {{.blocks = 2, .heads = 4, .width = 32, .context = 64, .vocab = 65}, 50},
          {{.blocks = 1, .heads = 8, .width = 8, .context = 9, .vocab = 300}, 1},
          {{.blocks = 1, .heads = 3, .width = 69, .context = 70, .vocab = 257}, 70}};
}

std::string name_of(const Case& test) {
  const Shape& s = test.shape;
  return std::to_string(s.blocks) + " blocks, " + std::to_string(s.heads) + " heads, width " +
         std::to_string(s.width) + ", vocab " + std::to_string(s.vocab) + ", " +
         std::to_string(test.tokens) + " tokens";
}

/// One call of accumulate_gradient on top of `gradient`.
struct Call {
  std::vector<float> gradient;
  std::vector<float> losses;
  double squares = 0;
};

Call run(const ParameterLayout& layout, const std::vector<float>& weights, std::size_t tokens,
         std::vector<float> gradient, Workspace& workspace) {
  const int vocab = layout.shape().vocab;
  Call call{std::move(gradient), std::vector<float>(tokens), 0};
  call.squares = accumulate_gradient(layout, weights, random_tokens(tokens, vocab, 1),
                                     random_tokens(tokens, vocab, 2), 0.25F, workspace,
                                     call.gradient, call.losses);
  return call;
}

TEST(Gradient, EqualsTheModelInDouble) {
  for (const Case& test : cases()) {
    SCOPED_TRACE(name_of(test));
    const ParameterLayout layout(test.shape);
    const auto weights = lively_weights(layout, 3);
    Workspace workspace(layout);
    const Call call =
        run(layout, weights, test.tokens, std::vector<float>(layout.size()), workspace);
    reference::Model model(layout, weights);
    const auto tokens = random_tokens(test.tokens, test.shape.vocab, 1);
    const auto targets = random_tokens(test.tokens, test.shape.vocab, 2);
    expect_close(call.losses, model.losses(tokens, targets), 2e-6, "losses");
    const auto oracle = model.gradient(tokens, targets, 0.25);
    for (const TensorSpec& tensor : layout.tensors()) {
      const auto first = oracle.begin() + static_cast<std::ptrdiff_t>(tensor.offset);
      expect_close(std::span(call.gradient).subspan(tensor.offset, tensor.count),
                   {first, first + static_cast<std::ptrdiff_t>(tensor.count)}, 1e-4, tensor.name);
    }
  }
}

TEST(Gradient, ReturnsTheSquaredNormOfWhatItAdds) {
  for (const Case& test : cases()) {
    SCOPED_TRACE(name_of(test));
    const ParameterLayout layout(test.shape);
    const auto weights = lively_weights(layout, 3);
    Workspace workspace(layout);
    const Call call =
        run(layout, weights, test.tokens, std::vector<float>(layout.size()), workspace);
    double squares = 0;
    for (const float value : call.gradient) {
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
    EXPECT_NEAR(call.squares / squares, 1.0, 1e-6);
  }
}

TEST(Gradient, IsAddedToWhatTheBufferHolds) {
  for (const Case& test : cases()) {
    SCOPED_TRACE(name_of(test));
    const ParameterLayout layout(test.shape);
    const auto weights = lively_weights(layout, 3);
    Workspace workspace(layout);
    const Call alone =
        run(layout, weights, test.tokens, std::vector<float>(layout.size()), workspace);
    const auto before = random_floats(layout.size(), 9);
    const Call added = run(layout, weights, test.tokens, before, workspace);
    EXPECT_EQ(alone.squares, added.squares);
    std::size_t different = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      different += added.gradient[i] != before[i] + alone.gradient[i] ? 1U : 0U;
    }
    EXPECT_EQ(different, 0U) << "sums differ from buffer + contribution";
  }
}

TEST(Gradient, LeavesPaddingAlone) {
  const ParameterLayout layout({.blocks = 1, .heads = 1, .width = 9, .context = 8, .vocab = 3});
  Workspace workspace(layout);
  const Call call =
      run(layout, lively_weights(layout, 3), 8, std::vector<float>(layout.size(), 5.0F), workspace);
  std::size_t end = 0;
  for (const TensorSpec& tensor : layout.tensors()) {
    for (std::size_t i = end; i < tensor.offset; ++i) EXPECT_EQ(call.gradient[i], 5.0F) << i;
    end = tensor.offset + tensor.count;
  }
}

TEST(Gradient, SameCallSameBitsWhateverTheWorkspaceHeld) {
  const Case test = cases()[2];
  const ParameterLayout layout(test.shape);
  const auto weights = lively_weights(layout, 3);
  Workspace used(layout);
  run(layout, lively_weights(layout, 4), 64, std::vector<float>(layout.size()), used);
  Workspace fresh(layout);
  const std::vector<float> zero(layout.size());
  const Call one = run(layout, weights, test.tokens, zero, used);
  const Call two = run(layout, weights, test.tokens, zero, fresh);
  EXPECT_EQ(std::memcmp(one.gradient.data(), two.gradient.data(), zero.size() * sizeof(float)), 0);
  EXPECT_EQ(one.losses, two.losses);
  EXPECT_EQ(one.squares, two.squares);
}

TEST(Gradient, ThreadsWithWorkspacesOfTheirOwnGiveTheSameBits) {
  const Case test = cases()[2];
  const ParameterLayout layout(test.shape);
  const auto weights = lively_weights(layout, 3);
  const std::vector<float> zero(layout.size());
  Workspace workspace(layout);
  const Call alone = run(layout, weights, test.tokens, zero, workspace);
  std::vector<Call> calls(3);
  {
    std::vector<std::jthread> threads;
    for (Call& call : calls) {
      threads.emplace_back([&] {
        Workspace own(layout);
        call = run(layout, weights, test.tokens, zero, own);
      });
    }
  }
  for (const Call& call : calls) {
    EXPECT_EQ(call.gradient, alone.gradient);
    EXPECT_EQ(call.losses, alone.losses);
    EXPECT_EQ(call.squares, alone.squares);
  }
}

TEST(Gradient, EvaluationGivesTheSameLosses) {
  const Case test = cases()[1];
  const ParameterLayout layout(test.shape);
  const auto weights = lively_weights(layout, 3);
  Workspace workspace(layout);
  const Call call = run(layout, weights, test.tokens, std::vector<float>(layout.size()), workspace);
  std::vector<float> losses(test.tokens);
  evaluate(layout, weights, random_tokens(test.tokens, test.shape.vocab, 1),
           random_tokens(test.tokens, test.shape.vocab, 2), workspace, losses);
  EXPECT_EQ(losses, call.losses);
}

TEST(Gradient, DescentLowersTheLoss) {
  const ParameterLayout layout({.blocks = 2, .heads = 2, .width = 16, .context = 16, .vocab = 11});
  std::vector<float> weights(layout.size());
  initialise(layout, weights, 1);
  Workspace workspace(layout);
  double first = 0;
  double last = 0;
  for (int step = 0; step < 60; ++step) {
    const Call call = run(layout, weights, 16, std::vector<float>(layout.size()), workspace);
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] -= 0.1F * call.gradient[i];
    last = 0;
    for (const float loss : call.losses) last += static_cast<double>(loss) / 16;
    if (step == 0) first = last;
  }
  EXPECT_NEAR(first, std::log(11.0), 0.1) << "an untrained model knows nothing";
  EXPECT_LT(last, 0.5 * first);
}

}  // namespace
}  // namespace crystalline::model
