#include "engine/session/sample.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/text/text_stream.hpp"

namespace crystalline::session {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// The bounds of src/shared/contract/limits.ts.
constexpr std::uint64_t kMostSampleTokens = 10'000;
constexpr double kMostTemperature = 10;
constexpr double kMostPenalty = 10;
constexpr std::uint64_t kMostAlternatives = 20;

Error outside(const char* name, const std::string& value, const std::string& range) {
  return {ErrorCode::kInvalidArgument,
          std::string(name) + " is " + value + "; it must be " + range + "."};
}

Result<void> check(const char* name, double value, double least, double most) {
  if (value >= least && value <= most) return {};  // does not hold for NaN
  const auto whole = [](double bound) { return std::to_string(static_cast<int>(bound)); };
  return outside(name, std::to_string(value), "from " + whole(least) + " to " + whole(most));
}

/// The prompt's tokens; of an empty one a newline, or the first token where there is none.
Result<text::Tokens> encode_prompt(const text::Tokenizer& tokenizer, const std::string& prompt) {
  auto encoded = tokenizer.encode(prompt.empty() ? "\n" : prompt);
  if (!encoded && prompt.empty()) return text::Tokens{0};
  return encoded;
}

SampledToken sampled(std::span<const model::Likelihood> told) {
  return {told[0], {told.begin() + 1, told.end()}};
}

}  // namespace

void SampleStream::append(std::string_view text, const SampledToken& token) {
  const std::lock_guard lock(mutex_);
  part_.text += text;
  part_.tokens.push_back(token);
}

SampleStream::Part SampleStream::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(part_, {});
}

Result<void> validate(const SampleRequest& request) {
  const model::SamplingOptions& o = request.options;
  if (request.tokens < 1 || request.tokens > kMostSampleTokens) {
    return outside("tokens", std::to_string(request.tokens), "from 1 to 10,000");
  }
  if (request.alternatives > kMostAlternatives) {
    return outside("alternatives", std::to_string(request.alternatives), "from 0 to 20");
  }
  const Result<void> checks[] = {check("temperature", o.temperature, 0, kMostTemperature),
                                 check("topP", o.top_p, 0, 1), check("minP", o.min_p, 0, 1),
                                 check("repetitionPenalty", o.repetition_penalty, 1, kMostPenalty)};
  for (const Result<void>& result : checks) {
    if (!result) return result;
  }
  return {};
}

Result<Sample> write_sample(const model::ParameterLayout& layout, std::span<const float> weights,
                            const text::Tokenizer& tokenizer, const SampleRequest& request,
                            SampleStream* stream, const std::function<bool()>& ended) {
  auto prompt = encode_prompt(tokenizer, request.prompt);
  if (!prompt) return std::move(prompt).error();
  Sample sample;
  text::TextStream written(request.stops);
  const auto began = std::chrono::steady_clock::now();
  const auto cancelled = [&] { return ended() || (stream != nullptr && stream->cancelled()); };
  const auto drawn = [&](std::span<const model::Likelihood> told) {
    sample.tokens.push_back(sampled(told));
    const std::string text = written.push(tokenizer.decode({&told[0].token, 1}));
    sample.text += text;
    if (stream != nullptr) stream->append(text, sample.tokens.back());
    return !written.stopped();
  };
  (void)model::generate(layout, weights, prompt.value(), static_cast<int>(request.tokens),
                        request.options,
                        {.cancelled = cancelled,
                         .drawn = drawn,
                         .alternatives = static_cast<std::size_t>(request.alternatives)});
  sample.text += written.finish();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  sample.tokens_per_second = static_cast<double>(sample.tokens.size()) / took.count();
  sample.end = written.stopped()                        ? SampleEnd::kStop
               : sample.tokens.size() == request.tokens ? SampleEnd::kLength
                                                        : SampleEnd::kCancelled;
  return sample;
}

}  // namespace crystalline::session
