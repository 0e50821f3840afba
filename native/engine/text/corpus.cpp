#include "engine/text/corpus.hpp"

#include <filesystem>
#include <utility>

#include "engine/base/mapped_file.hpp"
#include "engine/base/sha256.hpp"
#include "engine/text/corpus_encoder.hpp"
#include "engine/text/entropy.hpp"
#include "engine/text/tokenizer_json.hpp"

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

/// The documents of a request, and the files they lie in.
struct Sources {
  std::vector<base::MappedFile> files;
  std::vector<Document> documents;
};

base::Result<Sources> open_sources(const CorpusRequest& request) {
  Sources sources;
  if (request.paths.empty()) {
    sources.documents.push_back({without_mark(request.bytes), {}});
    return sources;
  }
  for (const std::string& path : request.paths) {
    auto file = base::MappedFile::open(path);
    if (!file) return std::move(file).error();
    sources.files.push_back(std::move(file).value());
    sources.documents.push_back({without_mark(sources.files.back().bytes()),
                                 std::filesystem::path(path).parent_path().string()});
  }
  return sources;
}

/// Bytes that are not UTF-8 are told with their file, and their offset in it.
base::Result<void> check_utf8(const Sources& sources, const std::string& name) {
  for (std::size_t i = 0; i < sources.documents.size(); ++i) {
    const std::string_view text = sources.documents[i].text;
    const std::size_t at = utf8_error(text);
    if (at == text.size()) continue;
    const bool has_file = i < sources.files.size();
    const std::string_view whole = has_file ? sources.files[i].bytes() : text;
    return invalid((has_file ? sources.files[i].path() : name) +
                   " is not UTF-8: " + utf8_error_words(whole, at + (whole.size() - text.size())) +
                   ". Convert it to UTF-8 or use the byte tokenizer.");
  }
  return {};
}

/// The first bytes of `text`, cut between characters.
std::string_view excerpt(std::string_view text) {
  if (text.size() <= kExcerptBytes) return text;
  std::size_t end = kExcerptBytes;
  const auto continues = [&] { return (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; };
  while (end > kExcerptBytes - 4 && continues()) --end;
  return text.substr(0, end);
}

base::Result<Tokenizer> tokenizer_for(const CorpusRequest& request,
                                      std::span<const std::string_view> texts) {
  if (request.tokenizer_json.empty()) {
    return Tokenizer::build(request.tokenizer, texts, request.vocabulary);
  }
  auto read = tokenizer_from_json(request.tokenizer_json);
  if (read && read.value().kind() != request.tokenizer) {
    return invalid("The tokenizer.json is of kind " +
                   std::string(tokenizer_name(read.value().kind())) + ", not " +
                   std::string(tokenizer_name(request.tokenizer)) + ".");
  }
  return read;
}

/// Fills the corpus's tokens, those to train on first.
base::Result<void> encode(Corpus& corpus, std::span<const Document> documents,
                          std::span<const std::string_view> texts) {
  const bool ends = documents.size() > 1;
  if (corpus.split.kind == CorpusSplit::Kind::kTail) {
    if (auto done = encode_texts(corpus.tokenizer, texts, ends, corpus.tokens); !done) return done;
    const std::size_t tokens = corpus.tokens.size();
    corpus.train_tokens =
        corpus.split.validation == 0.1
            ? tokens / 10 * 9 + tokens % 10 * 9 / 10
            : static_cast<std::size_t>(static_cast<double>(tokens) * (1 - corpus.split.validation));
    return corpus.tokens.finish();
  }
  auto split = split_documents(documents, corpus.split);
  if (!split) return std::move(split).error();
  const auto& [train, validation] = split.value();
  if (auto done = encode_texts(corpus.tokenizer, train, ends, corpus.tokens); !done) return done;
  corpus.train_tokens = corpus.tokens.size();
  if (auto done = encode_texts(corpus.tokenizer, validation, ends, corpus.tokens); !done) {
    return done;
  }
  return corpus.tokens.finish();
}

std::string id_of(const Corpus& corpus) {
  std::string identity = tokenizer_identity(corpus.tokenizer);
  std::string id =
      std::string(tokenizer_name(corpus.tokenizer.kind())) + "-" + corpus.sha256.substr(0, 16);
  if (const std::size_t space = identity.find(' '); space != std::string::npos) {
    id += "-" + identity.substr(space + 1);
  }
  if (corpus.split == CorpusSplit()) return id;
  const std::string words = split_words(corpus.split);
  return id + "-" + base::sha256_hex(std::as_bytes(std::span(words))).substr(0, 8);
}

}  // namespace

base::Result<Corpus> open_corpus(CorpusRequest request) {
  if (auto valid = validate(request.split); !valid) return std::move(valid).error();
  auto opened = open_sources(request);
  if (!opened) return std::move(opened).error();
  const Sources& sources = opened.value();
  std::uint64_t bytes = 0;
  base::Sha256 hash;
  std::vector<std::string_view> texts;
  for (const Document& document : sources.documents) {
    texts.push_back(document.text);
    bytes += document.text.size();
  }
  if (bytes == 0) return invalid("The corpus " + request.name + " is empty.");
  if (bytes > kMostCorpusBytes) return invalid("The corpus " + request.name + " is too large.");
  if (request.tokenizer != TokenizerKind::kByte) {
    if (auto valid = check_utf8(sources, request.name); !valid) return std::move(valid).error();
  }
  for (const std::string_view text : texts) hash.update(text);
  auto tokenizer = tokenizer_for(request, texts);
  if (!tokenizer) return std::move(tokenizer).error();

  Corpus corpus{.id = {},
                .name = std::move(request.name),
                .bytes = bytes,
                .sha256 = base::hexadecimal(hash.finish()),
                .documents = texts.size(),
                .tokenizer = std::move(tokenizer).value(),
                .split = request.split,
                .tokens = {},
                .excerpt = readable(excerpt(texts.front()))};
  if (auto done = encode(corpus, sources.documents, texts); !done) return std::move(done).error();
  if (corpus.tokens.size() < 2) return invalid("The corpus " + corpus.name + " has one token.");
  corpus.id = id_of(corpus);
  const std::size_t vocabulary = corpus.tokenizer.vocabulary();
  corpus.unigram_entropy_nats = unigram_entropy(corpus.train(), vocabulary);
  corpus.bigram_entropy_nats = bigram_entropy(corpus.train(), vocabulary);
  corpus.trigram_entropy_nats = trigram_entropy(corpus.train(), vocabulary);
  return corpus;
}

base::Result<void> check_fits(const Corpus& corpus, int context) {
  const auto least = static_cast<std::size_t>(context) + 1;
  if (corpus.train().size() >= least && corpus.validation().size() >= least) return {};
  const std::string counts = "it has " + std::to_string(corpus.tokens.size()) + " tokens";
  const std::string short_of = "The corpus " + corpus.name + " is too short for a context of " +
                               std::to_string(context) + ": " + counts;
  if (corpus.split == CorpusSplit()) {
    return invalid(short_of + "; at least " + std::to_string(least * 10) +
                   " are needed, of which 90 % are trained on and 10 % validate.");
  }
  return invalid(short_of + ", " + std::to_string(corpus.train().size()) + " to train on and " +
                 std::to_string(corpus.validation().size()) + " to validate; at least " +
                 std::to_string(least) + " of each are needed.");
}

}  // namespace crystalline::text
