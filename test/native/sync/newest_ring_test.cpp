#include "engine/sync/newest_ring.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace crystalline::sync {
namespace {

using Ring = NewestRing<3, 64>;

Ring::Record record_of(std::uint64_t n) { return {n, n * 3, ~n}; }

TEST(NewestRing, KeepsTheNewestOldestFirst) {
  Ring ring;
  std::vector<Ring::Record> records(100);
  EXPECT_EQ(ring.read(records), 0U);
  for (std::uint64_t n = 0; n < 200; ++n) ring.put(record_of(n));
  ASSERT_EQ(ring.read(records), 64U);
  for (std::uint64_t i = 0; i < 64; ++i) EXPECT_EQ(records[i], record_of(136 + i));
}

TEST(NewestRing, ReadsOnFromWhereAReaderWas) {
  Ring ring;
  std::vector<Ring::Record> records(100);
  for (std::uint64_t n = 0; n < 10; ++n) ring.put(record_of(n));
  const std::uint64_t first = ring.count();
  EXPECT_EQ(ring.read(records, 0, first), 10U);
  for (std::uint64_t n = 10; n < 15; ++n) ring.put(record_of(n));
  ASSERT_EQ(ring.read(records, first, ring.count()), 5U);
  EXPECT_EQ(records[0], record_of(10));
  EXPECT_EQ(ring.read(records, ring.count(), ring.count()), 0U);
  EXPECT_EQ(ring.read(std::span(records).first(2), first, ring.count()), 2U);
  EXPECT_EQ(records[0], record_of(13));  // the newest that fit
}

TEST(NewestRing, AReaderNeverSeesATornRecord) {
  Ring ring;
  std::jthread writer([&](const std::stop_token& stop) {
    for (std::uint64_t n = 0; !stop.stop_requested(); ++n) ring.put(record_of(n));
  });
  std::vector<Ring::Record> records(64);
  for (int i = 0; i < 2'000; ++i) {
    const std::size_t count = ring.read(records);
    for (std::size_t r = 0; r < count; ++r) {
      ASSERT_EQ(records[r], record_of(records[r][0]));
      if (r == 0) continue;
      ASSERT_EQ(records[r][0], records[r - 1][0] + 1);
    }
  }
}

}  // namespace
}  // namespace crystalline::sync
