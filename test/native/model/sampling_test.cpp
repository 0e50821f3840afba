#include "engine/model/sampling.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "arrays.hpp"

namespace crystalline::model {
namespace {

TEST(Draw, GreedyTakesTheLargestAndTheLowestIdWinsTies) {
  const std::vector<float> logits = {1, 3, -2, 3, 0};
  for (std::uint64_t index = 0; index < 20; ++index) {
    EXPECT_EQ(draw(logits, {.temperature = 0}, index), 1);
    EXPECT_EQ(draw(logits, {.temperature = 1, .top_k = 1}, index), 1);
  }
}

TEST(Draw, FollowsTheSoftmaxOfLogitsOverTemperature) {
  const std::vector<float> logits = {0.0F, 1.0F, -1.0F, 2.5F};
  constexpr int kDraws = 40000;
  for (const double temperature : {0.7, 1.0, 2.0}) {
    std::array<int, 4> counts = {};
    for (int i = 0; i < kDraws; ++i) {
      ++counts[draw(logits, {.temperature = temperature, .seed = 5},
                    static_cast<std::uint64_t>(i))];
    }
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit) / temperature);
    double chi_squared = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const double expected = kDraws * std::exp(static_cast<double>(logits[i]) / temperature) / sum;
      chi_squared += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    EXPECT_LT(chi_squared, 16.3) << "three degrees of freedom, one in a thousand";
  }
}

TEST(Draw, TopKKeepsTheLargestAndTheLowestIdsOfATie) {
  const std::vector<float> logits = {1, 5, 1, 1, 4};
  std::set<Token> seen;
  for (std::uint64_t index = 0; index < 2000; ++index) {
    seen.insert(draw(logits, {.temperature = 3, .top_k = 3}, index));
  }
  EXPECT_EQ(seen, (std::set<Token>{0, 1, 4}));
}

TEST(Draw, TopKBeyondTheVocabularyKeepsAll) {
  const std::vector<float> logits = {0, 0, 0};
  std::set<Token> seen;
  for (std::uint64_t index = 0; index < 200; ++index) {
    const Token all = draw(logits, {.temperature = 1, .top_k = 0}, index);
    EXPECT_EQ(draw(logits, {.temperature = 1, .top_k = 9}, index), all);
    seen.insert(all);
  }
  EXPECT_EQ(seen.size(), 3U);
}

TEST(Draw, IsAFunctionOfSeedAndIndex) {
  const std::vector<float> logits(50, 0.0F);
  int same = 0;
  for (std::uint64_t index = 0; index < 100; ++index) {
    const SamplingOptions one{.temperature = 1, .seed = 1};
    const SamplingOptions two{.temperature = 1, .seed = 2};
    EXPECT_EQ(draw(logits, one, index), draw(logits, one, index));
    same += draw(logits, one, index) == draw(logits, two, index) ? 1 : 0;
  }
  EXPECT_LT(same, 20) << "another seed draws otherwise";
}

TEST(Draw, SurvivesImpossibleTokensAndExtremeTemperatures) {
  const float never = -std::numeric_limits<float>::infinity();
  const std::vector<float> logits = {never, 2, never, 90};
  for (std::uint64_t index = 0; index < 50; ++index) {
    EXPECT_EQ(draw(logits, {.temperature = 1e-6}, index), 3);
    const Token hot = draw(logits, {.temperature = 10}, index);
    EXPECT_TRUE(hot == 1 || hot == 3);
  }
}

TEST(Draw, NeverTakesNaN) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> logits = {nan, 1, nan, 2, nan, nan, 0, nan};
  for (std::uint64_t index = 0; index < 200; ++index) {
    for (const int top_k : {0, 1, 2, 3, 5}) {
      const Token drawn = draw(logits, {.temperature = 5, .top_k = top_k}, index);
      EXPECT_TRUE(drawn == 1 || drawn == 3 || drawn == 6) << drawn << ", top " << top_k;
    }
    EXPECT_EQ(draw(logits, {.temperature = 0}, index), 3);
  }
  const std::vector<float> none(4, nan);
  EXPECT_LT(draw(none, {.temperature = 1, .top_k = 2}, 0), 4);
}

std::set<Token> drawn(const std::vector<float>& logits, const SamplingOptions& options) {
  std::set<Token> seen;
  for (std::uint64_t index = 0; index < 4000; ++index) seen.insert(draw(logits, options, index));
  return seen;
}

std::vector<float> logits_of(const std::vector<double>& probabilities) {
  std::vector<float> logits;
  for (const double p : probabilities) logits.push_back(static_cast<float>(std::log(p)));
  return logits;
}

TEST(Draw, TopPKeepsTheFewestLikeliestThatReachIt) {
  const auto logits = logits_of({0.1, 0.4, 0.2, 0.25, 0.05});
  EXPECT_EQ(drawn(logits, {.top_p = 0.3}), (std::set<Token>{1}));
  EXPECT_EQ(drawn(logits, {.top_p = 0.6}), (std::set<Token>{1, 3}));
  EXPECT_EQ(drawn(logits, {.top_p = 0.7}), (std::set<Token>{1, 2, 3}));
  EXPECT_EQ(drawn(logits, {.top_p = 0}), (std::set<Token>{1})) << "never none";
  EXPECT_EQ(drawn(logits, {.top_p = 1}).size(), 5U);
  // The share is of what top k has left: 0.4 / 0.65 = 0.62 reaches it.
  EXPECT_EQ(drawn(logits, {.top_k = 2, .top_p = 0.6}), (std::set<Token>{1}));
}

TEST(Draw, MinPKeepsWhatIsLikelyEnoughBesideTheLikeliest) {
  const auto logits = logits_of({0.1, 0.4, 0.2, 0.25, 0.05});
  EXPECT_EQ(drawn(logits, {.min_p = 0.45}), (std::set<Token>{1, 2, 3}));
  EXPECT_EQ(drawn(logits, {.min_p = 1}), (std::set<Token>{1}));
  EXPECT_EQ(drawn(logits, {.temperature = 100, .min_p = 0.9}).size(), 5U)
      << "the temperature comes first";
}

TEST(Draw, RenormalisesWhatIsKept) {
  const auto logits = logits_of({0.1, 0.4, 0.2, 0.25, 0.05});
  int ones = 0;
  constexpr int kDraws = 20000;
  for (int i = 0; i < kDraws; ++i) {
    ones += draw(logits, {.top_p = 0.6, .seed = 3}, static_cast<std::uint64_t>(i)) == 1 ? 1 : 0;
  }
  EXPECT_NEAR(ones / double{kDraws}, 0.4 / 0.65, 0.015);
}

TEST(PenaliseRepetition, TurnsDownWhatWasSeenOnce) {
  std::vector<float> logits = {2, -1, 3, 0};
  penalise_repetition(logits, std::vector<Token>{0, 1, 0, 0}, 2);
  EXPECT_EQ(logits, (std::vector<float>{1, -2, 3, 0}));
  penalise_repetition(logits, std::vector<Token>{2}, 1);
  EXPECT_EQ(logits[2], 3);
}

TEST(Likelihoods, AreTheSoftmaxWithTheLikeliestInOrder) {
  const auto logits = logits_of({0.1, 0.4, 0.2, 0.25, 0.05});
  const auto told = likelihoods(logits, 4, 3);
  ASSERT_EQ(told.size(), 4U);
  const std::vector<std::pair<Token, double>> expected = {{4, 0.05}, {1, 0.4}, {3, 0.25}, {2, 0.2}};
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].token, expected[i].first);
    EXPECT_NEAR(told[i].probability, expected[i].second, 1e-6);
  }
  EXPECT_EQ(likelihoods(logits, 0, 0).size(), 1U);
  EXPECT_EQ(likelihoods(logits, 0, 99).size(), 6U);
}

class Generate : public testing::Test {
 protected:
  const ParameterLayout layout_{{.blocks = 1, .heads = 2, .width = 16, .context = 8, .vocab = 13}};
  const std::vector<float> weights_ = lively_weights(layout_, 3);

  /// The next token by the full forward pass over `window`.
  Token next(std::span<const Token> window, const SamplingOptions& options, std::uint64_t index) {
    Workspace workspace(layout_);
    std::vector<float> logits(13);
    forward_logits(layout_, weights_, window, workspace, logits);
    return draw(logits, options, index);
  }
};

TEST_F(Generate, ContinuesAsTheFullPassWouldAndSlidesTheWindow) {
  const SamplingOptions options{.temperature = 1, .seed = 4};
  const std::vector<Token> prompt = {3, 1, 4};
  const auto out = generate(layout_, weights_, prompt, 30, options, {});
  ASSERT_EQ(out.size(), 30U);
  std::vector<Token> text = prompt;
  std::size_t length = text.size();  // of the window
  for (std::size_t i = 0; i < out.size(); ++i) {
    ASSERT_EQ(out[i], next(std::span(text).last(length), options, i)) << i;
    text.push_back(out[i]);
    length = length == 8 ? 4 : length + 1;
  }
}

TEST_F(Generate, TakesTheEndOfAPromptLongerThanTheContext) {
  const auto prompt = random_tokens(50, 13, 6);
  const auto out = generate(layout_, weights_, prompt, 1, {.temperature = 0}, {});
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0], next(std::span(prompt).last(8), {.temperature = 0}, 0));
}

TEST_F(Generate, PenalisesThePromptAndWhatItWrote) {
  // So hard a penalty forbids what was seen while the rest is likelier than its image.
  std::vector<Token> text = {5};
  const auto out =
      generate(layout_, weights_, text, 5, {.temperature = 0, .repetition_penalty = 1e6}, {});
  for (const Token token : out) {
    Workspace workspace(layout_);
    std::vector<float> logits(13);
    forward_logits(layout_, weights_, text, workspace, logits);
    penalise_repetition(logits, text, 1e6);
    EXPECT_EQ(token, draw(logits, {.temperature = 0}, 0));
    text.push_back(token);
  }
}

TEST_F(Generate, TellsOfEachTokenAndEndsWhenTold) {
  const std::vector<Token> prompt = {1};
  std::vector<Token> told;
  const auto out = generate(layout_, weights_, prompt, 20, {.seed = 9},
                            {.drawn =
                                 [&](std::span<const Likelihood> token) {
                                   EXPECT_EQ(token.size(), 3U);
                                   EXPECT_GE(token[1].probability, token[2].probability);
                                   told.push_back(token[0].token);
                                   return told.size() < 7;
                                 },
                             .alternatives = 2});
  EXPECT_EQ(out.size(), 7U);
  EXPECT_EQ(out, told);
}

TEST_F(Generate, StopsWhenCancelled) {
  int asked = 0;
  const std::vector<Token> prompt = {1};
  const auto out =
      generate(layout_, weights_, prompt, 20, {}, {.cancelled = [&] { return ++asked > 5; }});
  EXPECT_EQ(out.size(), 5U);
  EXPECT_TRUE(generate(layout_, weights_, prompt, 0, {}, {}).empty());
}

}  // namespace
}  // namespace crystalline::model
