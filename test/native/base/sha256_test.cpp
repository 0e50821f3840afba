#include "engine/base/sha256.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace crystalline::base {
namespace {

std::string hash(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

// FIPS 180-4 examples and NIST's long message.
TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hash(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesOfAnySizeGiveTheSameDigest) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text.push_back(static_cast<char>(i * 7));
  const std::string whole = hash(text);
  for (const std::size_t piece : {1, 3, 55, 56, 63, 64, 65, 127, 999}) {
    Sha256 streaming;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      streaming.update(std::string_view(text).substr(at, piece));
    }
    EXPECT_EQ(hexadecimal(streaming.finish()), whole) << piece;
  }
}

TEST(Sha256, EveryLengthAroundABlockIsPaddedRight) {
  // Digest of the digests of 'x' repeated 0..130 times; from Python's hashlib.
  Sha256 all;
  for (std::size_t length = 0; length <= 130; ++length) all.update(hash(std::string(length, 'x')));
  EXPECT_EQ(hexadecimal(all.finish()),
            "87aca1c44bc7ba8897768170211f0a02063de70801131ff86c7edb9ce32c6a50");
}

TEST(Sha256, TheFastCompressionEqualsThePortableOne) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    std::vector<std::uint8_t> blocks(64 * 5);
    for (auto& byte : blocks) byte = static_cast<std::uint8_t>(random());
    std::array<std::uint32_t, 8> fast;
    for (auto& word : fast) word = static_cast<std::uint32_t>(random());
    auto portable = fast;
    detail::sha256_compress()(fast.data(), blocks.data(), 5);
    detail::sha256_compress_portable(portable.data(), blocks.data(), 5);
    ASSERT_EQ(fast, portable);
  }
}

}  // namespace
}  // namespace crystalline::base
