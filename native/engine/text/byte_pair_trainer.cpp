#include "engine/text/byte_pair_trainer.hpp"

#include <algorithm>
#include <queue>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>

#include "engine/text/byte_alphabet.hpp"
#include "engine/text/word_splitter.hpp"

namespace crystalline::text {
namespace {

using Counts = WordTable<std::uint64_t>;
constexpr std::uint64_t kLeastCount = 2;

void count_piece(std::string_view text, Counts& counts) {
  while (!text.empty()) {
    const std::size_t mark = std::min(text.find(kEndOfText), text.size());
    WordSplitter splitter(text.substr(0, mark));
    for (auto word = splitter.next(); !word.empty(); word = splitter.next()) ++counts[word];
    text.remove_prefix(std::min(text.size(), mark + sizeof(kEndOfText) - 1));
  }
}

/// Texts cut into about `parts` pieces a text.
std::vector<std::string_view> cut(std::span<const std::string_view> texts, std::size_t parts) {
  std::vector<std::string_view> pieces;
  for (const std::string_view text : texts) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = piece_end(text, begin, text.size() / parts + 1);
      pieces.push_back(text.substr(begin, end - begin));
      begin = end;
    }
  }
  return pieces;
}

/// The state of a training: words as tokens, pairs with their counts and places.
class Training {
 public:
  explicit Training(std::span<const CountedWord> words) {
    std::array<Token, 256> of_byte{};
    for (std::size_t id = 0; id < 256; ++id) {
      of_byte[kBytesInOrder[id]] = static_cast<Token>(id);
      tokens_.emplace_back(1, static_cast<char>(kBytesInOrder[id]));
      ids_.emplace(tokens_.back(), static_cast<Token>(id));
    }
    for (const CountedWord& counted : words) {
      words_.push_back({symbols_.size(), static_cast<std::uint32_t>(counted.word.size()),
                        static_cast<std::int64_t>(counted.count)});
      for (const char c : counted.word) {
        symbols_.push_back(of_byte[static_cast<std::uint8_t>(c)]);
      }
    }
    count_pairs();
  }

  void run(std::size_t vocabulary) {
    while (tokens_.size() + 1 < vocabulary && !queue_.empty()) {
      Entry top = queue_.top();
      queue_.pop();
      const std::int64_t present = pairs_[top.pair].count;
      if (top.count != present) {
        top.count = present;
        if (present > 0) queue_.push(top);
        continue;
      }
      if (present < static_cast<std::int64_t>(kLeastCount)) return;
      merge(top.pair);
    }
  }

  [[nodiscard]] base::Result<BytePairs> finish() {
    tokens_.emplace_back(kEndOfText);
    const auto mark = static_cast<Token>(tokens_.size() - 1);
    return BytePairs::create(std::move(tokens_), std::move(merges_), {mark});
  }

 private:
  struct Word {
    std::size_t begin;  // in symbols_
    std::uint32_t length;
    std::int64_t count;
  };
  struct Pair {
    std::int64_t count = 0;
    std::vector<std::uint32_t> words;  // where it occurs, or has occurred
  };
  struct Entry {
    std::int64_t count;
    std::uint32_t pair;
    bool operator<(const Entry& other) const {
      return count != other.count ? count < other.count : pair > other.pair;
    }
  };

  static std::uint32_t pair_of(Token left, Token right) {
    return std::uint32_t{left} << 16 | right;
  }

  void count_pairs() {
    for (std::uint32_t w = 0; w < words_.size(); ++w) {
      const Word& word = words_[w];
      for (std::uint32_t i = 1; i < word.length; ++i) {
        change(pair_of(symbols_[word.begin + i - 1], symbols_[word.begin + i]), word.count, w);
      }
    }
    for (const auto& [key, pair] : pairs_) queue_.push({pair.count, key});
  }

  void change(std::uint32_t key, std::int64_t by, std::uint32_t word) {
    Pair& pair = pairs_[key];
    pair.count += by;
    if (by > 0 && (pair.words.empty() || pair.words.back() != word)) pair.words.push_back(word);
  }

  void merge(std::uint32_t key) {
    const auto left = static_cast<Token>(key >> 16);
    const auto right = static_cast<Token>(key & 0xFFFF);
    const std::string made = tokens_[left] + tokens_[right];
    const auto [found, added] = ids_.try_emplace(made, static_cast<Token>(tokens_.size()));
    if (added) tokens_.push_back(made);
    merges_.push_back({left, right, found->second});
    const std::vector<std::uint32_t> places = std::move(pairs_[key].words);
    grown_.clear();
    for (const std::uint32_t word : places) merge_in(word, left, right, found->second);
    pairs_.erase(key);
    std::sort(grown_.begin(), grown_.end());
    grown_.erase(std::unique(grown_.begin(), grown_.end()), grown_.end());
    for (const std::uint32_t pair : grown_) {
      if (const std::int64_t count = pairs_[pair].count; count > 0) queue_.push({count, pair});
    }
  }

  void merge_in(std::uint32_t index, Token left, Token right, Token made) {
    Word& word = words_[index];
    Token* const s = symbols_.data() + word.begin;
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < word.length; ++i) {
      if (s[i] != left || i + 1 >= word.length || s[i + 1] != right) {
        s[kept++] = s[i];
        continue;
      }
      if (kept > 0) {
        change(pair_of(s[kept - 1], left), -word.count, index);
        grow(pair_of(s[kept - 1], made), word.count, index);
      }
      if (i + 2 < word.length) {
        change(pair_of(right, s[i + 2]), -word.count, index);
        grow(pair_of(made, s[i + 2]), word.count, index);
      }
      s[kept++] = made;
      ++i;
    }
    word.length = kept;
  }

  void grow(std::uint32_t key, std::int64_t by, std::uint32_t word) {
    change(key, by, word);
    grown_.push_back(key);
  }

  std::vector<std::string> tokens_;
  std::unordered_map<std::string, Token> ids_;
  std::vector<Merge> merges_;
  std::vector<Word> words_;
  std::vector<Token> symbols_;
  std::unordered_map<std::uint32_t, Pair> pairs_;
  std::priority_queue<Entry> queue_;
  std::vector<std::uint32_t> grown_;  // pairs that a merge has made
};

}  // namespace

std::vector<CountedWord> count_words(std::span<const std::string_view> texts, unsigned threads) {
  const auto pieces = cut(texts, threads);
  std::vector<Counts> counts(std::max(threads, 1U));
  {
    std::vector<std::jthread> crew;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      crew.emplace_back([&, t] {
        for (std::size_t i = t; i < pieces.size(); i += counts.size()) {
          count_piece(pieces[i], counts[t]);
        }
      });
    }
  }
  for (std::size_t t = 1; t < counts.size(); ++t) {
    for (const auto& [word, count] : counts[t].slots()) {
      if (word.data() != nullptr) counts[0][word] += count;
    }
  }
  std::vector<CountedWord> words;
  words.reserve(counts[0].size());
  for (const auto& [word, count] : counts[0].slots()) {
    if (word.data() != nullptr) words.push_back({word, count});
  }
  std::ranges::sort(words, {}, &CountedWord::word);
  return words;
}

base::Result<BytePairs> train_byte_pairs(std::span<const CountedWord> words,
                                         std::size_t vocabulary) {
  if (vocabulary < kLeastVocabulary || vocabulary > kMostTokens) {
    return base::Error{
        base::ErrorCode::kInvalidArgument,
        "vocabulary is " + std::to_string(vocabulary) + "; it must be from 257 to 65,536."};
  }
  Training training(words);
  training.run(vocabulary);
  return training.finish();
}

}  // namespace crystalline::text
