#include "engine/text/word_count.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/base/utf8.hpp"
#include "engine/text/token.hpp"
#include "engine/text/word_table.hpp"
#include "words_of.hpp"

namespace crystalline::text {
namespace {

using Words = std::vector<std::string>;

TEST(WordSplitter, CutsAsGpt2sPattern) {
  EXPECT_EQ(words_of("Hello world"), (Words{"Hello", " world"}));
  EXPECT_EQ(words_of("we're I'll he'd 'tis"),
            (Words{"we", "'re", " I", "'ll", " he", "'d", " '", "tis"}));
  EXPECT_EQ(words_of("a1b2 34"), (Words{"a", "1", "b", "2", " 34"}));
  EXPECT_EQ(words_of("x  y"), (Words{"x", " ", " y"}));
  EXPECT_EQ(words_of("x\n\ny\n"), (Words{"x", "\n", "\n", "y", "\n"}));
  EXPECT_EQ(words_of("x \r\n "), (Words{"x", " \r\n "}));
  EXPECT_EQ(words_of("!?'s... \t-"), (Words{"!?'", "s", "...", " ", "\t", "-"}));
  EXPECT_EQ(words_of("\u0416\u0443\u043a \u0663\u0664 \u6f22"),
            (Words{"\u0416\u0443\u043a", " \u0663\u0664", " \u6f22"}));
  EXPECT_EQ(words_of("a\u3000\u00a0b"), (Words{"a", "\u3000", "\u00a0", "b"}));
  EXPECT_EQ(words_of("\xff\xfe"
                     "a"),
            (Words{"\xff\xfe", "a"}));
}

TEST(WordSplitter, PiecesHaveTheWordsOfTheWhole) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) {
      base::append_utf8(text, std::u32string(U"ab'st 1.\n\n\r \u00e9\u3000\u6f22")[random() % 14]);
    }
    Words pieced;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = piece_end(text, begin, 1 + random() % 60);
      for (auto& word : words_of(std::string_view(text).substr(begin, end - begin))) {
        pieced.push_back(word);
      }
      begin = end;
    }
    EXPECT_EQ(pieced, words_of(text));
  }
}

TEST(WordTable, TellsWordsApart) {
  std::mt19937 random(3);
  std::vector<std::string> texts;
  for (int i = 0; i < 20'000; ++i) {
    std::string word;
    for (std::size_t size = random() % 20; size > 0; --size) {
      word.push_back("\0ab"[random() % 3]);
    }
    texts.push_back(std::move(word));
  }
  WordTable<int> table;
  std::map<std::string_view, int> expected;
  for (const std::string& word : texts) {
    EXPECT_EQ(table.find(word) != nullptr, expected.contains(word));
    EXPECT_EQ(++table[word], ++expected[word]);
  }
  EXPECT_EQ(table.size(), expected.size());
  for (const auto& entry : table.entries()) EXPECT_EQ(entry.value, expected.at(entry.word()));
}

TEST(CountWords, CountsWithAnyNumberOfThreadsWhatOneByOneCounts) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "ab " + std::to_string(i % 700) + "\nxy";
  text += std::string(kEndOfText) + "ab";
  std::map<std::string, std::uint64_t> expected;
  for (const std::string& word : words_of(std::string_view(text).substr(0, text.find('<')))) {
    ++expected[word];
  }
  ++expected["ab"];
  for (const unsigned threads : {1U, 2U, 5U}) {
    std::map<std::string, std::uint64_t> found;
    const std::string_view whole = text;
    for (const auto& [word, count] : count_words({&whole, 1}, threads)) found.emplace(word, count);
    EXPECT_EQ(found, expected) << threads;
  }
}

}  // namespace
}  // namespace crystalline::text
