#include <array>
#include <cassert>
#include <utility>

#include "engine/base/json.hpp"
#include "engine/base/sha256.hpp"
#include "engine/base/utf8.hpp"
#include "engine/text/byte_alphabet.hpp"
#include "engine/text/tokenizer_json.hpp"

namespace crystalline::text {
namespace {

constexpr std::string_view kByteLevelPieces =
    R"("pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,)"
    R"("use_regex":true},"post_processor":null,"decoder":{"type":"ByteLevel",)"
    R"("add_prefix_space":true,"trim_offsets":true,"use_regex":true},)";
constexpr std::string_view kCharacterPieces =
    R"("pre_tokenizer":null,"post_processor":null,"decoder":{"type":"Fuse"},)";

/// A token of the vocabulary as the file writes it.
std::string written(const Tokenizer& tokenizer, Token token) {
  const std::string bytes = tokenizer.bytes(token);
  const bool plain =
      tokenizer.kind() == TokenizerKind::kChar ||
      (tokenizer.kind() == TokenizerKind::kBpe && tokenizer.byte_pairs().is_special(token));
  return plain ? bytes : byte_level_text(bytes);
}

void append_added_tokens(std::string& out, const Tokenizer& tokenizer) {
  out += R"("added_tokens":[)";
  if (tokenizer.kind() == TokenizerKind::kBpe) {
    bool first = true;
    for (const Token token : tokenizer.byte_pairs().specials()) {
      out += std::exchange(first, false) ? "{\"id\":" : ",{\"id\":";
      out += std::to_string(token) + ",\"content\":";
      base::append_json_string(out, tokenizer.bytes(token));
      out +=
          R"(,"single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true})";
    }
  }
  out += "],";
}

void append_merges(std::string& out, const Tokenizer& tokenizer) {
  out += "\"merges\":[";
  if (tokenizer.kind() == TokenizerKind::kBpe) {
    bool first = true;
    for (const Merge& merge : tokenizer.byte_pairs().merges()) {
      if (!std::exchange(first, false)) out += ',';
      base::append_json_string(out, byte_level_text(tokenizer.bytes(merge.left)) + " " +
                                        byte_level_text(tokenizer.bytes(merge.right)));
    }
  }
  out += "]";
}

}  // namespace

std::string byte_level_text(std::string_view bytes) {
  std::string text;
  for (const char c : bytes)
    base::append_utf8(text, kCharacterOfByte[static_cast<std::uint8_t>(c)]);
  return text;
}

std::string tokenizer_to_json(const Tokenizer& tokenizer) {
  std::string out = R"({"version":"1.0","truncation":null,"padding":null,)";
  append_added_tokens(out, tokenizer);
  out += R"("normalizer":null,)";
  out += tokenizer.kind() == TokenizerKind::kChar ? kCharacterPieces : kByteLevelPieces;
  out += R"("model":{"type":"BPE","dropout":null,"unk_token":null,)"
         R"("continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,)"
         R"("byte_fallback":false,"ignore_merges":false,"vocab":{)";
  for (std::size_t id = 0; id < tokenizer.vocabulary(); ++id) {
    if (id > 0) out += ',';
    base::append_json_string(out, written(tokenizer, static_cast<Token>(id)));
    out += ':' + std::to_string(id);
  }
  out += "},";
  append_merges(out, tokenizer);
  out += "}}\n";
  return out;
}

std::string tokenizer_identity(const Tokenizer& tokenizer) {
  std::string identity(tokenizer_name(tokenizer.kind()));
  if (tokenizer.kind() != TokenizerKind::kBpe) return identity;
  const std::string json = tokenizer_to_json(tokenizer);
  return identity + " " + base::sha256_hex(std::as_bytes(std::span(json))).substr(0, 16);
}

}  // namespace crystalline::text
