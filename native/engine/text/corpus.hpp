#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::text {

/// Where a corpus comes from: files, concatenated in order, or bytes. Exactly one is given.
struct CorpusRequest {
  std::string name;
  std::vector<std::string> paths;
  std::string bytes;
  TokenizerKind tokenizer = TokenizerKind::kChar;
};

/// An opened text: tokens, 90/10 split, and what is known of it. Immutable; shared by runs.
struct Corpus {
  std::string id;  // of the content and tokenizer: the same text opened twice has the same id
  std::string name;
  std::uint64_t bytes = 0;  // of the concatenated text, byte order marks excluded
  std::string sha256;       // of those bytes, lower-case hexadecimal
  Tokenizer tokenizer;
  Tokens tokens;
  std::size_t train_tokens = 0;     // the first 90 %
  double unigram_entropy_nats = 0;  // of the train split
  double bigram_entropy_nats = 0;
  std::string excerpt;  // the first characters, readable UTF-8

  [[nodiscard]] std::span<const Token> train() const {
    return std::span(tokens).first(train_tokens);
  }
  [[nodiscard]] std::span<const Token> validation() const {
    return std::span(tokens).subspan(train_tokens);
  }
};

/// Largest corpus that is read into memory.
inline constexpr std::uint64_t kMostCorpusBytes = std::uint64_t{4} << 30;

/// Reads, tokenizes and measures. A byte order mark at the start of each file is dropped. Errors:
/// not-found and io-failed name the file; an empty text, invalid UTF-8 (char) and texts beyond the
/// limits are invalid-argument. Cost: seconds for many megabytes.
[[nodiscard]] base::Result<Corpus> open_corpus(CorpusRequest request);

/// Checks that both splits hold at least one window of `context` tokens and its targets.
[[nodiscard]] base::Result<void> check_fits(const Corpus& corpus, int context);

}  // namespace crystalline::text
