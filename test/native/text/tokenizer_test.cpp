#include "engine/text/tokenizer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/base/utf8.hpp"

namespace crystalline::text {
namespace {

TEST(CharTokenizer, NumbersTheCodePointsInAscendingOrder) {
  const auto tokenizer = Tokenizer::build(TokenizerKind::kChar, "banana 😀é").value();
  ASSERT_EQ(tokenizer.vocabulary(), 6U);
  std::string labels;
  for (Token id = 0; id < 6; ++id) labels += tokenizer.label(id);
  EXPECT_EQ(labels, " abné😀");
  EXPECT_EQ(tokenizer.first_letter(5), 0x1F600U);
  EXPECT_EQ(tokenizer.encode("nab").value(), (Tokens{3, 1, 2}));
}

TEST(CharTokenizer, DecodesWhatItEncodes) {
  const std::string text = "Ünïcödé\r\n\tнаука 漢字 😀\n";
  const auto tokenizer = Tokenizer::build(TokenizerKind::kChar, text).value();
  EXPECT_EQ(tokenizer.decode(tokenizer.encode(text).value()), text);
}

TEST(CharTokenizer, NamesTheFirstInvalidByteAndItsOffset) {
  const auto refused = Tokenizer::build(TokenizerKind::kChar, "abc\xC3(");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidArgument);
  EXPECT_NE(refused.error().message.find("\\xc3 at offset 3"), std::string::npos)
      << refused.error().message;
}

TEST(CharTokenizer, NamesTheCharactersItDoesNotKnow) {
  const auto tokenizer = Tokenizer::build(TokenizerKind::kChar, "abc").value();
  const auto refused = tokenizer.encode("aéxéb");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message, "Characters that the corpus does not have: éx");
}

TEST(CharTokenizer, HoldsExactlyAsManyCharactersAsAnIdCanTell) {
  std::string text;
  std::uint32_t point = 0;
  for (std::size_t i = 0; i < kMostTokens; ++i, ++point) {
    if (point == 0xD800) point = 0xE000;
    base::append_utf8(text, point);
  }
  ASSERT_EQ(Tokenizer::build(TokenizerKind::kChar, text).value().vocabulary(), kMostTokens);
  base::append_utf8(text, point);
  const auto refused = Tokenizer::build(TokenizerKind::kChar, text);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("65,536"), std::string::npos);
}

TEST(ByteTokenizer, TakesEveryByte) {
  std::string text;
  for (int byte = 0; byte < 256; ++byte) text.push_back(static_cast<char>(byte));
  const auto tokenizer = Tokenizer::build(TokenizerKind::kByte, "").value();
  EXPECT_EQ(tokenizer.vocabulary(), 256U);
  const auto tokens = tokenizer.encode(text).value();
  for (std::size_t i = 0; i < 256; ++i) EXPECT_EQ(tokens[i], i);
  EXPECT_EQ(tokenizer.decode(tokens), text);
  EXPECT_EQ(tokenizer.label('A'), "A");
  EXPECT_EQ(tokenizer.label(0xE9), "\\xe9");
}

TEST(Readable, KeepsTextAndEscapesTheRest) { EXPECT_EQ(readable("aé\xff\xc3"), "aé\\xff\\xc3"); }

}  // namespace
}  // namespace crystalline::text
