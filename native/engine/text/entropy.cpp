#include "engine/text/entropy.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

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

/// sum of c(key) ln(c(key) / c(context)) over a sorted list of keys; a key's context is all but its
/// last 16 bits.
template <typename Key>
double sum_of_runs(const std::vector<Key>& keys) {
  double sum = 0;
  for (auto first = keys.begin(); first != keys.end();) {
    const auto last =
        std::find_if(first, keys.end(), [&](Key key) { return key >> 16 != *first >> 16; });
    const auto total = static_cast<std::uint64_t>(last - first);
    while (first != last) {
      const auto next = std::upper_bound(first, last, *first);
      sum += weighted_log(static_cast<std::uint64_t>(next - first), total);
      first = next;
    }
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
  return sum_of_runs(pairs);
}

constexpr std::size_t kDenseKinds = 256;
constexpr std::uint32_t kAbsent = 0xffffffff;

/// The tokens that occur, numbered in ascending order; `kinds` is how many.
std::vector<std::uint32_t> number_kinds(std::span<const Token> tokens, std::size_t vocabulary,
                                        std::size_t& kinds) {
  std::vector<std::uint32_t> numbers(vocabulary, kAbsent);
  for (const Token token : tokens) numbers[token] = 0;
  kinds = 0;
  for (std::uint32_t& number : numbers) {
    if (number != kAbsent) number = static_cast<std::uint32_t>(kinds++);
  }
  return numbers;
}

/// sum over triples of c(r, s, t) ln(c(r, s, t) / c(r, s)), from counts of all kinds^3 triples.
double dense_triples(std::span<const Token> tokens, std::span<const std::uint32_t> numbers,
                     std::size_t kinds) {
  std::vector<std::uint32_t> triples(kinds * kinds * kinds);
  std::size_t before = numbers[tokens[0]] * kinds + numbers[tokens[1]];
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    const std::size_t last = numbers[tokens[i]];
    ++triples[before * kinds + last];
    before = before % kinds * kinds + last;
  }
  double sum = 0;
  for (std::size_t pair = 0; pair < kinds * kinds; ++pair) {
    const std::span row(triples.data() + pair * kinds, kinds);
    std::uint64_t total = 0;
    for (const std::uint32_t count : row) total += count;
    for (const std::uint32_t count : row) sum += weighted_log(count, total);
  }
  return sum;
}

/// The same from the sorted list of triples.
double sparse_triples(std::span<const Token> tokens) {
  std::vector<std::uint64_t> triples(tokens.size() - 2);
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    triples[i - 2] = std::uint64_t{tokens[i - 2]} << 32 | std::uint64_t{tokens[i - 1]} << 16 |
                     std::uint64_t{tokens[i]};
  }
  std::sort(triples.begin(), triples.end());
  return sum_of_runs(triples);
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

std::optional<double> trigram_entropy(std::span<const Token> tokens, std::size_t vocabulary) {
  if (tokens.size() < 3) return 0;
  std::size_t kinds = 0;
  const auto numbers = number_kinds(tokens, vocabulary, kinds);
  const bool dense = kinds <= kDenseKinds;
  if (!dense && tokens.size() > kMostSparseTrigrams) return std::nullopt;
  const double sum = dense ? dense_triples(tokens, numbers, kinds) : sparse_triples(tokens);
  return -sum / static_cast<double>(tokens.size() - 2);
}

}  // namespace crystalline::text
