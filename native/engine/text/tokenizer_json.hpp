#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/text/tokenizer.hpp"

// Hugging Face's tokenizer.json. Source: https://github.com/huggingface/tokenizers.
namespace crystalline::text {

/// A tokenizer as tokenizer.json, which Hugging Face's libraries read: byte and bpe as byte-level
/// BPE, char as BPE over characters without merges. UTF-8, the same text for the same tokenizer.
[[nodiscard]] std::string tokenizer_to_json(const Tokenizer& tokenizer);

/// Reads what tokenizer_to_json writes and byte-level BPE tokenizers of others. corrupt: no JSON,
/// or a vocabulary that contradicts itself; unsupported: another kind of tokenizer, with what is
/// not supported. A pure function of its bytes: nothing of them is trusted.
[[nodiscard]] base::Result<Tokenizer> tokenizer_from_json(std::string_view json);

/// What decides a tokenizer's ids: "char", "byte", or "bpe" and a digest of its tokenizer.json.
[[nodiscard]] std::string tokenizer_identity(const Tokenizer& tokenizer);

/// A token as byte-level vocabularies write it: each byte as a character.
[[nodiscard]] std::string byte_level_text(std::string_view bytes);

}  // namespace crystalline::text
