#include "engine/training/validation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "engine/model/cross_entropy.hpp"

namespace crystalline::training {
namespace {

constexpr std::size_t kVocabulary = 23;
constexpr std::size_t kTokens = 4'000;

/// Logits of many tokens, some of them equal, with their targets and the bytes those stand for.
struct Predictions {
  std::vector<std::vector<float>> logits;
  std::vector<model::Token> targets;
  std::vector<std::uint64_t> bytes;

  Predictions() {
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < kTokens; ++i) {
      std::vector<float> row(kVocabulary);
      const float sharpness = static_cast<float>(i % 7);
      for (float& logit : row) logit = std::round(normal(random) * 8) / 8 * sharpness;
      logits.push_back(row);
      targets.push_back(static_cast<model::Token>(random() % kVocabulary));
      if (i % 3 != 0) {  // often right
        targets.back() =
            static_cast<model::Token>(std::max_element(row.begin(), row.end()) - row.begin());
      }
      bytes.push_back(random() % 5);
    }
  }
};

/// The same from sorted probabilities in double with libm.
Validation naive(const Predictions& given) {
  Validation found;
  std::vector<std::vector<std::pair<double, bool>>> bins(kCalibrationBins);
  double bytes = 0;
  for (std::size_t i = 0; i < kTokens; ++i) {
    const auto& row = given.logits[i];
    double sum = 0;
    for (const float logit : row) sum += std::exp(static_cast<double>(logit));
    std::vector<std::size_t> order(kVocabulary);
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return row[a] > row[b]; });
    const auto place = std::find(order.begin(), order.end(), given.targets[i]) - order.begin();
    const double confidence = std::exp(static_cast<double>(row[order[0]])) / sum;
    found.loss_nats -= (row[given.targets[i]] - std::log(sum)) / kTokens;
    found.top1 += place == 0 ? 1.0 / kTokens : 0;
    found.top5 += place < 5 ? 1.0 / kTokens : 0;
    bytes += static_cast<double>(given.bytes[i]);
    bins[std::min<std::size_t>(static_cast<std::size_t>(confidence * kCalibrationBins),
                               kCalibrationBins - 1)]
        .emplace_back(confidence, place == 0);
  }
  for (const auto& bin : bins) {
    double apart = 0;
    for (const auto& [confidence, right] : bin) apart += (right ? 1.0 : 0.0) - confidence;
    found.calibration_error += std::abs(apart) / kTokens;
  }
  found.perplexity = std::exp(found.loss_nats);
  found.bits_per_byte = found.loss_nats * kTokens / std::log(2.0) / bytes;
  return found;
}

std::vector<model::TokenScore> scores_of(const Predictions& given) {
  std::vector<model::TokenScore> scores;
  for (std::size_t i = 0; i < kTokens; ++i) {
    std::vector<float> row = given.logits[i];
    scores.push_back(model::score(row, given.targets[i]));
  }
  return scores;
}

double mean_loss(const std::vector<model::TokenScore>& scores) {
  double sum = 0;
  for (const auto& score : scores) sum += score.loss_nats;
  return sum / static_cast<double>(scores.size());
}

TEST(Validation, EqualsTheNaiveCount) {
  const Predictions given;
  const auto scores = scores_of(given);
  ScoreTally tally;
  for (std::size_t i = 0; i < kTokens; ++i) tally.add(scores[i], given.bytes[i]);
  const Validation found = tally.validation(9, mean_loss(scores));
  const Validation expected = naive(given);
  EXPECT_EQ(found.step, 9U);
  EXPECT_EQ(found.tokens, kTokens);
  EXPECT_NEAR(found.loss_nats, expected.loss_nats, 1e-6);
  EXPECT_NEAR(found.perplexity, expected.perplexity, 1e-5);
  EXPECT_NEAR(found.bits_per_byte, expected.bits_per_byte, 1e-6);
  EXPECT_NEAR(found.top1, expected.top1, 1e-12);
  EXPECT_NEAR(found.top5, expected.top5, 1e-12);
  // A confidence on the edge of a bin may fall to either side: a token or two.
  EXPECT_NEAR(found.calibration_error, expected.calibration_error, 2.0 / kTokens);
  EXPECT_GT(found.top1, 0.6);
  EXPECT_LT(found.top1, found.top5);
}

TEST(Validation, HasTheSameBitsWhoeverAddsWhat) {
  const Predictions given;
  const auto scores = scores_of(given);
  const auto shared_among = [&](std::size_t workers) {
    std::vector<ScoreTally> tallies(workers);
    for (std::size_t i = 0; i < kTokens; ++i) {
      tallies[(i * i / 7) % workers].add(scores[i], given.bytes[i]);
    }
    ScoreTally all;
    for (const ScoreTally& tally : tallies) all.add(tally);
    return all.validation(1, 2.5);
  };
  const Validation one = shared_among(1);
  for (const std::size_t workers : {2U, 3U, 5U}) {
    const Validation many = shared_among(workers);
    EXPECT_EQ(many.calibration_error, one.calibration_error);
    EXPECT_EQ(many.bits_per_byte, one.bits_per_byte);
    for (std::size_t i = 0; i < kCalibrationBins; ++i) {
      EXPECT_EQ(many.bins[i].confidence, one.bins[i].confidence);
      EXPECT_EQ(many.bins[i].tokens, one.bins[i].tokens);
    }
  }
}

TEST(Validation, OfNothingIsNothing) {
  const Validation found = ScoreTally().validation(0, 0);
  EXPECT_EQ(found.tokens, 0U);
  EXPECT_EQ(found.bits_per_byte, 0);
  EXPECT_EQ(found.top1, 0);
  EXPECT_EQ(found.calibration_error, 0);
}

TEST(Validation, TellsAModelThatIsTooSureOfItself) {
  ScoreTally sure;
  ScoreTally honest;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const std::uint32_t rank = i % 2;  // right every second time
    sure.add({.loss_nats = 1, .rank = rank, .confidence = 0.99F}, 1);
    honest.add({.loss_nats = 1, .rank = rank, .confidence = 0.5F}, 1);
  }
  EXPECT_NEAR(sure.validation(1, 1).calibration_error, 0.49, 1e-6);
  EXPECT_NEAR(honest.validation(1, 1).calibration_error, 0, 1e-6);
}

}  // namespace
}  // namespace crystalline::training
