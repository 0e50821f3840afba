#include "engine/text/corpus.hpp"

#include <utility>

#include "engine/base/file.hpp"
#include "engine/base/sha256.hpp"
#include "engine/text/entropy.hpp"

namespace crystalline::text {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kExcerptBytes = 600;

base::Error invalid(std::string message) {
  return {base::ErrorCode::kInvalidArgument, std::move(message)};
}

std::string_view without_mark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

base::Result<std::string> concatenate(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) {
    auto bytes = base::read_file(path, kMostCorpusBytes - text.size());
    if (!bytes) return std::move(bytes).error();
    text.append(
        without_mark({reinterpret_cast<const char*>(bytes.value().data()), bytes.value().size()}));
  }
  return text;
}

/// The first bytes of `text`, cut between characters.
std::string_view excerpt(std::string_view text) {
  if (text.size() <= kExcerptBytes) return text;
  std::size_t end = kExcerptBytes;
  const auto continues = [&] { return (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; };
  while (end > kExcerptBytes - 4 && continues()) --end;
  return text.substr(0, end);
}

}  // namespace

base::Result<Corpus> open_corpus(CorpusRequest request) {
  std::string text;
  if (request.paths.empty()) {
    text = without_mark(request.bytes);
  } else {
    auto read = concatenate(request.paths);
    if (!read) return std::move(read).error();
    text = std::move(read).value();
  }
  if (text.empty()) return invalid("The corpus " + request.name + " is empty.");
  auto tokenizer = Tokenizer::build(request.tokenizer, text);
  if (!tokenizer) return std::move(tokenizer).error();
  auto tokens = tokenizer.value().encode(text);
  if (!tokens) return std::move(tokens).error();
  if (tokens.value().size() < 2) return invalid("The corpus " + request.name + " has one token.");

  Corpus corpus{.id = {},
                .name = std::move(request.name),
                .bytes = text.size(),
                .sha256 = base::sha256_hex(std::as_bytes(std::span(text))),
                .tokenizer = std::move(tokenizer).value(),
                .tokens = std::move(tokens).value(),
                .excerpt = readable(excerpt(text))};
  corpus.id = std::string(tokenizer_name(request.tokenizer)) + "-" + corpus.sha256.substr(0, 16);
  corpus.train_tokens = corpus.tokens.size() / 10 * 9 + corpus.tokens.size() % 10 * 9 / 10;
  const std::size_t vocabulary = corpus.tokenizer.vocabulary();
  corpus.unigram_entropy_nats = unigram_entropy(corpus.train(), vocabulary);
  corpus.bigram_entropy_nats = bigram_entropy(corpus.train(), vocabulary);
  return corpus;
}

base::Result<void> check_fits(const Corpus& corpus, int context) {
  const auto least = static_cast<std::size_t>(context) + 1;
  if (corpus.train().size() >= least && corpus.validation().size() >= least) return {};
  return invalid("The corpus " + corpus.name + " is too short for a context of " +
                 std::to_string(context) + ": it has " + std::to_string(corpus.tokens.size()) +
                 " tokens; at least " + std::to_string(least * 10) +
                 " are needed, of which 90 % are trained on and 10 % validate.");
}

}  // namespace crystalline::text
