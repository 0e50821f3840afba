#include "engine/text/byte_pairs.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/base/utf8.hpp"
#include "engine/text/byte_alphabet.hpp"
#include "engine/text/byte_pair_trainer.hpp"
#include "engine/text/tokenizer_json.hpp"
#include "engine/text/word_splitter.hpp"

namespace crystalline::text {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  WordSplitter splitter(text);
  std::vector<std::string> words;
  for (auto word = splitter.next(); !word.empty(); word = splitter.next()) words.emplace_back(word);
  return words;
}

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

/// The trainer by its definition: every round counts all pairs anew.
std::vector<std::pair<std::string, std::string>> naive_merges(std::string_view text,
                                                              std::size_t merges) {
  std::map<std::vector<std::string>, int> words;
  for (const std::string& word : words_of(text)) {
    std::vector<std::string> symbols;
    for (const char c : word) symbols.emplace_back(1, c);
    ++words[symbols];
  }
  std::map<std::string, std::size_t> ids;
  for (std::size_t id = 0; id < 256; ++id) {
    ids[std::string(1, static_cast<char>(kBytesInOrder[id]))] = id;
  }
  std::vector<std::pair<std::string, std::string>> made;
  while (made.size() < merges) {
    std::map<std::pair<std::size_t, std::size_t>, int> counts;
    for (const auto& [symbols, count] : words) {
      for (std::size_t i = 1; i < symbols.size(); ++i) {
        counts[{ids[symbols[i - 1]], ids[symbols[i]]}] += count;
      }
    }
    int most = 1;
    std::pair<std::size_t, std::size_t> best;
    for (const auto& [pair, count] : counts) {
      if (count > most) {
        most = count;
        best = pair;
      }
    }
    if (most < 2) break;
    std::string left;
    std::string right;
    for (const auto& [text_of, id] : ids) {
      if (id == best.first) left = text_of;
      if (id == best.second) right = text_of;
    }
    made.emplace_back(left, right);
    ids.emplace(left + right, ids.size());
    std::map<std::vector<std::string>, int> merged;
    for (const auto& [symbols, count] : words) {
      std::vector<std::string> next;
      for (std::size_t i = 0; i < symbols.size(); ++i) {
        if (i + 1 < symbols.size() && symbols[i] == left && symbols[i + 1] == right) {
          next.push_back(left + right);
          ++i;
        } else {
          next.push_back(symbols[i]);
        }
      }
      merged[next] += count;
    }
    words = std::move(merged);
  }
  return made;
}

std::string babble(std::uint32_t seed, int count) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    base::append_utf8(text, std::u32string(U"abcab ab\n1.\u00e9\u6f22")[random() % 13]);
  }
  return text;
}

BytePairs trained(std::string_view text, std::size_t vocabulary, unsigned threads = 2) {
  return train_byte_pairs(count_words({&text, 1}, threads), vocabulary).value();
}

TEST(BytePairTrainer, MergesAsItsDefinitionDoes) {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    const std::string text = babble(seed, 400);
    const BytePairs pairs = trained(text, 257 + 40);
    const auto expected = naive_merges(text, 40);
    ASSERT_EQ(pairs.merges().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(pairs.tokens()[pairs.merges()[i].left], expected[i].first) << seed << " " << i;
      EXPECT_EQ(pairs.tokens()[pairs.merges()[i].right], expected[i].second) << seed << " " << i;
    }
    EXPECT_EQ(pairs.tokens().back(), kEndOfText);
  }
}

TEST(BytePairTrainer, IsTheSameForAnyNumberOfThreads) {
  const std::string text = babble(9, 20'000);
  const BytePairs one = trained(text, 400, 1);
  for (const unsigned threads : {2U, 3U, 7U})
    EXPECT_EQ(trained(text, 400, threads).tokens(), one.tokens());
}

TEST(BytePairTrainer, RefusesAVocabularyOutOfRangeAndTakesAnyText) {
  const std::string_view text = "ab";
  EXPECT_FALSE(train_byte_pairs(count_words({&text, 1}, 1), 256).ok());
  EXPECT_FALSE(train_byte_pairs(count_words({&text, 1}, 1), 65'537).ok());
  EXPECT_EQ(trained("", 300).tokens().size(), 257U);
  EXPECT_EQ(trained("ab", 300).tokens().size(), 257U) << "nothing occurs twice";
}

TEST(BytePairEncoder, GivesBackEveryByte) {
  const BytePairs pairs = trained(babble(3, 5'000), 500);
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    const std::size_t size = random() % 300;
    for (std::size_t i = 0; i < size; ++i) {
      text.push_back(random() % 3 == 0 ? static_cast<char>(random()) : "abc "[random() % 4]);
    }
    if (round % 5 == 0) text += kEndOfText + std::string("ab");
    Tokens tokens;
    BytePairEncoder encoder(pairs);
    encoder.encode(text, tokens);
    std::string back;
    for (const Token token : tokens) back += pairs.tokens()[token];
    EXPECT_EQ(back, text);
    Tokens again;
    encoder.encode(text, again);  // now from what it knows
    EXPECT_EQ(again, tokens);
  }
}

TEST(BytePairEncoder, MergesLongWordsAsShortOnes) {
  const BytePairs pairs = trained(babble(3, 5'000), 500);
  std::mt19937 random(8);
  for (int round = 0; round < 50; ++round) {
    std::string word;
    for (int i = 0; i < 120; ++i) word.push_back("abc"[random() % 3]);
    // By the definition: the merge of lowest order, leftmost first, until none is left.
    std::vector<Token> ids;
    for (const char c : word) {
      for (Token id = 0; id < 256; ++id) {
        if (pairs.tokens()[id] == std::string(1, c)) ids.push_back(id);
      }
    }
    for (bool merged = true; merged;) {
      merged = false;
      for (const Merge& merge : pairs.merges()) {
        for (std::size_t i = 0; i + 1 < ids.size() && !merged; ++i) {
          if (ids[i] != merge.left || ids[i + 1] != merge.right) continue;
          ids[i] = merge.made;
          ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(i) + 1);
          merged = true;
        }
        if (merged) break;
      }
    }
    Tokens tokens;
    BytePairEncoder(pairs).encode(word, tokens);
    EXPECT_EQ(std::vector<Token>(tokens.begin(), tokens.end()), ids);
  }
}

TEST(TokenizerJson, ReadsBackWhatItWrites) {
  const std::string text = babble(2, 3'000);
  for (const auto kind : {TokenizerKind::kChar, TokenizerKind::kByte, TokenizerKind::kBpe}) {
    const Tokenizer tokenizer = Tokenizer::build(kind, text, 300).value();
    const std::string json = tokenizer_to_json(tokenizer);
    const auto read = tokenizer_from_json(json);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read.value().kind(), kind);
    EXPECT_EQ(tokenizer_to_json(read.value()), json);
    EXPECT_EQ(read.value().encode(text).value(), tokenizer.encode(text).value());
    EXPECT_EQ(tokenizer_identity(read.value()), tokenizer_identity(tokenizer));
  }
}

TEST(TokenizerJson, TrustsNothing) {
  const std::string good =
      tokenizer_to_json(Tokenizer::build(TokenizerKind::kBpe, babble(2, 900), 280).value());
  std::mt19937 random(6);
  for (int round = 0; round < 2'000; ++round) {
    std::string bad = good;
    for (std::uint32_t i = 0; i <= random() % 4; ++i) {
      const std::size_t at = random() % bad.size();
      if (random() % 2 == 0) {
        bad[at] = "0123456789\"{}[],:abc\\"[random() % 21];
      } else {
        bad.erase(at, random() % 9);
      }
    }
    if (const auto read = tokenizer_from_json(bad); read.ok()) {
      EXPECT_EQ(read.value().decode(read.value().encode("ab ab").value()), "ab ab");
    }
  }
  for (const char* text : {"", "{}", "[]", R"({"model":{"type":"WordPiece"}})"}) {
    EXPECT_FALSE(tokenizer_from_json(text).ok()) << text;
  }
}

TEST(TokenizerJson, ATextHasOneId) {
  std::string json =
      tokenizer_to_json(Tokenizer::build(TokenizerKind::kBpe, babble(2, 900), 280).value());
  ASSERT_TRUE(tokenizer_from_json(json).ok());
  const std::string list = "\"added_tokens\":[";
  json.insert(json.find(list) + list.size(), R"({"id":280,"content":"a"},)");
  const auto read = tokenizer_from_json(json);
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().message.find("\"a\" has two ids"), std::string::npos)
      << read.error().message;
}

TEST(Tokenizer, FindsTheFirstLetterOfAByteTokens) {
  const Tokenizer tokenizer =
      Tokenizer::build(TokenizerKind::kBpe, " the the \u6f22\u6f22\u6f22 12 12", 300).value();
  std::map<std::string, std::uint32_t> letters;
  for (std::size_t id = 0; id < tokenizer.vocabulary(); ++id) {
    letters[tokenizer.bytes(static_cast<Token>(id))] =
        tokenizer.first_letter(static_cast<Token>(id));
  }
  EXPECT_EQ(letters.at(" the"), 't');
  EXPECT_EQ(letters.at("\u6f22"), 0x6F22U);
  EXPECT_EQ(letters.at("\xe6"), 0xE6U) << "a byte that is no text by itself";
  EXPECT_EQ(letters.at("1"), '1');
}

}  // namespace
}  // namespace crystalline::text
