#include <algorithm>
#include <queue>

#include "engine/text/byte_pairs.hpp"
#include "engine/text/word_splitter.hpp"

namespace crystalline::text {
namespace {

constexpr std::size_t kMostKnownWords = 1 << 17;
constexpr std::size_t kLongestKnownWord = 64;  // bytes
constexpr std::size_t kShortWord = 48;         // tokens that are merged by plain search

/// A merge that may be done: the lowest order first, then the leftmost.
struct Candidate {
  std::uint32_t order;
  std::uint32_t at;
  Token left;
  Token right;
  Token made;
  bool operator>(const Candidate& other) const {
    return order != other.order ? order > other.order : at > other.at;
  }
};

}  // namespace

void BytePairEncoder::encode(std::string_view text, Tokens& out) {
  while (!text.empty()) {
    std::size_t first = text.size();
    const std::string* found = nullptr;
    Token token = 0;
    for (const Token special : pairs_.specials_) {
      const std::string& content = pairs_.tokens_[special];
      const std::size_t at = text.substr(0, first).find(content);
      const bool longer = at == first && found != nullptr && content.size() > found->size();
      if (at == std::string_view::npos && !longer) continue;
      first = at;
      found = &content;
      token = special;
    }
    encode_plain(text.substr(0, first), out);
    if (found == nullptr) return;
    out.push_back(token);
    text.remove_prefix(first + found->size());
  }
}

void BytePairEncoder::encode_plain(std::string_view text, Tokens& out) {
  WordSplitter splitter(text);
  for (auto word = splitter.next(); !word.empty(); word = splitter.next()) {
    const bool keeps = word.size() <= kLongestKnownWord;
    if (const Known* known = keeps ? known_.find(word) : nullptr) {
      const auto begin = arena_.begin() + known->begin;
      out.insert(out.end(), begin, begin + known->count);
      continue;
    }
    merge_word(word, ids_);
    out.insert(out.end(), ids_.begin(), ids_.end());
    if (!keeps || known_.size() >= kMostKnownWords) continue;
    known_[word] = {static_cast<std::uint32_t>(arena_.size()),
                    static_cast<std::uint32_t>(ids_.size())};
    arena_.insert(arena_.end(), ids_.begin(), ids_.end());
  }
}

void BytePairEncoder::merge_word(std::string_view word, std::vector<Token>& ids) {
  ids.clear();
  for (const char c : word) ids.push_back(pairs_.of_byte_[static_cast<std::uint8_t>(c)]);
  if (ids.size() <= kShortWord) {
    merge_short(ids);
  } else {
    merge_long(ids);
  }
}

/// Looks for the first merge again and again: quick for the few bytes of a word.
void BytePairEncoder::merge_short(std::vector<Token>& ids) const {
  for (;;) {
    const BytePairs::Rank* best = nullptr;
    std::size_t place = 0;
    for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
      const BytePairs::Rank* rank = pairs_.rank(ids[i], ids[i + 1]);
      if (rank == nullptr || (best != nullptr && rank->order >= best->order)) continue;
      best = rank;
      place = i;
    }
    if (best == nullptr) return;
    ids[place] = best->made;
    ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(place) + 1);
  }
}

/// The same with a queue of merges over a list of tokens: n log n for words of any length.
void BytePairEncoder::merge_long(std::vector<Token>& ids) const {
  const auto count = static_cast<std::uint32_t>(ids.size());
  std::vector<std::uint32_t> next(count);
  std::vector<std::uint32_t> before(count);
  std::vector<bool> gone(count);
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  const auto offer = [&](std::uint32_t at) {
    if (next[at] >= count) return;
    const BytePairs::Rank* rank = pairs_.rank(ids[at], ids[next[at]]);
    if (rank != nullptr) queue.push({rank->order, at, ids[at], ids[next[at]], rank->made});
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    next[i] = i + 1;
    before[i] = i == 0 ? count : i - 1;
  }
  for (std::uint32_t i = 0; i < count; ++i) offer(i);
  while (!queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    const std::uint32_t right = next[best.at];
    if (gone[best.at] || right >= count || ids[best.at] != best.left || ids[right] != best.right) {
      continue;  // one of the two has been merged otherwise
    }
    ids[best.at] = best.made;
    gone[right] = true;
    next[best.at] = next[right];
    if (next[right] < count) before[next[right]] = best.at;
    offer(best.at);
    if (before[best.at] < count) offer(before[best.at]);
  }
  std::size_t kept = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!gone[i]) ids[kept++] = ids[i];
  }
  ids.resize(kept);
}

}  // namespace crystalline::text
