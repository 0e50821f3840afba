#include "engine/base/philox.hpp"

#include <gtest/gtest.h>

namespace crystalline::base {
namespace {

// The known answers of Random123's kat_vectors for philox4x32-10.
TEST(Philox, KnownAnswers) {
  using Four = std::array<std::uint32_t, 4>;
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (Four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, UniformBelowReachesBothEnds) {
  EXPECT_EQ(uniform_below(10, 0, 0), 0U);
  EXPECT_EQ(uniform_below(10, 0xffffffff, 0xffffffff), 9U);
  EXPECT_EQ(uniform_below(1, 0x12345678, 0x9abcdef0), 0U);
  EXPECT_EQ(uniform(0, 0), 0.0);
  EXPECT_LT(uniform(0xffffffff, 0xffffffff), 1.0);
}

}  // namespace
}  // namespace crystalline::base
