#include "engine/base/json.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace crystalline::base {
namespace {

TEST(Json, ReadsWhatSafetensorsHeadersCarry) {
  const auto json = parse_json(R"( {"__metadata__":{"a":"\u00e9\n\ud83d\ude00/\/"},)"
                               R"("t":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}  )");
  ASSERT_TRUE(json.ok()) << json.error().message;
  EXPECT_EQ(*json.value().member("__metadata__")->member("a")->text(), "é\n😀//");
  const Json* tensor = json.value().member("t");
  EXPECT_EQ(*(*tensor->member("shape")->array())[1].number(), 3U);
  EXPECT_EQ(tensor->member("none"), nullptr);
}

TEST(Json, ReadsLiteralsAndLimits) {
  EXPECT_TRUE(std::get<bool>(parse_json("true").value().value));
  EXPECT_TRUE(std::holds_alternative<std::nullptr_t>(parse_json(" null ").value().value));
  EXPECT_EQ(*parse_json("9223372036854775807").value().number(), (1ULL << 63) - 1);
  EXPECT_EQ(parse_json("[]").value().array()->size(), 0U);
  EXPECT_EQ(parse_json("{}").value().object()->size(), 0U);
}

TEST(Json, RefusesWhatIsNotStrictJson) {
  const std::string hostile[] = {"",
                                 " ",
                                 "{",
                                 "}",
                                 "[",
                                 "[1",
                                 "[1,",
                                 "[1,]",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{a:1}",
                                 "{\"a\":1 \"b\":2}",
                                 "{\"a\":1,\"a\":2}",
                                 "\"",
                                 "\"\\\"",
                                 "\"\\x\"",
                                 "\"\\u12\"",
                                 "\"\\u12g4\"",
                                 "\"\\ud800\"",
                                 "\"\\ud800\\u0041\"",
                                 "\"\\udc00\"",
                                 "\"\n\"",
                                 std::string("\"\0\"", 3),
                                 "\"\xff\"",
                                 "\"\xc0\x80\"",
                                 "\"\xed\xa0\x80\"",
                                 "\"\xf4\x90\x80\x80\"",
                                 "01",
                                 "-1",
                                 "1.5",
                                 "1e3",
                                 "NaN",
                                 "Infinity",
                                 "9223372036854775808",
                                 "99999999999999999999999",
                                 "tru",
                                 "nulll",
                                 "1 2",
                                 "[1] x",
                                 "'a'",
                                 "/*c*/1",
                                 "+1",
                                 ".5"};
  for (const std::string& text : hostile) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json.ok()) << text;
    EXPECT_EQ(json.error().code, ErrorCode::kCorrupt);
  }
}

TEST(Json, BoundsItsDepth) {
  const auto nested = [](int depth) {
    const auto levels = static_cast<std::size_t>(depth);
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_TRUE(parse_json(nested(kJsonDepth)).ok());
  EXPECT_FALSE(parse_json(nested(kJsonDepth + 2)).ok());
  EXPECT_FALSE(parse_json(nested(1'000'000)).ok());
  EXPECT_FALSE(parse_json(std::string(1'000'000, '{')).ok());
}

TEST(Json, EveryStringSurvivesWritingAndReading) {
  std::string text;
  for (int c = 0; c < 128; ++c) text.push_back(static_cast<char>(c));
  text += "é漢😀\\\"";
  std::string written;
  append_json_string(written, text);
  EXPECT_EQ(*parse_json(written).value().text(), text);
}

// Every text is answered, whatever it is; sanitizers watch the bounds.
TEST(Json, RandomDamageNeverCrashes) {
  const std::string sound = R"({"a":[1,2,{"b":"\u0041x"}],"c":null,"d":"\ud83d\ude00"})";
  std::mt19937 random(2);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = sound;
    for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    text.resize(random() % 4 == 0 ? random() % text.size() : text.size());
    accepted += parse_json(text).ok() ? 1 : 0;
  }
  EXPECT_LT(accepted, 20'000);
}

}  // namespace
}  // namespace crystalline::base
