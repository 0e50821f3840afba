#include <gtest/gtest.h>

#include <cmath>

#include "native/sanitized.hpp"
#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

TEST(Learning, TheLossFallsBelowTheTextsOwnBigramEntropy) {
  if (crystalline::test::kThreadsSanitized)
    GTEST_SKIP() << "learning is checked without sanitizers";
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
    const auto& [step, loss, validation, rate, norm, milliseconds, perplexity, bits, top1, top5,
                 calibration] = rows[i];
    EXPECT_EQ(step, static_cast<double>(i + 1));
    EXPECT_GT(loss, 0);
    EXPECT_EQ(!std::isnan(validation), i + 1 == 20 || i + 1 == 40 || i + 1 == 50);
    EXPECT_GT(rate, 0);
    EXPECT_GT(norm, 0);
    EXPECT_GT(milliseconds, 0);
    for (const double figure : {perplexity, bits, top1, top5, calibration}) {
      EXPECT_EQ(std::isnan(figure), std::isnan(validation));
    }
    if (std::isnan(validation)) continue;
    EXPECT_NEAR(perplexity, std::exp(validation), 1e-9 * perplexity);
    EXPECT_NEAR(bits, validation / std::log(2.0), 1e-12);  // a character of this text is a byte
    EXPECT_LE(top1, top5);
  }
  EXPECT_TRUE(opened.drain().empty());
}

TEST(Learning, TheNewestValidationIsToldWithItsBins) {
  Opened opened;
  EXPECT_FALSE(opened.session.validation());
  opened.create(2);
  EXPECT_FALSE(opened.session.validation());
  opened.train_to(45);
  const auto found = opened.session.validation().value();
  EXPECT_EQ(found.step, 40U);
  EXPECT_EQ(found.tokens, 5U * 32U);
  EXPECT_EQ(found.loss_nats, opened.drain()[39][2]);
  std::uint64_t tokens = 0;
  double right = 0;
  for (const auto& bin : found.bins) {
    tokens += bin.tokens;
    right += static_cast<double>(bin.tokens) * bin.accuracy;
  }
  EXPECT_EQ(tokens, found.tokens);
  EXPECT_NEAR(right, found.top1 * static_cast<double>(found.tokens), 1e-9);
}

TEST(Learning, ALossFarAboveItsAveragePausesTheRunAtTheStepBefore) {
  Opened opened;
  auto config = small_config();
  config.steps = 400;
  config.divergence_factor = 1.01;
  config.optimizer.clip_norm = 0;
  opened.create(2, config);
  opened.train_to(crystalline::test::repeated(150, 40));
  ASSERT_EQ(opened.status().pause_reason, PauseReason::kNone);
  const std::string before = opened.session.weights_sha256().value();
  ASSERT_TRUE(opened.session.change_rate(2));  // the next step spoils the weights
  ASSERT_TRUE(opened.session.run_until(400));
  while (opened.status().state == RunState::kRunning) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const RunStatus status = opened.status();
  EXPECT_EQ(status.state, RunState::kPaused);
  EXPECT_EQ(status.pause_reason, PauseReason::kDiverged);
  EXPECT_LT(status.step, 400U);
  const std::string next = std::to_string(status.step + 1);
  EXPECT_NE(status.pause_message.find("Step " + next + " was not taken: its loss"),
            std::string::npos)
      << status.pause_message;
  EXPECT_NE(opened.session.weights_sha256().value(), before);
  // Who goes on all the same is let.
  opened.train_to(status.step + 1);
  EXPECT_EQ(opened.status().step, status.step + 1);
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
