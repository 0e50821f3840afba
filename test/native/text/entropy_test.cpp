#include "engine/text/entropy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace crystalline::text {
namespace {

/// By the definition, with libm, over maps.
double naive_bigram(const Tokens& tokens) {
  std::map<Token, std::map<Token, double>> counts;
  std::map<Token, double> totals;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    ++counts[tokens[i - 1]][tokens[i]];
    ++totals[tokens[i - 1]];
  }
  double sum = 0;
  for (const auto& [before, row] : counts) {
    for (const auto& [after, count] : row) sum -= count * std::log(count / totals[before]);
  }
  return sum / static_cast<double>(tokens.size() - 1);
}

double naive_trigram(const Tokens& tokens) {
  std::map<std::pair<Token, Token>, std::map<Token, double>> counts;
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    ++counts[{tokens[i - 2], tokens[i - 1]}][tokens[i]];
  }
  double sum = 0;
  for (const auto& [before, row] : counts) {
    double total = 0;
    for (const auto& [after, count] : row) total += count;
    for (const auto& [after, count] : row) sum -= count * std::log(count / total);
  }
  return sum / static_cast<double>(tokens.size() - 2);
}

double naive_unigram(const Tokens& tokens) {
  std::map<Token, double> counts;
  for (const Token token : tokens) ++counts[token];
  const auto total = static_cast<double>(tokens.size());
  double sum = 0;
  for (const auto& [token, count] : counts) sum -= count / total * std::log(count / total);
  return sum;
}

Tokens random_tokens(std::size_t count, unsigned vocabulary) {
  std::mt19937 random(3);
  Tokens tokens;
  unsigned last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    last = (last + static_cast<unsigned>(random() % 7 * (random() % 7))) % vocabulary;
    tokens.push_back(static_cast<Token>(last));
  }
  return tokens;
}

TEST(Entropy, EqualsTheNaiveCount) {
  const Tokens tokens = random_tokens(20'000, 300);
  EXPECT_NEAR(unigram_entropy(tokens, 300), naive_unigram(tokens), 1e-11);
  EXPECT_NEAR(bigram_entropy(tokens, 300), naive_bigram(tokens), 1e-11);
}

TEST(Entropy, OfALargeVocabularyEqualsTheNaiveCount) {
  const Tokens tokens = random_tokens(20'000, 65'536);
  EXPECT_NEAR(unigram_entropy(tokens, 65'536), naive_unigram(tokens), 1e-11);
  EXPECT_NEAR(bigram_entropy(tokens, 65'536), naive_bigram(tokens), 1e-11);
}

TEST(Entropy, OfWhatIsCertainIsZero) {
  const Tokens alternating = {0, 1, 0, 1, 0, 1, 0, 1};
  EXPECT_DOUBLE_EQ(unigram_entropy(alternating, 2), std::log(2.0));
  EXPECT_EQ(bigram_entropy(alternating, 2), 0.0);
  EXPECT_EQ(unigram_entropy({}, 2), 0.0);
  EXPECT_EQ(bigram_entropy(Tokens{1}, 2), 0.0);
}

TEST(Entropy, OfTriplesEqualsTheNaiveCountFewOrManyKinds) {
  for (const unsigned kinds : {20U, 256U, 257U, 900U}) {
    const Tokens tokens = random_tokens(20'000, kinds);
    const double expected = naive_trigram(tokens);
    EXPECT_NEAR(trigram_entropy(tokens, kinds).value(), expected, 1e-11) << kinds;
    // Tokens that do not occur make no difference.
    EXPECT_EQ(trigram_entropy(tokens, 65'536).value(), trigram_entropy(tokens, kinds).value());
    EXPECT_LE(expected, naive_bigram(tokens));
  }
  EXPECT_EQ(trigram_entropy(Tokens{}, 2).value(), 0.0);
  EXPECT_EQ(trigram_entropy(Tokens{1, 0}, 2).value(), 0.0);
  EXPECT_EQ(trigram_entropy(Tokens{1, 0, 1}, 2).value(), 0.0);
}

TEST(Entropy, OfTriplesIsNotToldWhenThereAreTooManyToCount) {
  Tokens tokens(kMostSparseTrigrams + 1);
  for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<Token>(i % 300);
  EXPECT_FALSE(trigram_entropy(tokens, 300));
  for (Token& token : tokens) token %= 3;
  EXPECT_NEAR(trigram_entropy(tokens, 300).value(), 0, 1e-6);
}

}  // namespace
}  // namespace crystalline::text
