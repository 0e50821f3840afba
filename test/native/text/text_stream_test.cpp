#include "engine/text/text_stream.hpp"

#include <gtest/gtest.h>

#include <random>

namespace crystalline::text {
namespace {

/// The text of `bytes`, pushed in pieces of `size` bytes, and each piece that came.
std::string streamed(std::string_view bytes, std::size_t size, std::vector<std::string> stops,
                     std::vector<std::string>* pieces = nullptr) {
  TextStream stream(std::move(stops));
  std::string text;
  const auto take = [&](const std::string& piece) {
    text += piece;
    if (pieces != nullptr) pieces->push_back(piece);
  };
  for (std::size_t at = 0; at < bytes.size(); at += size) take(stream.push(bytes.substr(at, size)));
  take(stream.finish());
  return text;
}

TEST(TextStream, GivesOutWholeCharactersOnly) {
  std::vector<std::string> pieces;
  const std::string text = "a\u00e9\u20ac\U0001F40B!";
  EXPECT_EQ(streamed(text, 1, {}, &pieces), text);
  const std::vector<std::string> expected = {"a", "", "\u00e9", "",           "",  "\u20ac",
                                             "",  "", "",       "\U0001F40B", "!", ""};
  EXPECT_EQ(pieces, expected);
}

TEST(TextStream, ReplacesWhatIsNoText) {
  for (const std::size_t size : {1U, 2U, 9U}) {
    EXPECT_EQ(streamed("a\xff"
                       "b",
                       size, {}),
              "a\ufffd"
              "b");
    EXPECT_EQ(streamed("\xe2\x82", size, {}), "\ufffd\ufffd") << "cut short by the end";
    EXPECT_EQ(streamed("\xe2\x82x", size, {}), "\ufffd\ufffdx") << "cut short by a letter";
    EXPECT_EQ(streamed("\x80\xf5\xc0", size, {}), "\ufffd\ufffd\ufffd");
  }
}

TEST(TextStream, EndsBeforeTheFirstStopString) {
  for (const std::size_t size : {1U, 3U, 100U}) {
    EXPECT_EQ(streamed("one. two. three", size, {"two", "."}), "one");
    EXPECT_EQ(streamed("one two", size, {"xyz", ""}), "one two");
    EXPECT_EQ(streamed("aab", size, {"ab"}), "a") << "begun twice";
    EXPECT_EQ(streamed("ab", size, {"abc"}), "ab") << "begun but not ended";
    EXPECT_EQ(streamed("caf\u00e9s", size, {"\u00e9"}), "caf");
  }
}

TEST(TextStream, NeverTakesBackWhatItGaveOut) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::string bytes;
    for (int i = 0; i < 30; ++i) bytes.push_back("ab\xc3\xa9"[random() % 4]);
    const std::vector<std::string> stops = {"aba", "b\u00e9"};
    const std::string whole = streamed(bytes, bytes.size(), stops);
    for (const std::size_t size : {1U, 2U, 5U}) EXPECT_EQ(streamed(bytes, size, stops), whole);
    for (const std::string& stop : stops) EXPECT_EQ(whole.find(stop), std::string::npos);
  }
}

}  // namespace
}  // namespace crystalline::text
