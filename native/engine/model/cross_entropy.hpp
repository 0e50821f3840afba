#pragma once

#include <span>

#include "engine/model/gpt.hpp"

// Softmax and cross-entropy of one token's logits, together: loss = log(sum e^logit) -
// logit[target].
namespace crystalline::model {

/// Loss in nats. logits (V) are overwritten with scratch.
[[nodiscard]] float cross_entropy(std::span<float> logits, Token target);

/// The same loss, with what else one wants to know of a prediction. logits (V) are overwritten.
[[nodiscard]] TokenScore score(std::span<float> logits, Token target);

/// Loss in nats; logits (V) become scale * d(loss)/d(logits) = scale (softmax - one-hot).
/// With terms it is the gradient of the loss with them; the loss returned is without.
[[nodiscard]] float cross_entropy_with_gradient(std::span<float> logits, Token target, float scale,
                                                const LossTerms& terms = {});

}  // namespace crystalline::model
