#include "engine/sync/spsc_ring.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

namespace crystalline::sync {
namespace {

struct Packet {
  std::array<std::uint64_t, 8> words;  // all equal: a torn packet shows
};

TEST(SpscRing, ShowsAPutAtOnce) {
  SpscRing<int> ring(4);
  std::vector<int> taken;
  const auto take = [&] { return ring.take_all([&](int item) { taken.push_back(item); }); };
  EXPECT_TRUE(ring.empty());
  EXPECT_EQ(take(), 0U);
  EXPECT_TRUE(ring.try_put(1));
  EXPECT_TRUE(ring.try_put(2));
  EXPECT_FALSE(ring.empty());
  EXPECT_EQ(take(), 2U);
  EXPECT_EQ(taken, (std::vector{1, 2}));
}

TEST(SpscRing, RefusesWhenFullAndStoresNothing) {
  SpscRing<int> ring(3);  // rounded up to 4
  EXPECT_EQ(ring.capacity(), 4U);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.try_put(i));
  EXPECT_FALSE(ring.try_put(4));
  std::vector<int> taken;
  ring.take_all([&](int item) { taken.push_back(item); });
  EXPECT_EQ(taken, (std::vector{0, 1, 2, 3}));
  EXPECT_TRUE(ring.try_put(5));
}

class Capacity : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Slots, Capacity, testing::Values(1, 2, 16, 1'024));

TEST_P(Capacity, KeepsOrderBetweenTwoThreads) {
  constexpr std::uint64_t kPackets = 100'000;
  SpscRing<Packet> ring(GetParam());
  std::thread producer([&] {
    for (std::uint64_t n = 0; n < kPackets; ++n) {
      Packet packet;
      packet.words.fill(n);
      while (!ring.try_put(packet)) std::this_thread::yield();
    }
  });
  std::uint64_t expected = 0;
  while (expected < kPackets) {
    const std::size_t taken = ring.take_all([&](const Packet& packet) {
      for (const std::uint64_t word : packet.words) ASSERT_EQ(word, expected);
      ++expected;
    });
    if (taken == 0) std::this_thread::yield();
  }
  producer.join();
}

}  // namespace
}  // namespace crystalline::sync
