// tokenizer.json: any bytes are a tokenizer or an error. What is read writes itself the same again,
// and its bytes survive encoding and decoding.
#include "engine/text/tokenizer_json.hpp"
#include "fuzz/fuzz_target.hpp"

namespace crystalline::fuzz {
namespace {

/// Small texts of every kind of word, and a byte that is no UTF-8.
constexpr std::string_view kTexts[] = {"To be, or not to be: that's 2 of 12.\r\n\tna\xC3\xAFve",
                                       "abababab", "\xF0\x9F\x98\x80", "\xFF\x00 x"};

std::string written(text::TokenizerKind kind, std::string_view text, std::size_t vocabulary) {
  const auto built = text::Tokenizer::build(kind, text, vocabulary);
  expect(static_cast<bool>(built), "the seed can be built");
  return text::tokenizer_to_json(built.value());
}

}  // namespace

std::vector<std::string> seeds() {
  return {written(text::TokenizerKind::kBpe, "the cat sat on the mat, the cat sat on the hat", 270),
          written(text::TokenizerKind::kChar, "na\xC3\xAFve text", 0),
          R"({"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}})",
          // One text with two ids: no tokenizer.
          R"({"added_tokens":[{"id":3,"content":"ab"}],)"
          R"("pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},)"
          R"("model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]}})",
          R"({"added_tokens":[{"id":3,"content":"<|endoftext|>","special":true}],)"
          R"("pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},)"
          R"("model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]}})"};
}

void read(std::span<const std::uint8_t> input) {
  const auto tokenizer =
      text::tokenizer_from_json({reinterpret_cast<const char*>(input.data()), input.size()});
  if (!tokenizer) {
    expect(!tokenizer.error().message.empty(), "an error says what is wrong");
    return;
  }
  const std::string json = text::tokenizer_to_json(tokenizer.value());
  const auto again = text::tokenizer_from_json(json);
  expect(static_cast<bool>(again), "what is written can be read");
  expect(text::tokenizer_to_json(again.value()) == json, "and is the same tokenizer");
  for (const std::string_view text : kTexts) {
    const auto tokens = tokenizer.value().encode(text);
    if (!tokens) {
      expect(!tokens.error().message.empty(), "an error says what is wrong");
      continue;
    }
    expect(tokenizer.value().decode(tokens.value()) == text, "the tokens stand for the text");
  }
}

}  // namespace crystalline::fuzz
