#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/text/token.hpp"
#include "engine/text/word_table.hpp"

namespace crystalline::text {

/// Two tokens and the one they make.
struct Merge {
  Token left = 0;
  Token right = 0;
  Token made = 0;
};

/// A byte-level BPE vocabulary with its merges, the first applied first. Immutable; any thread.
/// Source: Sennrich, Haddow, Birch, arXiv:1508.07909; over bytes as GPT-2 does it.
class BytePairs {
 public:
  /// tokens: bytes of each id, no two alike, those of single bytes all there. specials: ids whose
  /// text stands for itself wherever it occurs and is never merged into. invalid-argument says what
  /// does not fit.
  [[nodiscard]] static base::Result<BytePairs> create(std::vector<std::string> tokens,
                                                      std::vector<Merge> merges,
                                                      std::vector<Token> specials);

  [[nodiscard]] const std::vector<std::string>& tokens() const { return tokens_; }
  [[nodiscard]] const std::vector<Merge>& merges() const { return merges_; }
  [[nodiscard]] const std::vector<Token>& specials() const { return specials_; }
  [[nodiscard]] bool is_special(Token token) const;

 private:
  friend class BytePairEncoder;
  struct Rank {
    std::uint32_t order;
    Token made;
  };
  BytePairs() = default;
  /// nullptr: the two do not merge.
  [[nodiscard]] const Rank* rank(Token left, Token right) const;

  std::vector<std::string> tokens_;
  std::vector<Merge> merges_;
  std::vector<Token> specials_;
  std::array<Token, 256> of_byte_{};
  std::vector<std::uint64_t> slots_;  // pair + 1 above, order below; open addressing
  std::vector<Rank> ranks_;           // by merge
};

/// Encodes texts with one vocabulary; keeps what frequent words become. One thread. Texts must
/// outlive it.
class BytePairEncoder {
 public:
  explicit BytePairEncoder(const BytePairs& pairs) : pairs_(pairs) {}
  /// Appends the tokens of `text`, at most one a byte.
  void encode(std::string_view text, Tokens& out);

 private:
  void encode_plain(std::string_view text, Tokens& out);
  void merge_word(std::string_view word, std::vector<Token>& ids);
  void merge_short(std::vector<Token>& ids) const;
  void merge_long(std::vector<Token>& ids) const;

  struct Known {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;  // 0: not known yet
  };
  const BytePairs& pairs_;
  WordTable<Known> known_;
  std::vector<Token> arena_;  // of known words
  std::vector<Token> ids_;    // scratch
};

}  // namespace crystalline::text
