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

/// All ids, or the k likeliest of them, in no particular order.
std::vector<Token> the_likeliest(std::span<const float> logits, std::size_t k) {
  std::vector<Token> ids(logits.size());
  std::iota(ids.begin(), ids.end(), Token{0});
  if (k == 0 || k >= ids.size()) return ids;
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(k);
  std::nth_element(ids.begin(), end - 1, ids.end(),
                   [logits](Token a, Token b) { return likelier(logits, a, b); });
  ids.erase(end, ids.end());
  return ids;
}

/// e^(logit - largest), over the temperature; 0 for NaN.
class Weights {
 public:
  Weights(std::span<const float> logits, Token best, double temperature)
      : logits_(logits), largest_(logits[best]), temperature_(temperature) {}
  [[nodiscard]] double operator()(Token id) const {
    const double below = static_cast<double>(logits_[id]) - largest_;
    return below == below ? math::exp(below / temperature_) : 0.0;
  }

 private:
  std::span<const float> logits_;
  double largest_;
  double temperature_;
};

/// Keeps the likeliest of `ids` until their weights sum to `share` of the whole; at least one.
void keep_top_p(std::vector<Token>& ids, std::span<const float> logits, const Weights& weight,
                double share) {
  std::sort(ids.begin(), ids.end(), [logits](Token a, Token b) { return likelier(logits, a, b); });
  double whole = 0;
  for (const Token id : ids) whole += weight(id);
  double sum = 0;
  std::size_t kept = 0;
  while (kept < ids.size() && (kept == 0 || sum < share * whole)) sum += weight(ids[kept++]);
  ids.resize(kept);
}

/// The ids that may be drawn, ascending.
std::vector<Token> candidates(std::span<const float> logits, const SamplingOptions& options,
                              const Weights& weight) {
  auto ids = the_likeliest(logits, static_cast<std::size_t>(std::max(options.top_k, 0)));
  if (options.top_p < 1) keep_top_p(ids, logits, weight, options.top_p);
  if (options.min_p > 0) {
    std::erase_if(ids, [&](Token id) { return weight(id) < options.min_p; });
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

void penalise_repetition(std::span<float> logits, std::span<const Token> seen, double penalty) {
  if (penalty == 1) return;
  std::vector<bool> done(logits.size());
  for (const Token token : seen) {
    assert(token < logits.size());
    if (done[token]) continue;
    done[token] = true;
    const auto logit = static_cast<double>(logits[token]);
    logits[token] = static_cast<float>(logit > 0 ? logit / penalty : logit * penalty);
  }
}

Token draw(std::span<const float> logits, const SamplingOptions& options, std::uint64_t index) {
  assert(!logits.empty());
  const Token best = likeliest(logits);
  if (options.temperature <= 0 || options.top_k == 1) return best;
  const Weights weight(logits, best, options.temperature);
  const std::vector<Token> ids = candidates(logits, options, weight);
  std::vector<double> sums(ids.size());
  double sum = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) sums[i] = sum += weight(ids[i]);
  const auto words = base::random_words(options.seed, base::RandomStream::kSampling, 0, index);
  const double mark = base::uniform(words[0], words[1]) * sum;
  const auto chosen = std::upper_bound(sums.begin(), sums.end(), mark);
  return chosen == sums.end() ? best : ids[static_cast<std::size_t>(chosen - sums.begin())];
}

std::vector<Likelihood> likelihoods(std::span<const float> logits, Token drawn, std::size_t count) {
  const Weights weight(logits, likeliest(logits), 1.0);
  double whole = 0;
  for (std::size_t id = 0; id < logits.size(); ++id) whole += weight(static_cast<Token>(id));
  std::vector<Likelihood> all{{drawn, weight(drawn) / whole}};
  if (count == 0) return all;
  auto ids = the_likeliest(logits, count);
  std::sort(ids.begin(), ids.end(), [logits](Token a, Token b) { return likelier(logits, a, b); });
  for (const Token id : ids) all.push_back({id, weight(id) / whole});
  return all;
}

}  // namespace crystalline::model
