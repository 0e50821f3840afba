#include "engine/text/corpus.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

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
  EXPECT_EQ(from_files.value().tokens, from_bytes.value().tokens);
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

TEST(Corpus, NulBytesAndLineEndsAreText) {
  const std::string text("a\0b\r\nc\r\n", 8);
  const auto corpus = open_corpus(of_bytes(text)).value();
  EXPECT_EQ(corpus.tokenizer.decode(corpus.tokens), text);
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

}  // namespace
}  // namespace crystalline::text
