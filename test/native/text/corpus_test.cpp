#include "engine/text/corpus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/text/tokenizer_json.hpp"

namespace crystalline::text {
namespace {

CorpusRequest of_bytes(std::string bytes, TokenizerKind kind = TokenizerKind::kChar) {
  return {.name = "test", .paths = {}, .bytes = std::move(bytes), .tokenizer = kind};
}

std::string write(const std::string& name, const std::string& content) {
  const std::string path = testing::TempDir() + "crystalline-corpus-" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

TEST(Corpus, ConcatenatesFilesAndDropsTheirMarks) {
  const std::string one = write("1", "\xEF\xBB\xBFhello ");
  const std::string two = write("2", "\xEF\xBB\xBFworld");
  const auto from_files = open_corpus({.name = "two", .paths = {one, two}, .bytes = {}});
  ASSERT_TRUE(from_files.ok()) << from_files.error().message;
  const auto from_bytes = open_corpus(of_bytes("hello world"));
  EXPECT_EQ(from_files.value().sha256, from_bytes.value().sha256);
  EXPECT_EQ(from_files.value().id, from_bytes.value().id);
  // printf 'hello world' | sha256sum
  EXPECT_EQ(from_files.value().sha256,
            "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
  EXPECT_TRUE(
      std::ranges::equal(from_files.value().tokens.view(), from_bytes.value().tokens.view()));
  EXPECT_EQ(from_files.value().bytes, 11U);
}

TEST(Corpus, TheTokenizerIsPartOfTheId) {
  EXPECT_NE(open_corpus(of_bytes("abc")).value().id,
            open_corpus(of_bytes("abc", TokenizerKind::kByte)).value().id);
}

TEST(Corpus, TrainsOnNineTenths) {
  for (const std::size_t size : {2U, 9U, 10U, 11U, 19U, 20U, 101U, 12'345U}) {
    const auto corpus = open_corpus(of_bytes(std::string(size, 'a'))).value();
    EXPECT_EQ(corpus.train().size(), size * 9 / 10);
    EXPECT_EQ(corpus.train().size() + corpus.validation().size(), size);
  }
}

TEST(Corpus, RefusesWhatHoldsNothing) {
  for (const std::string& text : {std::string(), std::string("\xEF\xBB\xBF"), std::string("a")}) {
    const auto refused = open_corpus(of_bytes(text));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidArgument);
  }
  const auto missing = open_corpus({.name = "x", .paths = {"/no/such/file.txt"}, .bytes = {}});
  EXPECT_EQ(missing.error().code, base::ErrorCode::kNotFound);
  EXPECT_NE(missing.error().message.find("/no/such/file.txt"), std::string::npos);
}

CorpusRequest of_files(std::vector<std::string> paths, TokenizerKind kind, CorpusSplit split = {}) {
  return {.name = "test",
          .paths = std::move(paths),
          .bytes = {},
          .tokenizer = kind,
          .vocabulary = 300,
          .tokenizer_json = {},
          .split = split};
}

TEST(Corpus, NamesFileAndOffsetOfBytesThatAreNoText) {
  const std::string good = write("good", "good text\r\n");
  const std::string bad = write("bad", "\xEF\xBB\xBFok\n\xC3(");
  for (const auto kind : {TokenizerKind::kChar, TokenizerKind::kBpe}) {
    const auto refused = open_corpus(of_files({good, bad}, kind));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidArgument);
    EXPECT_NE(refused.error().message.find(bad + " is not UTF-8: byte \\xc3 at offset 6"),
              std::string::npos)
        << refused.error().message;
  }
  EXPECT_TRUE(open_corpus(of_files({good, bad}, TokenizerKind::kByte)).ok());
}

TEST(Corpus, PairsOfBytesGiveTheTextBackWithMarksBetweenDocuments) {
  const std::string one = write("one", std::string("a b\0 c\r\n", 9));
  const std::string two = write("two", "no end of line");
  const auto corpus = open_corpus(of_files({one, two}, TokenizerKind::kBpe)).value();
  EXPECT_EQ(corpus.tokenizer.decode(corpus.tokens.view()),
            std::string("a b\0 c\r\n", 9) + kEndOfText + "no end of line" + kEndOfText);
  EXPECT_EQ(corpus.documents, 2U);
  const auto alone = open_corpus(of_files({two}, TokenizerKind::kBpe)).value();
  EXPECT_EQ(alone.tokenizer.decode(alone.tokens.view()), "no end of line");
}

TEST(Corpus, UsesAGivenTokenizer) {
  const auto first = open_corpus(of_bytes("the cat the cat the hat", TokenizerKind::kBpe)).value();
  CorpusRequest request = of_bytes("the other text", TokenizerKind::kBpe);
  request.tokenizer_json = tokenizer_to_json(first.tokenizer);
  const auto second = open_corpus(request).value();
  EXPECT_EQ(tokenizer_identity(second.tokenizer), tokenizer_identity(first.tokenizer));
  request.tokenizer = TokenizerKind::kByte;
  EXPECT_FALSE(open_corpus(request).ok());
}

TEST(Corpus, SplitsEachDocumentOrWholeOnes) {
  std::vector<std::string> paths;
  for (int i = 0; i < 20; ++i) {
    paths.push_back(
        write("split" + std::to_string(i), std::string(100, static_cast<char>('a' + i))));
  }
  const CorpusSplit each{.kind = CorpusSplit::Kind::kEach, .validation = 0.2};
  const auto even = open_corpus(of_files(paths, TokenizerKind::kByte, each)).value();
  EXPECT_EQ(even.train().size(), 1600U);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(std::ranges::count(even.validation(), static_cast<Token>('a' + i)), 20);
  }
  const CorpusSplit whole{.kind = CorpusSplit::Kind::kDocuments, .validation = 0.2, .seed = 3};
  const auto drawn = open_corpus(of_files(paths, TokenizerKind::kByte, whole)).value();
  EXPECT_EQ(drawn.validation().size(), 400U);
  for (int i = 0; i < 20; ++i) {
    const auto there = std::ranges::count(drawn.validation(), static_cast<Token>('a' + i));
    EXPECT_TRUE(there == 0 || there == 100);
  }
  EXPECT_EQ(drawn.id, open_corpus(of_files(paths, TokenizerKind::kByte, whole)).value().id);
  CorpusSplit other = whole;
  other.seed = 4;
  const auto elsewhere = open_corpus(of_files(paths, TokenizerKind::kByte, other)).value();
  EXPECT_FALSE(std::ranges::equal(elsewhere.validation(), drawn.validation()));
  EXPECT_NE(elsewhere.id, drawn.id);
  EXPECT_FALSE(open_corpus(of_files({paths[0]}, TokenizerKind::kByte, whole)).ok());
}

TEST(TokenStore, IsTheSameInMemoryAndInAFile) {
  for (const std::size_t most : {std::size_t{10'000}, std::size_t{700}, std::size_t{0}}) {
    TokenStore store;
    store.most_in_memory = most;
    Tokens all;
    for (Token piece = 0; piece < 50; ++piece) {
      const Tokens tokens(piece, piece);
      ASSERT_TRUE(store.append(tokens).ok());
      all.insert(all.end(), tokens.begin(), tokens.end());
    }
    ASSERT_TRUE(store.finish().ok());
    const TokenStore moved = std::move(store);
    moved.will_need(moved.view().subspan(600, 77));
    moved.will_need(moved.view().last(1));
    moved.will_need({});
    EXPECT_TRUE(std::ranges::equal(moved.view(), all));
  }
}

TEST(Corpus, NulBytesAndLineEndsAreText) {
  const std::string text("a\0b\r\nc\r\n", 8);
  const auto corpus = open_corpus(of_bytes(text)).value();
  EXPECT_EQ(corpus.tokenizer.decode(corpus.tokens.view()), text);
}

TEST(Corpus, OneLineIsTextAndAnEmptyFileAddsNone) {
  const std::string line = write("line", "one line, and no end of it: \u6f22");
  const std::string empty = write("empty", "");
  const std::string mark = write("mark", "\xEF\xBB\xBF");
  for (const auto kind : {TokenizerKind::kByte, TokenizerKind::kChar}) {
    const auto alone = open_corpus(of_files({line}, kind)).value();
    EXPECT_EQ(alone.tokenizer.decode(alone.tokens.view()), "one line, and no end of it: \u6f22");
    const auto among = open_corpus(of_files({empty, line, mark}, kind)).value();
    EXPECT_TRUE(std::ranges::equal(among.tokens.view(), alone.tokens.view()));
  }
  EXPECT_FALSE(open_corpus(of_files({empty, mark}, TokenizerKind::kBpe)).ok());
}

TEST(Corpus, SaysWhenItIsTooShortForTheContext) {
  const auto corpus = open_corpus(of_bytes(std::string(90, 'a'))).value();
  EXPECT_TRUE(check_fits(corpus, 8).ok());  // 9 tokens validate: a window and its last target
  const auto refused = check_fits(corpus, 9);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("too short for a context of 9"), std::string::npos);
}

TEST(Corpus, TheExcerptIsCutBetweenCharacters) {
  std::string text = "a";
  while (text.size() < 2'000) text += "漢";
  const std::string excerpt = open_corpus(of_bytes(text)).value().excerpt;
  EXPECT_EQ(excerpt.size() % 3, 1U);
  EXPECT_EQ(text.rfind(excerpt, 0), 0U);
  const auto bytes = open_corpus(of_bytes(std::string(9, '\xff'), TokenizerKind::kByte)).value();
  EXPECT_EQ(bytes.excerpt.substr(0, 8), "\\xff\\xff");
}

TEST(Corpus, TellsHowFarItIsAndEndsWhenCancelled) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "word" + std::to_string(i % 7'919) + " ";
  for (const auto kind : {TokenizerKind::kByte, TokenizerKind::kChar, TokenizerKind::kBpe}) {
    CorpusRequest request = of_bytes(text, kind);
    request.progress = base::Progress::watched();
    ASSERT_TRUE(open_corpus(request).ok());
    EXPECT_GT(request.progress.state().fraction, 0.999);
    EXPECT_EQ(request.progress.state().part, base::WorkPart::kMeasuring);

    request.progress.cancel();
    const auto cancelled = open_corpus(request);
    ASSERT_FALSE(cancelled.ok());
    EXPECT_EQ(cancelled.error().code, base::ErrorCode::kCancelled);
  }
}

TEST(Corpus, FindsBytesThatAreNotUtf8InAnyPiece) {
  std::string text(3'000'000, 'a');
  for (const std::size_t at : {0UL, 1'048'575UL, 1'048'576UL, 1'048'577UL, 2'999'999UL}) {
    for (const char* wrong : {"\xFF", "\xC3", "\x80", "\xE2\x82"}) {
      std::string broken = text;
      broken.replace(at, std::string(wrong).size(), wrong);
      broken.resize(text.size());
      const auto opened = open_corpus(of_bytes(broken));
      ASSERT_FALSE(opened.ok());
      EXPECT_NE(opened.error().message.find("offset " + std::to_string(at) + "."),
                std::string::npos)
          << opened.error().message;
    }
  }
}

}  // namespace
}  // namespace crystalline::text
