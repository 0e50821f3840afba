#include <gtest/gtest.h>

#include <cmath>

#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

TEST(Learning, TheLossFallsBelowTheTextsOwnBigramEntropy) {
  Opened opened;
  const auto corpus =
      opened.session.open_corpus({.name = "small", .paths = {}, .bytes = small_text()}).value();
  auto config = small_config();
  config.steps = 400;
  config.optimizer.learning_rate = 3e-3;
  config.validation_every_steps = 100;
  opened.create(2, config);
  opened.train_to(400);
  const auto rows = opened.drain();
  ASSERT_EQ(rows.size(), 400U);
  // At first it knows nothing: the loss is near that of guessing among all tokens.
  EXPECT_NEAR(rows.front()[1], std::log(corpus->tokenizer.vocabulary()), 0.2);
  EXPECT_LT(rows.back()[1], corpus->bigram_entropy_nats);
  EXPECT_LT(rows.back()[2], corpus->bigram_entropy_nats);  // on text it was not trained on
  EXPECT_EQ(opened.status().state, RunState::kCompleted);
}

TEST(Learning, MetricsHaveEveryStepAndTheValidationsThatWereAskedFor) {
  Opened opened;
  opened.create(2);
  opened.train_to(50);
  const auto rows = opened.drain();
  ASSERT_EQ(rows.size(), 50U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [step, loss, validation, rate, norm, milliseconds] = rows[i];
    EXPECT_EQ(step, static_cast<double>(i + 1));
    EXPECT_GT(loss, 0);
    EXPECT_EQ(!std::isnan(validation), i + 1 == 20 || i + 1 == 40 || i + 1 == 50);
    EXPECT_GT(rate, 0);
    EXPECT_GT(norm, 0);
    EXPECT_GT(milliseconds, 0);
  }
  EXPECT_TRUE(opened.drain().empty());
}

TEST(Learning, TheSampledTextIsOfTheCorpusAndRepeatable) {
  Opened opened;
  opened.create(2);
  opened.train_to(30);
  const SampleRequest request{
      .prompt = "kalo", .tokens = 100, .options = {.temperature = 0.7, .top_k = 5, .seed = 3}};
  const auto first = opened.session.sample(request);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first.value().text.size(), 100U);
  EXPECT_EQ(first.value().step, 30U);
  EXPECT_GT(first.value().tokens_per_second, 0);
  EXPECT_EQ(opened.session.sample(request).value().text, first.value().text);
  SampleRequest other = request;
  other.options.seed = 4;
  EXPECT_NE(opened.session.sample(other).value().text, first.value().text);
  other.prompt = "";
  EXPECT_TRUE(opened.session.sample(other).ok());
  other.prompt = "Q";
  EXPECT_NE(opened.session.sample(other).error().message.find("Q"), std::string::npos);
}

}  // namespace
}  // namespace crystalline::session::test
