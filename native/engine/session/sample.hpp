#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/model/sampling.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::session {

struct SampleRequest {
  std::string prompt;  // empty: starts from a newline
  std::uint64_t tokens = 1;
  model::SamplingOptions options = {};
  std::vector<std::string> stops = {};  // the text ends before the first that occurs
  std::uint64_t alternatives = 0;       // likeliest tokens told of with each drawn
  bool averaged = false;                // by the averaged weights instead of the newest
};

/// A token drawn, and the likeliest at its place.
struct SampledToken {
  model::Likelihood drawn;
  std::vector<model::Likelihood> alternatives;  // likeliest first
};

enum class SampleEnd { kLength, kStop, kCancelled };

struct Sample {
  std::string text;  // UTF-8, prompt and stop string excluded
  std::vector<SampledToken> tokens;
  SampleEnd end = SampleEnd::kLength;
  std::uint64_t step = 0;
  double tokens_per_second = 0;
};

/// What a sample under way has written, for a reader beside it. Any thread.
class SampleStream {
 public:
  struct Part {
    std::string text;
    std::vector<SampledToken> tokens;
  };
  void append(std::string_view text, const SampledToken& token);
  /// What has been written since the last call.
  [[nodiscard]] Part take();
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::mutex mutex_;
  Part part_;
  std::atomic<bool> cancelled_{false};
};

/// Checks every number of a request against its range; the message names it.
[[nodiscard]] base::Result<void> validate(const SampleRequest& request);

/// Continues the request's prompt. `stream` may be nullptr; `ended` is asked before each token.
/// invalid-argument: a prompt with characters that the tokenizer does not know.
[[nodiscard]] base::Result<Sample> write_sample(const model::ParameterLayout& layout,
                                                std::span<const float> weights,
                                                const text::Tokenizer& tokenizer,
                                                const SampleRequest& request, SampleStream* stream,
                                                const std::function<bool()>& ended);

}  // namespace crystalline::session
