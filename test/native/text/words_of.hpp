#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/word_splitter.hpp"

namespace crystalline::text {

/// The words that the splitter cuts a text into, in their order.
inline std::vector<std::string> words_of(std::string_view text) {
  WordSplitter splitter(text);
  std::vector<std::string> words;
  for (auto word = splitter.next(); !word.empty(); word = splitter.next()) words.emplace_back(word);
  return words;
}

}  // namespace crystalline::text
