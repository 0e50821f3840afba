#pragma once

#include <span>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/text/token_store.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::text {

/// Appends the tokens of texts, in order, to a store; `ends` puts the end-of-text mark of a
/// byte-pair vocabulary behind each. Byte pairs run on all processors; the result is that of one.
/// Memory: a few megabytes a thread.
[[nodiscard]] base::Result<void> encode_texts(const Tokenizer& tokenizer,
                                              std::span<const std::string_view> texts, bool ends,
                                              TokenStore& into);

}  // namespace crystalline::text
