#include "engine/text/byte_pair_trainer.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/text/byte_alphabet.hpp"
#include "engine/text/pair_table.hpp"

namespace crystalline::text {
namespace {

constexpr std::int64_t kLeastCount = 2;
constexpr Token kNone = 0xFFFF;  // no token of a training has this id: the mark comes last

/// All words one after the other, a symbol a byte, kNone around each. A token's id stands at its
/// first and at its last byte, so both neighbours are found without links; between is kNone.
class Line {
 public:
  explicit Line(std::span<const CountedWord> words) {
    std::array<Token, 256> of_byte{};
    for (std::size_t id = 0; id < 256; ++id) of_byte[kBytesInOrder[id]] = static_cast<Token>(id);
    symbols_.push_back(kNone);
    word_of_.push_back(0);
    for (const CountedWord& counted : words) {
      const auto word = static_cast<std::uint32_t>(counts_.size());
      for (const char c : counted.word) {
        symbols_.push_back(of_byte[static_cast<std::uint8_t>(c)]);
      }
      symbols_.push_back(kNone);
      word_of_.resize(symbols_.size(), word);
      counts_.push_back(static_cast<std::int64_t>(counted.count));
    }
  }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(symbols_.size()); }
  [[nodiscard]] Token operator[](std::uint32_t place) const { return symbols_[place]; }
  /// How often the word at a place occurs.
  [[nodiscard]] std::int64_t count(std::uint32_t place) const { return counts_[word_of_[place]]; }
  /// Joins the token of `left` bytes at `place` with the one of `right` bytes behind it.
  void join(std::uint32_t place, std::uint32_t left, std::uint32_t right, Token made) {
    symbols_[place + left - 1] = kNone;
    symbols_[place + left] = kNone;
    symbols_[place] = made;
    symbols_[place + left + right - 1] = made;
  }

 private:
  std::vector<Token> symbols_;
  std::vector<std::uint32_t> word_of_;  // of each symbol
  std::vector<std::int64_t> counts_;    // of each word
};

/// What stood on one side of the pairs that a merge has joined.
class Neighbours {
 public:
  explicit Neighbours(std::size_t vocabulary) : of_token_(vocabulary) {}
  struct Sum {
    std::int64_t count = 0;
    std::uint32_t places = 0;
    std::size_t end = 0;  // of its places written so far
  };

  void add(Token neighbour, std::int64_t count, std::uint32_t place) {
    Sum& sum = of_token_[neighbour];
    if (sum.places++ == 0) tokens_.push_back(neighbour);
    sum.count += count;
    seen_.emplace_back(neighbour, place);
  }
  /// Calls change(neighbour, sum) for each; it sets `end` to where the neighbour's places shall go.
  template <typename Change>
  void take(std::vector<std::uint32_t>& places, Change change) {
    for (const Token token : tokens_) change(token, of_token_[token]);
    for (const auto& [token, place] : seen_) places[of_token_[token].end++] = place;
    for (const Token token : tokens_) of_token_[token] = {};
    tokens_.clear();
    seen_.clear();
  }

 private:
  std::vector<Sum> of_token_;
  std::vector<Token> tokens_;  // those with a sum
  std::vector<std::pair<Token, std::uint32_t>> seen_;
};

class Training {
 public:
  Training(std::span<const CountedWord> words, std::size_t vocabulary)
      : vocabulary_(vocabulary), line_(words), before_(vocabulary), behind_(vocabulary) {
    for (std::size_t id = 0; id < 256; ++id) {
      tokens_.emplace_back(1, static_cast<char>(kBytesInOrder[id]));
      ids_.emplace(tokens_.back(), static_cast<Token>(id));
    }
    count_pairs();
  }

  base::Result<void> run(const base::Progress& progress) {
    if (auto go_on = progress.advance(tokens_.size()); !go_on) return go_on;
    while (tokens_.size() + 1 < vocabulary_ && !queue_.empty()) {
      const Entry top = queue_.top();
      queue_.pop();
      if (top.count == pairs_[top.number].count) {
        merge(top.number);
        if (auto go_on = progress.advance(1); !go_on) return go_on;
      } else {
        offer(top.number);  // with its present count
      }
    }
    return {};
  }

  [[nodiscard]] base::Result<BytePairs> finish() {
    tokens_.emplace_back(kEndOfText);
    const auto mark = static_cast<Token>(tokens_.size() - 1);
    return BytePairs::create(std::move(tokens_), std::move(merges_), {mark});
  }

 private:
  struct Entry {
    std::int64_t count;
    PairKey key;
    std::uint32_t number;  // in pairs_
    bool operator<(const Entry& other) const {
      return count != other.count ? count < other.count : key > other.key;
    }
  };

  void count_pairs() {
    struct Found {
      std::int64_t count = 0;
      std::uint32_t places = 0;
      std::size_t end = 0;
    };
    std::vector<Found> found(std::size_t{256} * 256);
    const auto each = [&](auto act) {
      for (std::uint32_t place = 1; place < line_.size(); ++place) {
        const Token left = line_[place - 1];
        const Token right = line_[place];
        if (left != kNone && right != kNone) act(found[std::size_t{left} * 256 + right], place - 1);
      }
    };
    each([&](Found& pair, std::uint32_t place) {
      pair.count += line_.count(place);
      ++pair.places;
    });
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].places == 0) continue;
      const auto key = pair_key(static_cast<Token>(i / 256), static_cast<Token>(i % 256));
      const std::uint32_t number = pairs_.at(key);
      pairs_[number].count = found[i].count;
      found[i].end = pairs_.add_places(number, found[i].places);
      offer(number);
    }
    each([&](Found& pair, std::uint32_t place) { pairs_.places()[pair.end++] = place; });
  }

  void offer(std::uint32_t number) {
    const auto& pair = pairs_[number];
    if (pair.count >= kLeastCount) queue_.push({pair.count, pair.key, number});
  }

  void merge(std::uint32_t number) {
    const auto left = static_cast<Token>(pairs_[number].key >> 16);
    const auto right = static_cast<Token>(pairs_[number].key & 0xFFFF);
    const std::string text = tokens_[left] + tokens_[right];
    const auto [found, added] = ids_.try_emplace(text, static_cast<Token>(tokens_.size()));
    const Token made = found->second;
    if (added) tokens_.push_back(text);
    merges_.push_back({left, right, made});
    gather_places(number, left == right);
    for (const std::uint32_t place : gathered_) join(place, left, right, made);
    before_.take(pairs_.places(), [&](Token neighbour, Neighbours::Sum& sum) {
      replace(pair_key(neighbour, left), pair_key(neighbour, made), sum);
    });
    behind_.take(pairs_.places(), [&](Token neighbour, Neighbours::Sum& sum) {
      replace(pair_key(right, neighbour), pair_key(made, neighbour), sum);
    });
    pairs_[number].count = 0;
    pairs_[number].block = 0;
    for (const std::uint32_t pair : grown_) offer(pair);
    grown_.clear();
  }

  /// Where a pair occurs or has occurred; in order if it can overlap itself.
  void gather_places(std::uint32_t number, bool ordered) {
    gathered_.clear();
    std::uint32_t blocks = 0;
    for (std::uint32_t at = pairs_[number].block; at != 0; at = pairs_.block(at).before) {
      const auto begin =
          pairs_.places().begin() + static_cast<std::ptrdiff_t>(pairs_.block(at).begin);
      gathered_.insert(gathered_.end(), begin, begin + pairs_.block(at).size);
      ++blocks;
    }
    if (ordered && blocks > 1) std::ranges::sort(gathered_);
  }

  void join(std::uint32_t place, Token left, Token right, Token made) {
    const std::uint32_t left_bytes = bytes(left);
    const std::uint32_t right_bytes = bytes(right);
    if (line_[place] != left || line_[place + left_bytes] != right) return;  // otherwise merged
    const Token before = line_[place - 1];
    const Token behind = line_[place + left_bytes + right_bytes];
    const std::int64_t count = line_.count(place);
    if (before != kNone) before_.add(before, count, place - bytes(before));
    if (behind != kNone) behind_.add(behind, count, place);
    line_.join(place, left_bytes, right_bytes, made);
  }

  /// Counts what has become of a pair whose one half has been merged.
  void replace(PairKey from, PairKey to, Neighbours::Sum& sum) {
    pairs_[pairs_.at(from)].count -= sum.count;
    const std::uint32_t number = pairs_.at(to);
    pairs_[number].count += sum.count;
    sum.end = pairs_.add_places(number, sum.places);
    grown_.push_back(number);
  }

  [[nodiscard]] std::uint32_t bytes(Token token) const {
    return static_cast<std::uint32_t>(tokens_[token].size());
  }

  std::size_t vocabulary_;
  std::vector<std::string> tokens_;
  std::unordered_map<std::string, Token> ids_;
  std::vector<Merge> merges_;
  Line line_;
  PairTable pairs_;
  std::priority_queue<Entry> queue_;
  Neighbours before_;
  Neighbours behind_;
  std::vector<std::uint32_t> gathered_;  // places of the pair that is merged
  std::vector<std::uint32_t> grown_;     // pairs that a merge has made
};

}  // namespace

base::Result<BytePairs> train_byte_pairs(std::span<const CountedWord> words, std::size_t vocabulary,
                                         const base::Progress& progress) {
  if (vocabulary < kLeastVocabulary || vocabulary > kMostTokens) {
    return base::Error{
        base::ErrorCode::kInvalidArgument,
        "vocabulary is " + std::to_string(vocabulary) + "; it must be from 257 to 65,536."};
  }
  std::uint64_t symbols = 1;
  for (const CountedWord& counted : words) symbols += counted.word.size() + 1;
  if (symbols > std::numeric_limits<std::uint32_t>::max()) {
    return base::Error{
        base::ErrorCode::kInvalidArgument,
        "The texts have more than 4 GiB of different words: learn from fewer texts."};
  }
  if (auto go_on = progress.advance(0); !go_on) return std::move(go_on).error();
  Training training(words, vocabulary);
  if (auto learnt = training.run(progress); !learnt) return std::move(learnt).error();
  return training.finish();
}

}  // namespace crystalline::text
