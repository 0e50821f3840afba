#include "engine/sync/latest_cell.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>

namespace crystalline::sync {
namespace {

TEST(LatestCell, GivesTheNewestOnce) {
  LatestCell<int> cell;
  int value = -1;
  EXPECT_FALSE(cell.take(value));
  cell.publish(1);
  cell.publish(2);
  ASSERT_TRUE(cell.take(value));
  EXPECT_EQ(value, 2);
  EXPECT_FALSE(cell.take(value));
  for (int i = 3; i < 100; ++i) {
    cell.publish(i);
    if (i % 3 == 0) {
      ASSERT_TRUE(cell.take(value));
      EXPECT_EQ(value, i);
    }
  }
}

TEST(LatestCell, IsNeverTornAndNeverGoesBack) {
  using Value = std::array<std::uint64_t, 32>;
  constexpr std::uint64_t kLast = 200'000;
  LatestCell<Value> cell;
  std::thread writer([&] {
    Value value;
    for (std::uint64_t n = 1; n <= kLast; ++n) {
      value.fill(n);
      cell.publish(value);
    }
  });
  Value value{};
  std::uint64_t last = 0;
  while (last < kLast) {
    if (!cell.take(value)) {
      std::this_thread::yield();
      continue;
    }
    for (const std::uint64_t word : value) ASSERT_EQ(word, value[0]);
    ASSERT_GT(value[0], last);
    last = value[0];
  }
  writer.join();
}

}  // namespace
}  // namespace crystalline::sync
