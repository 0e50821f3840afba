#include "engine/exchange/gguf_metadata.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/text/tokenizer_json.hpp"

namespace crystalline::exchange {
namespace {

// Types of values; source: gguf.md.
constexpr std::uint32_t kU32 = 4;
constexpr std::uint32_t kI32 = 5;
constexpr std::uint32_t kF32 = 6;
constexpr std::uint32_t kBool = 7;
constexpr std::uint32_t kText = 8;
constexpr std::uint32_t kList = 9;

class Pairs {
 public:
  void u32(std::string_view key, std::uint32_t value) { begin(key, kU32).u32(value); }
  void f32(std::string_view key, float value) { begin(key, kF32).f32(value); }
  void flag(std::string_view key, bool value) { begin(key, kBool).byte(value ? 1 : 0); }
  void text(std::string_view key, std::string_view value) { begin(key, kText).text(value); }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    begin(key, kList).u32(kText);
    out_.u64(values.size());
    for (const std::string& value : values) out_.text(value);
  }
  void numbers(std::string_view key, const std::vector<std::uint32_t>& values) {
    begin(key, kList).u32(kI32);
    out_.u64(values.size());
    for (const std::uint32_t value : values) out_.u32(value);
  }
  [[nodiscard]] GgufMetadata finish() const { return {out_.bytes(), count_}; }

 private:
  GgufBytes& begin(std::string_view key, std::uint32_t type) {
    ++count_;
    out_.text(key);
    out_.u32(type);
    return out_;
  }
  GgufBytes out_;
  std::uint64_t count_ = 0;
};

bool is_special(const text::Tokenizer& tokenizer, text::Token token) {
  return tokenizer.kind() == text::TokenizerKind::kBpe && tokenizer.byte_pairs().is_special(token);
}

/// "a b": the byte-pair merges; for characters those that join the bytes of each.
std::vector<std::string> merges_of(const text::Tokenizer& tokenizer) {
  std::vector<std::string> merges;
  const auto add = [&](const std::string& left, const std::string& right) {
    merges.push_back(text::byte_level_text(left) + " " + text::byte_level_text(right));
  };
  if (tokenizer.kind() == text::TokenizerKind::kBpe) {
    for (const text::Merge& merge : tokenizer.byte_pairs().merges()) {
      add(tokenizer.bytes(merge.left), tokenizer.bytes(merge.right));
    }
  } else if (tokenizer.kind() == text::TokenizerKind::kChar) {
    std::set<std::pair<std::string, std::string>> known;
    for (std::size_t id = 0; id < tokenizer.vocabulary(); ++id) {
      const std::string bytes = tokenizer.bytes(static_cast<text::Token>(id));
      for (std::size_t n = 1; n < bytes.size(); ++n) {
        if (known.emplace(bytes.substr(0, n), bytes.substr(n, 1)).second) {
          add(bytes.substr(0, n), bytes.substr(n, 1));
        }
      }
    }
  }
  return merges;
}

/// llama.cpp insists upon a token that ends a text.
std::uint32_t end_token(const text::Tokenizer& tokenizer, std::vector<std::string>& notes) {
  if (tokenizer.kind() == text::TokenizerKind::kBpe) {
    for (const text::Token special : tokenizer.byte_pairs().specials()) {
      if (tokenizer.bytes(special) == text::kEndOfText) return special;
    }
  }
  const bool byte = tokenizer.kind() == text::TokenizerKind::kByte;
  const auto id = static_cast<std::uint32_t>(byte ? 0 : tokenizer.vocabulary() - 1);
  notes.push_back("The vocabulary has no end-of-text token, which llama.cpp insists upon: token " +
                  std::to_string(id) + " (" + tokenizer.label(static_cast<text::Token>(id)) +
                  ") is named as one. Sample with --ignore-eos.");
  return id;
}

void add_tokenizer(Pairs& pairs, const text::Tokenizer& tokenizer,
                   std::vector<std::string>& notes) {
  std::vector<std::string> tokens;
  std::vector<std::uint32_t> types;
  for (std::size_t i = 0; i < tokenizer.vocabulary(); ++i) {
    const auto token = static_cast<text::Token>(i);
    const bool special = is_special(tokenizer, token);
    tokens.push_back(special ? tokenizer.bytes(token)
                             : text::byte_level_text(tokenizer.bytes(token)));
    types.push_back(special ? 3 : 1);  // LLAMA_TOKEN_TYPE_CONTROL, _NORMAL
  }
  const std::uint32_t end = end_token(tokenizer, notes);
  pairs.text("tokenizer.ggml.model", "gpt2");
  pairs.text("tokenizer.ggml.pre", "gpt-2");
  pairs.texts("tokenizer.ggml.tokens", tokens);
  pairs.numbers("tokenizer.ggml.token_type", types);
  pairs.texts("tokenizer.ggml.merges", merges_of(tokenizer));
  pairs.u32("tokenizer.ggml.bos_token_id", end);
  pairs.u32("tokenizer.ggml.eos_token_id", end);
  pairs.flag("tokenizer.ggml.add_bos_token", false);
  if (tokenizer.kind() == text::TokenizerKind::kChar) {
    notes.push_back(
        "A character tokenizer carries the characters of its corpus only: llama.cpp "
        "drops others from a prompt without a word.");
  }
}

}  // namespace

GgufMetadata gguf_metadata(const std::string& name, const model::Shape& shape,
                           const text::Tokenizer& tokenizer, StoredType type,
                           std::vector<std::string>& notes) {
  const auto number = [](int value) { return static_cast<std::uint32_t>(value); };
  Pairs pairs;
  pairs.text("general.architecture", "gpt2");
  pairs.text("general.name", name);
  pairs.u32("general.file_type", type == StoredType::kF32 ? 0 : type == StoredType::kF16 ? 1 : 7);
  pairs.u32("general.quantization_version", 2);
  pairs.u32("gpt2.block_count", number(shape.blocks));
  pairs.u32("gpt2.context_length", number(shape.context));
  pairs.u32("gpt2.embedding_length", number(shape.width));
  pairs.u32("gpt2.feed_forward_length", number(4 * shape.width));
  pairs.u32("gpt2.attention.head_count", number(shape.heads));
  pairs.f32("gpt2.attention.layer_norm_epsilon", 1e-5F);
  add_tokenizer(pairs, tokenizer, notes);
  return pairs.finish();
}

}  // namespace crystalline::exchange
