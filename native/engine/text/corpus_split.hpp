#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace crystalline::text {

/// Which part of a corpus validates.
struct CorpusSplit {
  enum class Kind {
    kTail,       // the end of the whole text
    kEach,       // the end of each document: every document is in both parts
    kDocuments,  // whole documents, drawn by the seed; each folder gives its share
  };
  Kind kind = Kind::kTail;
  double validation = 0.1;  // share of the text, above 0 and at most 0.5
  std::uint64_t seed = 1;   // kDocuments

  friend bool operator==(const CorpusSplit&, const CorpusSplit&) = default;
};

/// In words, for the reader and for a checkpoint's metadata: "first 90 % train, rest validation".
[[nodiscard]] std::string split_words(const CorpusSplit& split);

/// One text of a corpus; its class is what a split keeps in balance.
struct Document {
  std::string_view text;
  std::string group;  // the folder it lies in
};

/// Texts in the order in which they are read.
struct SplitTexts {
  std::vector<std::string_view> train;
  std::vector<std::string_view> validation;
};

/// Cuts documents by kEach or kDocuments; the same documents and split give the same texts.
/// invalid-argument: kDocuments and fewer than two documents, or a share out of range.
[[nodiscard]] base::Result<SplitTexts> split_documents(std::span<const Document> documents,
                                                       const CorpusSplit& split);

/// Checks the share.
[[nodiscard]] base::Result<void> validate(const CorpusSplit& split);

}  // namespace crystalline::text
