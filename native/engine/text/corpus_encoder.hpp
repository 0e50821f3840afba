#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/text/token_store.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::text {

/// The end of a piece of about a megabyte, between characters.
[[nodiscard]] std::size_t character_piece_end(std::string_view text, std::size_t begin);

/// Appends the tokens of texts, in order, to a store; `ends` puts the end-of-text mark of a
/// byte-pair vocabulary behind each. Byte pairs run on all processors; the result is that of one.
/// Memory: a few megabytes a thread. `progress` is told of each byte.
[[nodiscard]] base::Result<void> encode_texts(const Tokenizer& tokenizer,
                                              std::span<const std::string_view> texts, bool ends,
                                              TokenStore& into,
                                              const base::Progress& progress = {});

}  // namespace crystalline::text
