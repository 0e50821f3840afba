#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/base/result.hpp"

namespace crystalline::text {

/// A token's id; the model's Token is the same type.
using Token = std::uint16_t;
using Tokens = base::AlignedVector<Token>;

/// Distinct tokens that a 16-bit id can tell apart.
inline constexpr std::size_t kMostTokens = 65'536;

enum class TokenizerKind { kChar, kByte };

/// "char" or "byte".
[[nodiscard]] std::string_view tokenizer_name(TokenizerKind kind);

/// Text to token ids and back. Immutable once built; any number of threads may use it.
///
/// byte: id = byte, 256 tokens, takes anything. char: one token a Unicode code point of the corpus,
/// in ascending order of code points.
class Tokenizer {
 public:
  /// Learns the vocabulary of `text`. char refuses (invalid-argument) bytes that are not UTF-8,
  /// with their offset, and more than 65,536 distinct characters.
  [[nodiscard]] static base::Result<Tokenizer> build(TokenizerKind kind, std::string_view text);

  [[nodiscard]] TokenizerKind kind() const { return kind_; }
  [[nodiscard]] std::size_t vocabulary() const;

  /// Characters that are not in the vocabulary are invalid-argument; the message names them.
  [[nodiscard]] base::Result<Tokens> encode(std::string_view text) const;
  /// The bytes the tokens stand for; UTF-8 for char. Ids are below vocabulary() (asserted).
  [[nodiscard]] std::string decode(std::span<const Token> tokens) const;
  /// A token's text for labels: UTF-8; a byte that is no text by itself is written \xNN.
  [[nodiscard]] std::string label(Token token) const;
  /// The code point a token stands for; a byte's value for byte.
  [[nodiscard]] std::uint32_t code_point(Token token) const;

 private:
  explicit Tokenizer(TokenizerKind kind) : kind_(kind) {}
  /// Id of a code point; -1: not in the vocabulary.
  [[nodiscard]] int find(std::uint32_t code_point) const;

  TokenizerKind kind_;
  std::vector<std::uint32_t> code_points_;  // char: by id, ascending
  std::vector<std::int32_t> ids_;           // char: by code point; -1: none
};

/// `bytes` as readable UTF-8: what is not valid UTF-8 is written \xNN.
[[nodiscard]] std::string readable(std::string_view bytes);

}  // namespace crystalline::text
