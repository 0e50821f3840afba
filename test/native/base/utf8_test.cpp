#include "engine/base/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace crystalline::base {
namespace {

TEST(Utf8, EveryScalarValueSurvivesWritingAndReading) {
  for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, point);
    const CodePoint read = decode_utf8(text);
    ASSERT_EQ(read.value, point);
    ASSERT_EQ(read.bytes, text.size());
    // One byte less is no character.
    if (text.size() > 1) {
      ASSERT_EQ(decode_utf8(std::string_view(text).substr(0, text.size() - 1)).bytes, 0U);
    }
  }
}

// Valid texts of three and four bytes are exactly those of the scalar values: counted over all
// starts.
TEST(Utf8, AcceptsExactlyAsManySequencesAsThereAreScalarValues) {
  std::size_t accepted[5] = {};
  std::string text(4, '\0');
  for (std::uint32_t lead = 0; lead < 256; ++lead) {
    for (std::uint32_t second = 0; second < 256; ++second) {
      for (std::uint32_t third = 0x7F; third <= 0xC0; ++third) {
        for (std::uint32_t fourth = 0x7F; fourth <= 0xC0; ++fourth) {
          text[0] = static_cast<char>(lead);
          text[1] = static_cast<char>(second);
          text[2] = static_cast<char>(third);
          text[3] = static_cast<char>(fourth);
          ++accepted[decode_utf8(text).bytes];
        }
      }
    }
  }
  const std::size_t tails = 0xC0 - 0x7F + 1;
  EXPECT_EQ(accepted[1], 0x80 * 256 * tails * tails);
  EXPECT_EQ(accepted[2], (0x800 - 0x80) * tails * tails);
  EXPECT_EQ(accepted[3], (0x10000 - 0x800 - 0x800) * tails);
  EXPECT_EQ(accepted[4], std::size_t{0x110000 - 0x10000});
}

}  // namespace
}  // namespace crystalline::base
