#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/model/gemm.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::model {

/// Keys and values of the tokens so far, so that one more token costs one row.
class KvCache {
 public:
  explicit KvCache(const ParameterLayout& layout);
  [[nodiscard]] int length() const { return length_; }
  void clear() { length_ = 0; }

 private:
  friend void decode(const ParameterLayout&, std::span<const float>, Token, KvCache&,
                     std::span<float>);
  int length_ = 0;
  base::AlignedVector<float> keys_;    // (L, T, C)
  base::AlignedVector<float> values_;  // (L, T, C)
  base::AlignedVector<float> scratch_;
  PanelBuffer panels_;
};

/// Appends one token and writes the logits (V) of the next. cache.length() must be below context.
/// Same logits as forward_logits of the whole prefix, bit for bit.
void decode(const ParameterLayout& layout, std::span<const float> weights, Token token,
            KvCache& cache, std::span<float> logits);

/// How freely a token is drawn. Applied in this order, which is Hugging Face transformers': the
/// penalty, the temperature, top k, top p, min p.
struct SamplingOptions {
  double temperature = 1.0;  // 0: greedy, the lowest id wins ties
  int top_k = 0;             // keep the k likeliest; 0: all
  double top_p = 1.0;        // keep the likeliest whose sum reaches p; 1: all
  double min_p = 0.0;        // keep those at least p times as likely as the likeliest; 0: all
  double repetition_penalty = 1.0;  // 1: none; see penalise_repetition
  std::uint64_t seed = 0;
};

/// Makes every token of `seen` less likely (penalty > 1): its logit is divided by the penalty when
/// positive, multiplied when negative; once, however often it was seen. Ids below logits.size().
/// Source: Keskar et al., "CTRL", arXiv:1909.05858, section 4.1.
void penalise_repetition(std::span<float> logits, std::span<const Token> seen, double penalty);

/// Draws one token from logits; draw `index` of the sampling stream of options.seed. The penalty
/// is the caller's.
[[nodiscard]] Token draw(std::span<const float> logits, const SamplingOptions& options,
                         std::uint64_t index);

/// A token and its probability by the model itself: softmax of the logits, no option applied.
struct Likelihood {
  Token token = 0;
  double probability = 0;
};

/// The `count` likeliest tokens, likeliest first (the lowest id wins ties), behind `drawn` itself.
[[nodiscard]] std::vector<Likelihood> likelihoods(std::span<const float> logits, Token drawn,
                                                  std::size_t count);

/// What a generation is asked and told while it runs; all may be empty.
struct GenerationHooks {
  /// Asked before each token, also those of the prompt but its first.
  std::function<bool()> cancelled = {};
  /// Told of each token drawn: itself first, then the likeliest `alternatives`. False: no more.
  std::function<bool(std::span<const Likelihood>)> drawn = {};
  std::size_t alternatives = 0;
};

/// Continues `prompt` (not empty) and returns the tokens drawn: `count`, or fewer if a hook ended
/// it. Past the context the window slides: the last half is fed again. Token i is draw i of the
/// sampling stream.
[[nodiscard]] std::vector<Token> generate(const ParameterLayout& layout,
                                          std::span<const float> weights,
                                          std::span<const Token> prompt, int count,
                                          const SamplingOptions& options,
                                          const GenerationHooks& hooks);

}  // namespace crystalline::model
