#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/text/corpus_split.hpp"
#include "engine/text/token_store.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::text {

/// Where a corpus comes from: files, in order, or bytes. Exactly one is given.
struct CorpusRequest {
  std::string name;
  std::vector<std::string> paths;
  std::string bytes;
  TokenizerKind tokenizer = TokenizerKind::kChar;
  std::size_t vocabulary = 4'096;   // bpe: tokens wanted
  std::string tokenizer_json = {};  // used instead of learning a vocabulary, when not empty
  CorpusSplit split = {};
  base::Progress progress = {};
};

/// An opened text: tokens, split, and what is known of it. Immutable; shared by runs.
struct Corpus {
  std::string id;  // of content, tokenizer and split: the same text opened twice has the same id
  std::string name;
  std::uint64_t bytes = 0;  // of the concatenated text, byte order marks excluded
  std::string sha256;       // of those bytes, lower-case hexadecimal
  std::uint64_t documents = 1;
  Tokenizer tokenizer;
  CorpusSplit split = {};
  TokenStore tokens;  // those to train on first
  std::size_t train_tokens = 0;
  double unigram_entropy_nats = 0;  // of the train split
  double bigram_entropy_nats = 0;
  std::optional<double> trigram_entropy_nats = std::nullopt;  // nullopt: too many tokens to count
  std::string excerpt;  // the first characters, readable UTF-8

  [[nodiscard]] std::span<const Token> train() const { return tokens.view().first(train_tokens); }
  [[nodiscard]] std::span<const Token> validation() const {
    return tokens.view().subspan(train_tokens);
  }
};

/// Largest corpus.
inline constexpr std::uint64_t kMostCorpusBytes = std::uint64_t{1} << 40;

/// Maps, tokenizes and measures. A byte order mark at the start of each file is dropped; line ends
/// are kept as they are. Each file is a document; byte-pair vocabularies put their end-of-text mark
/// behind each when there are several. Errors: not-found and io-failed name the file; an empty
/// text, bytes that are not UTF-8 (char and bpe; with file and offset) and texts beyond the limits
/// are invalid-argument; cancelled when request.progress was. Memory: the text is never held, the
/// tokens once.
[[nodiscard]] base::Result<Corpus> open_corpus(CorpusRequest request);

/// Checks that both splits hold at least one window of `context` tokens and its targets.
[[nodiscard]] base::Result<void> check_fits(const Corpus& corpus, int context);

}  // namespace crystalline::text
