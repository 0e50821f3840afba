#include "engine/text/corpus_encoder.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include "engine/text/word_splitter.hpp"

namespace crystalline::text {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
constexpr unsigned kMostThreads = 16;

base::Result<void> encode_in_pieces(const Tokenizer& tokenizer, std::string_view text,
                                    TokenStore& into, const base::Progress& progress) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = character_piece_end(text, begin);
    auto tokens = tokenizer.encode(text.substr(begin, end - begin));
    if (!tokens) return std::move(tokens).error();
    if (auto stored = into.append(tokens.value()); !stored) return stored;
    if (auto go_on = progress.advance(end - begin); !go_on) return go_on;
    begin = end;
  }
  return {};
}

/// A crew of encoders that takes a handful of pieces at a time.
class ByteEncoders {
 public:
  explicit ByteEncoders(const BytePairs& pairs)
      : encoders_(std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads),
                  BytePairEncoder(pairs)),
        tokens_(4 * encoders_.size()) {}

  base::Result<void> encode(std::string_view text, TokenStore& into,
                            const base::Progress& progress) {
    for (std::size_t begin = 0; begin < text.size();) {
      pieces_.clear();
      while (pieces_.size() < tokens_.size() && begin < text.size()) {
        const std::size_t end = piece_end(text, begin, kPieceBytes);
        pieces_.push_back(text.substr(begin, end - begin));
        begin = end;
      }
      encode_pieces();
      for (std::size_t i = 0; i < pieces_.size(); ++i) {
        if (auto stored = into.append(tokens_[i]); !stored) return stored;
        if (auto go_on = progress.advance(pieces_[i].size()); !go_on) return go_on;
      }
    }
    return {};
  }

 private:
  void encode_pieces() {
    const auto run = [this](std::size_t first) {
      for (std::size_t i = first; i < pieces_.size(); i += encoders_.size()) {
        tokens_[i].clear();
        encoders_[first].encode(pieces_[i], tokens_[i]);
      }
    };
    std::vector<std::jthread> crew;
    const std::size_t others = std::min(encoders_.size(), pieces_.size());
    for (std::size_t t = 1; t < others; ++t) crew.emplace_back(run, t);
    run(0);
  }

  std::vector<BytePairEncoder> encoders_;
  std::vector<Tokens> tokens_;  // of each piece
  std::vector<std::string_view> pieces_;
};

}  // namespace

std::size_t character_piece_end(std::string_view text, std::size_t begin) {
  std::size_t end = std::min(text.size(), begin + kPieceBytes);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return end;
}

base::Result<void> encode_texts(const Tokenizer& tokenizer, std::span<const std::string_view> texts,
                                bool ends, TokenStore& into, const base::Progress& progress) {
  if (tokenizer.kind() != TokenizerKind::kBpe) {
    for (const std::string_view text : texts) {
      auto encoded = encode_in_pieces(tokenizer, text, into, progress);
      if (!encoded) return encoded;
    }
    return {};
  }
  const BytePairs& pairs = tokenizer.byte_pairs();
  const auto mark =
      std::ranges::find(pairs.specials(), kEndOfText, [&](Token id) { return pairs.tokens()[id]; });
  ByteEncoders encoders(pairs);
  for (const std::string_view text : texts) {
    if (auto encoded = encoders.encode(text, into, progress); !encoded) return encoded;
    if (!ends || mark == pairs.specials().end()) continue;
    if (auto stored = into.append({&*mark, 1}); !stored) return stored;
  }
  return {};
}

}  // namespace crystalline::text
