#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/text/byte_pairs.hpp"
#include "engine/text/token.hpp"

namespace crystalline::text {

enum class TokenizerKind { kChar, kByte, kBpe };

/// "char", "byte" or "bpe".
[[nodiscard]] std::string_view tokenizer_name(TokenizerKind kind);

/// Text to token ids and back. Immutable once built; any number of threads may use it.
///
/// byte: id = byte, 256 tokens, takes anything. char: one token a Unicode code point of the corpus,
/// in ascending order of code points. bpe: byte-level BPE with GPT-2's words; takes anything.
class Tokenizer {
 public:
  /// Learns the vocabulary of texts. char refuses (invalid-argument) bytes that are not UTF-8, with
  /// their offset, and more than 65,536 distinct characters. `vocabulary` is for bpe: the tokens
  /// wanted, 257 to 65,536; fewer when no pair occurs twice. `progress` has it end at 0.5.
  [[nodiscard]] static base::Result<Tokenizer> build(TokenizerKind kind,
                                                     std::span<const std::string_view> texts,
                                                     std::size_t vocabulary = 4'096,
                                                     const base::Progress& progress = {});
  [[nodiscard]] static base::Result<Tokenizer> build(TokenizerKind kind, std::string_view text,
                                                     std::size_t vocabulary = 4'096);
  /// char: the tokens' code points, ascending (asserted).
  [[nodiscard]] static Tokenizer of_characters(std::vector<std::uint32_t> code_points);
  [[nodiscard]] static Tokenizer of_byte_pairs(BytePairs pairs);

  [[nodiscard]] TokenizerKind kind() const { return kind_; }
  [[nodiscard]] std::size_t vocabulary() const;
  /// bpe only (asserted).
  [[nodiscard]] const BytePairs& byte_pairs() const;

  /// Characters that are not in the vocabulary are invalid-argument; the message names them.
  [[nodiscard]] base::Result<Tokens> encode(std::string_view text) const;
  /// The bytes the tokens stand for; UTF-8 for char. Ids are below vocabulary() (asserted).
  [[nodiscard]] std::string decode(std::span<const Token> tokens) const;
  /// The bytes that a token stands for.
  [[nodiscard]] std::string bytes(Token token) const;
  /// A token's text for labels: UTF-8; what is no text by itself is written \xNN.
  [[nodiscard]] std::string label(Token token) const;
  /// The code point whose wavelength a token has: its first letter, else its first character, else
  /// its first byte.
  [[nodiscard]] std::uint32_t first_letter(Token token) const;

 private:
  explicit Tokenizer(TokenizerKind kind) : kind_(kind) {}
  /// Id of a code point; -1: not in the vocabulary.
  [[nodiscard]] int find(std::uint32_t code_point) const;
  [[nodiscard]] base::Result<Tokens> encode_characters(std::string_view text) const;

  TokenizerKind kind_;
  std::vector<std::uint32_t> code_points_;  // char: by id, ascending
  std::vector<std::int32_t> ids_;           // char: by code point; -1: none
  std::shared_ptr<const BytePairs> pairs_;  // bpe
};

/// `bytes` as readable UTF-8: what is not valid UTF-8 is written \xNN.
[[nodiscard]] std::string readable(std::string_view bytes);

/// Offset of the first byte that is no UTF-8; text.size(): there is none.
[[nodiscard]] std::size_t utf8_error(std::string_view text);

/// "byte \xff at offset 17 is not UTF-8"
[[nodiscard]] std::string utf8_error_words(std::string_view text, std::size_t offset);

}  // namespace crystalline::text
