#include "engine/model/sampling.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

#include "engine/base/philox.hpp"
#include "engine/math/elementary.hpp"

namespace crystalline::model {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

/// The order of likelihood: larger logits first, the lowest id wins ties, NaN is never likely.
bool likelier(std::span<const float> logits, Token a, Token b) {
  const float of_a = logits[a] == logits[a] ? logits[a] : kNever;
  const float of_b = logits[b] == logits[b] ? logits[b] : kNever;
  return of_a > of_b || (of_a == of_b && a < b);
}

Token likeliest(std::span<const float> logits) {
  Token best = 0;
  for (std::size_t id = 1; id < logits.size(); ++id) {
    if (likelier(logits, static_cast<Token>(id), best)) best = static_cast<Token>(id);
  }
  return best;
}

/// The ids that may be drawn, ascending: all, or the k likeliest.
std::vector<Token> candidates(std::span<const float> logits, int top_k) {
  std::vector<Token> ids(logits.size());
  std::iota(ids.begin(), ids.end(), Token{0});
  const auto kept = static_cast<std::size_t>(std::max(top_k, 0));
  if (kept == 0 || kept >= ids.size()) return ids;
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(kept);
  std::nth_element(ids.begin(), end - 1, ids.end(),
                   [logits](Token a, Token b) { return likelier(logits, a, b); });
  ids.erase(end, ids.end());
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

Token draw(std::span<const float> logits, const SamplingOptions& options, std::uint64_t index) {
  assert(!logits.empty());
  const Token best = likeliest(logits);
  if (options.temperature <= 0 || options.top_k == 1) return best;
  const std::vector<Token> ids = candidates(logits, options.top_k);
  std::vector<double> sums(ids.size());
  double sum = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const double below = static_cast<double>(logits[ids[i]]) - static_cast<double>(logits[best]);
    if (below == below) sum += math::exp(below / options.temperature);
    sums[i] = sum;
  }
  const auto words = base::random_words(options.seed, base::RandomStream::kSampling, 0, index);
  const double mark = base::uniform(words[0], words[1]) * sum;
  const auto chosen = std::upper_bound(sums.begin(), sums.end(), mark);
  return chosen == sums.end() ? best : ids[static_cast<std::size_t>(chosen - sums.begin())];
}

std::vector<Token> generate(const ParameterLayout& layout, std::span<const float> weights,
                            std::span<const Token> prompt, int count,
                            const SamplingOptions& options,
                            const std::function<bool()>& cancelled) {
  assert(!prompt.empty());
  const auto context = static_cast<std::size_t>(layout.shape().context);
  std::vector<Token> text(
      prompt.end() - static_cast<std::ptrdiff_t>(std::min(prompt.size(), context)), prompt.end());
  const std::size_t start = text.size();
  std::vector<float> logits(static_cast<std::size_t>(layout.shape().vocab));
  KvCache cache(layout);
  for (const Token token : text) decode(layout, weights, token, cache, logits);
  for (int i = 0; i < count && !(cancelled && cancelled()); ++i) {
    text.push_back(draw(logits, options, static_cast<std::uint64_t>(i)));
    if (i + 1 == count) break;
    std::size_t fed = text.size() - 1;
    if (static_cast<std::size_t>(cache.length()) == context) {
      cache.clear();
      fed = text.size() - context / 2;
    }
    for (; fed < text.size(); ++fed) decode(layout, weights, text[fed], cache, logits);
  }
  return {text.begin() + static_cast<std::ptrdiff_t>(start), text.end()};
}

}  // namespace crystalline::model
