// The corpus decoder: any bytes are a corpus or an error, and what is decoded is what was encoded.
#include "engine/text/corpus.hpp"
#include "fuzz/fuzz_target.hpp"

namespace crystalline::fuzz {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

void open(text::TokenizerKind kind, const std::string& bytes) {
  auto corpus = text::open_corpus({.name = "fuzz", .paths = {}, .bytes = bytes, .tokenizer = kind});
  if (!corpus) {
    expect(!corpus.error().message.empty(), "an error says what is wrong");
    return;
  }
  const std::string text = bytes.starts_with(kMark) ? bytes.substr(kMark.size()) : bytes;
  expect(corpus.value().tokenizer.decode(corpus.value().tokens.view()) == text,
         "the tokens stand for the text");
}

}  // namespace

std::vector<std::string> seeds() {
  return {"To be, or not to be\r\nthat is the question\n",
          "\xEF\xBB\xBFna\xC3\xAFve \xF0\x9F\x98\x80", std::string("a\0b\0c", 5), "one"};
}

void read(std::span<const std::uint8_t> input) {
  const std::string bytes(reinterpret_cast<const char*>(input.data()), input.size());
  open(text::TokenizerKind::kChar, bytes);
  open(text::TokenizerKind::kByte, bytes);
  open(text::TokenizerKind::kBpe, bytes);
}

}  // namespace crystalline::fuzz
