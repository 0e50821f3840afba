#include "engine/base/crc32c.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace crystalline::base {
namespace {

std::uint32_t of(const std::string& text) { return crc32c(std::as_bytes(std::span(text))); }

std::string counted(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>(i);
  return text;
}

// RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRCs.
TEST(Crc32c, PublishedValues) {
  EXPECT_EQ(of(""), 0U);
  EXPECT_EQ(of("123456789"), 0xe306'9283U);
  EXPECT_EQ(of(std::string(32, '\0')), 0x8a91'36aaU);
  EXPECT_EQ(of(std::string(32, '\xff')), 0x62a8'ab43U);
  std::string rising = counted(32);
  EXPECT_EQ(of(rising), 0x46dd'794eU);
  std::ranges::reverse(rising);
  EXPECT_EQ(of(rising), 0x113f'db5cU);
}

TEST(Crc32c, TheInstructionAgreesWithTheTableForEveryLengthAndPlace) {
  std::mt19937 random(3);
  std::vector<std::byte> bytes(4'096);
  for (auto& byte : bytes) byte = static_cast<std::byte>(random());
  for (std::size_t length = 0; length < 300; ++length) {
    const auto part = std::span(bytes).subspan(random() % 1'000, length);
    const auto before = static_cast<std::uint32_t>(random());
    EXPECT_EQ(crc32c(part, before), detail::crc32c_portable(part, before)) << length;
  }
}

TEST(Crc32c, PartsGiveTheSameAsTheWhole) {
  const std::string text = counted(1'000);
  const auto bytes = std::as_bytes(std::span(text));
  for (const std::size_t cut : {0U, 1U, 7U, 8U, 500U, 999U, 1'000U}) {
    EXPECT_EQ(crc32c(bytes.subspan(cut), crc32c(bytes.first(cut))), crc32c(bytes)) << cut;
  }
}

}  // namespace
}  // namespace crystalline::base
