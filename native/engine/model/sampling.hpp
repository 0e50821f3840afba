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

struct SamplingOptions {
  double temperature = 1.0;  // 0: greedy, the lowest id wins ties
  int top_k = 0;             // 0: all
  std::uint64_t seed = 0;
};

/// Draws one token from logits; draw `index` of the sampling stream of options.seed.
[[nodiscard]] Token draw(std::span<const float> logits, const SamplingOptions& options,
                         std::uint64_t index);

/// Continues `prompt` (not empty) and returns the tokens drawn: `count`, or fewer if cancelled.
/// Past the context the window slides: the last half is fed again. `cancelled` (may be empty) is
/// asked before each token. Token i is draw i of the sampling stream.
[[nodiscard]] std::vector<Token> generate(const ParameterLayout& layout,
                                          std::span<const float> weights,
                                          std::span<const Token> prompt, int count,
                                          const SamplingOptions& options,
                                          const std::function<bool()>& cancelled);

}  // namespace crystalline::model
