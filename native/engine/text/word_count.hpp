#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/progress.hpp"

namespace crystalline::text {

/// A word and how often it occurs.
struct CountedWord {
  std::string_view word;
  std::uint64_t count = 0;
};

/// GPT-2's words of all texts, each once, in no certain order; end-of-text marks are left out. The
/// views are of `texts`. Runs on `threads` threads; words and counts are the same for any, and
/// without meaning when `progress` was cancelled.
[[nodiscard]] std::vector<CountedWord> count_words(std::span<const std::string_view> texts,
                                                   unsigned threads,
                                                   const base::Progress& progress = {});

}  // namespace crystalline::text
