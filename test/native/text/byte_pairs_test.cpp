#include "engine/text/byte_pairs.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/base/utf8.hpp"
#include "engine/text/byte_alphabet.hpp"
#include "engine/text/byte_pair_trainer.hpp"
#include "engine/text/tokenizer_json.hpp"
#include "words_of.hpp"

namespace crystalline::text {
namespace {

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

/// Characters of every plane, white space, contractions, and bytes that are no UTF-8.
std::string any_text(std::uint32_t seed, int count) {
  std::mt19937 engine(seed);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  std::string text;
  for (int i = 0; i < count; ++i) {
    switch (random() % 6) {
      case 0:
        base::append_utf8(text, 0x20 + random() % 0x500);
        break;
      case 1:
        base::append_utf8(text, 0x4E00 + random() % 6);
        break;
      case 2:
        base::append_utf8(text, 0x1F400 + random() % 4);
        break;
      case 3:
        text.push_back(static_cast<char>(random()));
        break;
      default:
        text += "the 'll\n"[random() % 8];
    }
  }
  return text;
}

void expect_definition(std::string_view text, std::size_t merges) {
  const BytePairs pairs = trained(text, 257 + merges);
  const auto expected = naive_merges(text, merges);
  ASSERT_EQ(pairs.merges().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Merge& merge = pairs.merges()[i];
    EXPECT_EQ(pairs.tokens()[merge.left], expected[i].first) << text << " " << i;
    EXPECT_EQ(pairs.tokens()[merge.right], expected[i].second) << text << " " << i;
  }
  EXPECT_EQ(pairs.tokens().back(), kEndOfText);
}

TEST(BytePairTrainer, MergesAsItsDefinitionDoes) {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) expect_definition(babble(seed, 400), 40);
}

TEST(BytePairTrainer, MergesAnyUnicodeAsItsDefinitionDoes) {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) expect_definition(any_text(seed, 500), 60);
}

TEST(BytePairTrainer, MergesRunsAndOverlapsAsItsDefinitionDoes) {
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    std::string text;
    for (int word = 0; word < 12; ++word) {
      const std::size_t letters = 1 + random() % 2;
      for (std::size_t i = random() % 24; i > 0; --i) text.push_back("ab"[random() % letters]);
      text.push_back(' ');
    }
    expect_definition(text + " ababab aabb abba aaaaaaa", 50);
  }
}

TEST(BytePairTrainer, TakesAWordOfAnyLength) {
  std::mt19937 random(12);
  std::string text;
  for (int i = 0; i < 200'000; ++i) text.push_back("acgt"[random() % 4]);
  const BytePairs pairs = trained(text + "\n" + std::string(100'000, 'a'), 2'000);
  EXPECT_EQ(pairs.merges().size(), 2'000U - 257U);
  Tokens tokens;
  BytePairEncoder(pairs).encode(text, tokens);
  std::string back;
  for (const Token token : tokens) back += pairs.tokens()[token];
  EXPECT_EQ(back, text);
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
