#include "engine/session/block_inspection.hpp"

#include <algorithm>
#include <utility>

namespace crystalline::session {
namespace {

base::Error outside(const char* name, std::uint64_t value, int count) {
  return {base::ErrorCode::kInvalidArgument, std::string(name) + " is " + std::to_string(value) +
                                                 "; this run's model has 0 to " +
                                                 std::to_string(count - 1) + "."};
}

/// The last tokens of the text, at most `most`.
base::Result<text::Tokens> last_tokens(const text::Tokenizer& tokenizer, const std::string& text,
                                       std::size_t most) {
  auto encoded = tokenizer.encode(text.empty() ? "\n" : text);
  if (!encoded && text.empty()) return text::Tokens{0};
  if (!encoded) return encoded;
  text::Tokens& tokens = encoded.value();
  if (tokens.size() > most) {
    tokens.erase(tokens.begin(), tokens.end() - static_cast<std::ptrdiff_t>(most));
  }
  return encoded;
}

}  // namespace

base::Result<BlockInspection> inspect_block(const training::Trainer& trainer,
                                            const text::Tokenizer& tokenizer,
                                            const BlockRequest& request) {
  const model::ParameterLayout& layout = trainer.layout();
  const model::Shape& shape = layout.shape();
  if (request.block >= static_cast<std::uint64_t>(shape.blocks)) {
    return outside("block", request.block, shape.blocks);
  }
  if (request.head >= static_cast<std::uint64_t>(shape.heads)) {
    return outside("head", request.head, shape.heads);
  }
  if (request.tokens == 0) {
    return base::Error{base::ErrorCode::kInvalidArgument, "tokens is 0; at least 1 is looked at."};
  }
  const int block = static_cast<int>(request.block);
  const std::size_t most = std::min(static_cast<std::size_t>(shape.context), kMostTokens);
  auto tokens = last_tokens(tokenizer, request.text, std::min<std::size_t>(most, request.tokens));
  if (!tokens) return std::move(tokens).error();
  trainer.look_at_gradients(block);
  const auto weights = trainer.weights().read();
  BlockInspection seen;
  seen.step = trainer.step_of(weights.version());
  for (const text::Token& token : tokens.value()) {
    seen.tokens.push_back(tokenizer.decode({&token, 1}));
  }
  seen.attention = model::attention_pattern(layout, weights.data(), tokens.value(), block,
                                            static_cast<int>(request.head));
  seen.weights = model::block_magnitudes(layout, weights.data(), block);
  auto gradients = trainer.seen_gradients();
  if (gradients && gradients->block == block) seen.gradients = std::move(gradients);
  return seen;
}

}  // namespace crystalline::session
