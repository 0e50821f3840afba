#include "engine/text/corpus_split.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <utility>

#include "engine/base/philox.hpp"

namespace crystalline::text {
namespace {

std::string percent(double share) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), share * 100,
                                 std::chars_format::general, 6)
                       .ptr;
  return std::string(digits.data(), end) + " %";
}

/// Where the training part of a text ends: before a line of it, or between characters.
std::size_t cut_of(std::string_view text, double validation) {
  auto at = static_cast<std::size_t>(static_cast<double>(text.size()) * (1 - validation));
  const std::size_t line = text.rfind('\n', at);
  if (line != std::string_view::npos && at - line <= text.size() / 50) return line + 1;
  const auto continues = [&] { return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
  while (at > 0 && at < text.size() && continues()) --at;
  return at;
}

/// Numbers of the documents that validate: in each group the first of a shuffled order, until the
/// group's share is reached; never all of a group that has more than one.
std::vector<bool> drawn_documents(std::span<const Document> documents, const CorpusSplit& split) {
  std::map<std::string_view, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < documents.size(); ++i) groups[documents[i].group].push_back(i);
  const auto order = [&](std::size_t i) {
    const auto words = base::random_words(split.seed, base::RandomStream::kSplit, 0, i);
    return std::pair(std::uint64_t{words[0]} << 32 | words[1], i);
  };
  std::vector<bool> drawn(documents.size());
  double owed = 0;  // bytes that small groups could not give
  for (auto& [group, members] : groups) {
    std::ranges::sort(members, std::less<>(), order);
    double bytes = 0;
    for (const std::size_t i : members) bytes += static_cast<double>(documents[i].text.size());
    owed += bytes * split.validation;
    const std::size_t most = std::max<std::size_t>(members.size() - 1, 1);
    for (std::size_t taken = 0; taken < most; ++taken) {
      const auto size = static_cast<double>(documents[members[taken]].text.size());
      if (owed < size / 2) break;  // more would be further from the share than none
      drawn[members[taken]] = true;
      owed -= size;
    }
  }
  if (std::ranges::find(drawn, true) == drawn.end()) {
    drawn[groups.begin()->second.front()] = true;
  } else if (std::ranges::find(drawn, false) == drawn.end()) {
    drawn[groups.begin()->second.back()] = false;
  }
  return drawn;
}

}  // namespace

std::string split_words(const CorpusSplit& split) {
  switch (split.kind) {
    case CorpusSplit::Kind::kTail:
      return "first " + percent(1 - split.validation) + " train, rest validation";
    case CorpusSplit::Kind::kEach:
      return "last " + percent(split.validation) + " of each document validation";
    case CorpusSplit::Kind::kDocuments:
      break;
  }
  return percent(split.validation) + " of the documents validation, seed " +
         std::to_string(split.seed);
}

base::Result<void> validate(const CorpusSplit& split) {
  if (split.validation > 0 && split.validation <= 0.5) return {};
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "split.validation is " + std::to_string(split.validation) +
                         "; it must be above 0 and at most 0.5."};
}

base::Result<SplitTexts> split_documents(std::span<const Document> documents,
                                         const CorpusSplit& split) {
  SplitTexts texts;
  if (split.kind == CorpusSplit::Kind::kEach) {
    for (const Document& document : documents) {
      const std::size_t cut = cut_of(document.text, split.validation);
      texts.train.push_back(document.text.substr(0, cut));
      texts.validation.push_back(document.text.substr(cut));
    }
    return texts;
  }
  if (documents.size() < 2) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "The corpus is one document: it cannot be split by document. Open several "
                       "files, or split by fraction."};
  }
  const auto drawn = drawn_documents(documents, split);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    (drawn[i] ? texts.validation : texts.train).push_back(documents[i].text);
  }
  return texts;
}

}  // namespace crystalline::text
