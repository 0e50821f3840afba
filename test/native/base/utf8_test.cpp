#include "engine/base/utf8.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "native/sanitized.hpp"

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

/// Values for the third and fourth byte: all from the last before the valid 80 to BF to the first
/// after; only the ends of that under AddressSanitizer, to which the others are the same.
std::vector<std::uint8_t> tails() {
  if (test::kAddressesSanitized) return {0x7F, 0x80, 0xBF, 0xC0};
  std::vector<std::uint8_t> all;
  for (std::uint8_t byte = 0x7F; byte <= 0xC0; ++byte) all.push_back(byte);
  return all;
}

// Valid texts of three and four bytes are exactly those of the scalar values: counted over all
// starts.
TEST(Utf8, AcceptsExactlyAsManySequencesAsThereAreScalarValues) {
  const std::vector<std::uint8_t> ends = tails();
  std::size_t accepted[5] = {};
  std::string text(4, '\0');
  for (std::uint32_t start = 0; start < 0x10000; ++start) {
    text[0] = static_cast<char>(start >> 8);
    text[1] = static_cast<char>(start & 0xFF);
    for (const std::uint8_t third : ends) {
      text[2] = static_cast<char>(third);
      for (const std::uint8_t fourth : ends) {
        text[3] = static_cast<char>(fourth);
        ++accepted[decode_utf8(text).bytes];
      }
    }
  }
  const std::size_t all = ends.size();
  const std::size_t valid = all - 2;
  EXPECT_EQ(accepted[1], 0x80 * 256 * all * all);
  EXPECT_EQ(accepted[2], (0x800 - 0x80) * all * all);
  EXPECT_EQ(accepted[3], (0x10000 - 0x800 - 0x800) / 64 * valid * all);
  EXPECT_EQ(accepted[4], (0x110000 - 0x10000) / 64 / 64 * valid * valid);
}

}  // namespace
}  // namespace crystalline::base
