#include "engine/text/word_count.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "engine/text/token.hpp"
#include "engine/text/word_splitter.hpp"
#include "engine/text/word_table.hpp"

namespace crystalline::text {
namespace {

using Counts = WordTable<std::uint64_t>;
constexpr std::size_t kLeastPiece = std::size_t{1} << 16;  // bytes
constexpr std::size_t kMostPiece = std::size_t{1} << 22;
constexpr std::size_t kPiecesAThread = 4;  // so that threads end together

void count_piece(std::string_view text, Counts& counts) {
  while (!text.empty()) {
    const std::size_t mark = std::min(text.find(kEndOfText), text.size());
    WordSplitter splitter(text.substr(0, mark));
    for (auto word = splitter.next(); !word.empty(); word = splitter.next()) ++counts[word];
    text.remove_prefix(std::min(text.size(), mark + sizeof(kEndOfText) - 1));
  }
}

std::vector<std::string_view> cut(std::span<const std::string_view> texts, std::size_t threads) {
  std::size_t bytes = 0;
  for (const std::string_view text : texts) bytes += text.size();
  const std::size_t wanted =
      std::clamp(bytes / (threads * kPiecesAThread), kLeastPiece, kMostPiece);
  std::vector<std::string_view> pieces;
  for (const std::string_view text : texts) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = piece_end(text, begin, wanted);
      pieces.push_back(text.substr(begin, end - begin));
      begin = end;
    }
  }
  return pieces;
}

}  // namespace

std::vector<CountedWord> count_words(std::span<const std::string_view> texts, unsigned threads,
                                     const base::Progress& progress) {
  const auto pieces = cut(texts, std::max(threads, 1U));
  std::vector<Counts> counts(std::clamp<std::size_t>(pieces.size(), 1, std::max(threads, 1U)));
  std::atomic<std::size_t> next{0};
  const auto work = [&](Counts& into) {
    for (std::size_t i = next.fetch_add(1, std::memory_order_relaxed); i < pieces.size();
         i = next.fetch_add(1, std::memory_order_relaxed)) {
      count_piece(pieces[i], into);
      if (!progress.advance(pieces[i].size())) return;
    }
  };
  {
    std::vector<std::jthread> crew;
    for (std::size_t t = 1; t < counts.size(); ++t) crew.emplace_back(work, std::ref(counts[t]));
    work(counts[0]);
  }
  for (std::size_t t = 1; t < counts.size(); ++t) {
    for (const auto& entry : counts[t].entries()) counts[0][entry.word()] += entry.value;
  }
  std::vector<CountedWord> words;
  words.reserve(counts[0].size());
  for (const auto& entry : counts[0].entries()) words.push_back({entry.word(), entry.value});
  return words;
}

}  // namespace crystalline::text
