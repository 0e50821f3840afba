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

using base::invalid;

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

/// A byte that is not UTF-8 is told with its file, and its offset in it.
base::Error not_utf8(const Sources& sources, std::size_t document, std::size_t at,
                     const std::string& name) {
  const std::string_view text = sources.documents[document].text;
  const bool has_file = document < sources.files.size();
  const std::string_view whole = has_file ? sources.files[document].bytes() : text;
  return invalid((has_file ? sources.files[document].path() : name) +
                 " is not UTF-8: " + utf8_error_words(whole, at + (whole.size() - text.size())) +
                 ". Convert it to UTF-8 or use the byte tokenizer.");
}

/// The SHA-256 of all documents, in pieces that are looked at for bytes that are not UTF-8.
base::Result<std::string> read_all(const Sources& sources, const CorpusRequest& request) {
  base::Sha256 hash;
  const bool checks = request.tokenizer != TokenizerKind::kByte;
  for (std::size_t i = 0; i < sources.documents.size(); ++i) {
    const std::string_view text = sources.documents[i].text;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = character_piece_end(text, begin);
      const std::string_view piece = text.substr(begin, end - begin);
      const std::size_t wrong = checks ? utf8_error(piece) : piece.size();
      if (wrong < piece.size()) return not_utf8(sources, i, begin + wrong, request.name);
      hash.update(piece);
      if (auto go_on = request.progress.advance(piece.size()); !go_on) {
        return std::move(go_on).error();
      }
      begin = end;
    }
  }
  return base::hexadecimal(hash.finish());
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
    return Tokenizer::build(request.tokenizer, texts, request.vocabulary, request.progress);
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
                          std::span<const std::string_view> texts, const base::Progress& progress) {
  const bool ends = documents.size() > 1;
  if (corpus.split.kind == CorpusSplit::Kind::kTail) {
    auto done = encode_texts(corpus.tokenizer, texts, ends, corpus.tokens, progress);
    if (!done) return done;
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
  auto done = encode_texts(corpus.tokenizer, train, ends, corpus.tokens, progress);
  if (!done) return done;
  corpus.train_tokens = corpus.tokens.size();
  done = encode_texts(corpus.tokenizer, validation, ends, corpus.tokens, progress);
  if (!done) return done;
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

/// The entropies of the train split.
base::Result<void> measure(Corpus& corpus, const base::Progress& progress) {
  const std::size_t vocabulary = corpus.tokenizer.vocabulary();
  const std::uint64_t third = corpus.bytes / 3;
  progress.begin(base::WorkPart::kMeasuring, 3 * third, 1);
  corpus.unigram_entropy_nats = unigram_entropy(corpus.train(), vocabulary);
  if (auto go_on = progress.advance(third); !go_on) return go_on;
  corpus.bigram_entropy_nats = bigram_entropy(corpus.train(), vocabulary);
  if (auto go_on = progress.advance(third); !go_on) return go_on;
  corpus.trigram_entropy_nats = trigram_entropy(corpus.train(), vocabulary);
  return progress.advance(third);
}

}  // namespace

base::Result<Corpus> open_corpus(CorpusRequest request) {
  if (auto valid = validate(request.split); !valid) return std::move(valid).error();
  auto opened = open_sources(request);
  if (!opened) return std::move(opened).error();
  const Sources& sources = opened.value();
  std::uint64_t bytes = 0;
  std::vector<std::string_view> texts;
  for (const Document& document : sources.documents) {
    texts.push_back(document.text);
    bytes += document.text.size();
  }
  if (bytes == 0) return invalid("The corpus " + request.name + " is empty.");
  if (bytes > kMostCorpusBytes) return invalid("The corpus " + request.name + " is too large.");
  const base::Progress& progress = request.progress;
  progress.begin(base::WorkPart::kReading, bytes, 0.1);
  auto sha256 = read_all(sources, request);
  if (!sha256) return std::move(sha256).error();
  auto tokenizer = tokenizer_for(request, texts);
  if (!tokenizer) return std::move(tokenizer).error();

  Corpus corpus{.id = {},
                .name = std::move(request.name),
                .bytes = bytes,
                .sha256 = std::move(sha256).value(),
                .documents = texts.size(),
                .tokenizer = std::move(tokenizer).value(),
                .split = request.split,
                .tokens = {},
                .excerpt = readable(excerpt(texts.front()))};
  progress.begin(base::WorkPart::kEncoding, bytes, 0.8);
  if (auto done = encode(corpus, sources.documents, texts, progress); !done) {
    return std::move(done).error();
  }
  if (corpus.tokens.size() < 2) return invalid("The corpus " + corpus.name + " has one token.");
  corpus.id = id_of(corpus);
  if (auto measured = measure(corpus, progress); !measured) return std::move(measured).error();
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
