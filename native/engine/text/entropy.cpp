#include "engine/text/entropy.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/math/elementary.hpp"

namespace crystalline::text {
namespace {

constexpr std::size_t kDenseVocabulary = 4'096;

/// c ln(c / total), 0 for c = 0.
double weighted_log(std::uint64_t count, std::uint64_t total) {
  if (count == 0) return 0;
  const auto c = static_cast<double>(count);
  return c * math::log(c / static_cast<double>(total));
}

/// sum over pairs of c(s, t) ln(c(s, t) / c(s)), from counts of all V^2 pairs.
double dense_sum(std::span<const Token> tokens, std::size_t vocabulary) {
  std::vector<std::uint32_t> pairs(vocabulary * vocabulary);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    ++pairs[tokens[i - 1] * vocabulary + tokens[i]];
  }
  double sum = 0;
  for (std::size_t s = 0; s < vocabulary; ++s) {
    const std::span row(pairs.data() + s * vocabulary, vocabulary);
    std::uint64_t total = 0;
    for (const std::uint32_t count : row) total += count;
    for (const std::uint32_t count : row) sum += weighted_log(count, total);
  }
  return sum;
}

/// The same from the sorted list of pairs: for large vocabularies.
double sparse_sum(std::span<const Token> tokens) {
  std::vector<std::uint32_t> pairs(tokens.size() - 1);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    pairs[i - 1] = std::uint32_t{tokens[i - 1]} << 16 | tokens[i];
  }
  std::sort(pairs.begin(), pairs.end());
  double sum = 0;
  for (auto first = pairs.begin(); first != pairs.end();) {
    const auto last = std::find_if(first, pairs.end(),
                                   [&](std::uint32_t pair) { return pair >> 16 != *first >> 16; });
    const auto total = static_cast<std::uint64_t>(last - first);
    while (first != last) {
      const auto next = std::upper_bound(first, last, *first);
      sum += weighted_log(static_cast<std::uint64_t>(next - first), total);
      first = next;
    }
  }
  return sum;
}

}  // namespace

double unigram_entropy(std::span<const Token> tokens, std::size_t vocabulary) {
  if (tokens.empty()) return 0;
  std::vector<std::uint64_t> counts(vocabulary);
  for (const Token token : tokens) ++counts[token];
  double sum = 0;
  for (const std::uint64_t count : counts) sum += weighted_log(count, tokens.size());
  return -sum / static_cast<double>(tokens.size());
}

double bigram_entropy(std::span<const Token> tokens, std::size_t vocabulary) {
  if (tokens.size() < 2) return 0;
  const double sum =
      vocabulary <= kDenseVocabulary ? dense_sum(tokens, vocabulary) : sparse_sum(tokens);
  return -sum / static_cast<double>(tokens.size() - 1);
}

}  // namespace crystalline::text
