#include <algorithm>
#include <cassert>

#include "engine/model/sampling.hpp"

namespace crystalline::model {
namespace {

/// The text of one generation: what has been written, and the logits of what comes next.
class Writing {
 public:
  Writing(const ParameterLayout& layout, std::span<const float> weights, std::size_t room)
      : layout_(layout),
        weights_(weights),
        cache_(layout),
        logits_(static_cast<std::size_t>(layout.shape().vocab)) {
    text_.reserve(room);
  }

  /// Appends a token and computes the logits of the next one. A full window slides: the last half
  /// of it is fed again.
  void append(Token token) {
    text_.push_back(token);
    const auto context = static_cast<std::size_t>(layout_.shape().context);
    std::size_t fed = text_.size() - 1;
    if (static_cast<std::size_t>(cache_.length()) == context) {
      cache_.clear();
      fed = text_.size() - context / 2;
    }
    for (; fed < text_.size(); ++fed) decode(layout_, weights_, text_[fed], cache_, logits_);
  }

  [[nodiscard]] Token draw_next(const SamplingOptions& options, std::uint64_t index) const {
    if (options.repetition_penalty == 1) return draw(logits_, options, index);
    std::vector<float> penalised = logits_;
    penalise_repetition(penalised, text_, options.repetition_penalty);
    return draw(penalised, options, index);
  }

  [[nodiscard]] std::span<const float> logits() const { return logits_; }

 private:
  const ParameterLayout& layout_;
  std::span<const float> weights_;
  KvCache cache_;
  std::vector<float> logits_;
  std::vector<Token> text_;
};

}  // namespace

std::vector<Token> generate(const ParameterLayout& layout, std::span<const float> weights,
                            std::span<const Token> prompt, int count,
                            const SamplingOptions& options, const GenerationHooks& hooks) {
  assert(!prompt.empty());
  const auto cancelled = [&] { return hooks.cancelled && hooks.cancelled(); };
  const auto context = static_cast<std::size_t>(layout.shape().context);
  prompt = prompt.last(std::min(prompt.size(), context));
  Writing writing(layout, weights, prompt.size() + static_cast<std::size_t>(count));
  std::vector<Token> drawn;
  writing.append(prompt[0]);
  for (const Token token : prompt.subspan(1)) {
    if (cancelled()) return drawn;
    writing.append(token);
  }
  while (drawn.size() < static_cast<std::size_t>(count) && !cancelled()) {
    const Token token = writing.draw_next(options, drawn.size());
    drawn.push_back(token);
    if (hooks.drawn && !hooks.drawn(likelihoods(writing.logits(), token, hooks.alternatives))) {
      break;
    }
    if (drawn.size() < static_cast<std::size_t>(count)) writing.append(token);
  }
  return drawn;
}

}  // namespace crystalline::model
