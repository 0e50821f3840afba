#include "engine/sync/versioned_region.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <concepts>
#include <optional>
#include <thread>
#include <vector>

namespace crystalline::sync {
namespace {

using Region = VersionedRegion<float>;

// The access modes are types: what is not allowed does not compile.
template <typename Handle>
concept Readable = requires(Handle& handle) {
                     { handle.data()[0] + 1.0F } -> std::convertible_to<float>;
                   };
template <typename Handle>
concept Writable = requires(Handle& handle) { handle.data()[0] = 1.0F; };
static_assert(Readable<Region::ReadOnly> && !Writable<Region::ReadOnly>);
static_assert(!Readable<Region::WriteOnly> && Writable<Region::WriteOnly>);
static_assert(Readable<Region::ReadWrite> && Writable<Region::ReadWrite>);
static_assert(!std::copyable<Region::ReadOnly> && !std::copyable<Region::WriteOnly> &&
              !std::copyable<Region::ReadWrite>);
// What is published is given up with the handle: not twice, and nothing is written to it after.
template <typename Handle>
concept Published = requires(Handle&& handle) {
                      { std::forward<Handle>(handle).commit() } -> std::same_as<std::uint64_t>;
                    };
static_assert(!Published<Region::ReadOnly>);
static_assert(Published<Region::WriteOnly> && !Published<Region::WriteOnly&>);
static_assert(Published<Region::ReadWrite> && !Published<Region::ReadWrite&>);

void publish(Region& region, float value) {
  auto handle = region.write();
  ASSERT_TRUE(handle.ok());
  for (std::size_t i = 0; i < region.size(); ++i) handle.value().data()[i] = value;
  std::move(handle).value().commit();
}

TEST(VersionedRegion, BeginsWithZeroesAsVersionZero) {
  const Region region(100);
  const auto handle = region.read();
  EXPECT_EQ(handle.version(), 0U);
  EXPECT_EQ(handle.data().size(), 100U);
  for (const float value : handle.data()) EXPECT_EQ(value, 0.0F);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(handle.data().data()) % 64, 0U);
}

TEST(VersionedRegion, AReaderKeepsItsVersion) {
  Region region(10);
  publish(region, 1);
  const auto old = region.read();
  for (int i = 2; i < 20; ++i) publish(region, static_cast<float>(i));
  EXPECT_EQ(old.version(), 1U);
  for (const float value : old.data()) EXPECT_EQ(value, 1.0F);
  EXPECT_EQ(region.read().data()[3], 19.0F);
  EXPECT_EQ(region.version(), 19U);
  EXPECT_EQ(region.buffers(), 3U);  // one for the reader, two for the writer's turns
}

TEST(VersionedRegion, GrowsWhenEverythingIsReadAndShrinksBackToReuse) {
  Region region(10);
  std::vector<Region::ReadOnly> readers;
  for (int i = 0; i < 10; ++i) {
    readers.push_back(region.read());
    publish(region, static_cast<float>(i));
  }
  EXPECT_EQ(region.buffers(), 11U);
  readers.clear();
  for (int i = 0; i < 50; ++i) publish(region, 0);
  EXPECT_EQ(region.buffers(), 11U);
}

TEST(VersionedRegion, RefusesToWriteWhenReadersHoldAllItMayHave) {
  Region region(1);
  std::vector<Region::ReadOnly> readers;
  for (std::size_t i = 0; i + 1 < Region::kMaxBuffers; ++i) {
    readers.push_back(region.read());
    publish(region, 1);
  }
  readers.push_back(region.read());
  auto refused = region.write();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kOutOfMemory);
  readers.erase(readers.begin());
  publish(region, 2);
}

TEST(VersionedRegion, HasOneWriterAtATime) {
  Region region(1);
  {
    auto first = region.write();
    ASSERT_TRUE(first.ok());
    const auto second = region.write();
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, base::ErrorCode::kWrongState);
  }
  EXPECT_EQ(region.version(), 0U);  // dropped, not published
  publish(region, 1);
  EXPECT_EQ(region.version(), 1U);
}

TEST(VersionedRegion, ReadWriteBeginsAsACopy) {
  Region region(4);
  publish(region, 5);
  auto handle = region.modify();
  ASSERT_TRUE(handle.ok());
  for (float& value : handle.value().data()) value += 1;
  EXPECT_EQ(region.read().data()[0], 5.0F);
  EXPECT_EQ(std::move(handle).value().commit(), 2U);
  EXPECT_EQ(region.read().data()[3], 6.0F);
}

TEST(VersionedRegion, MovedHandlesReleaseOnce) {
  Region region(4);
  for (int i = 0; i < 200; ++i) {
    auto a = region.read();
    auto b = std::move(a);
    auto c = region.read();
    c = std::move(b);
    publish(region, static_cast<float>(i));
  }
  EXPECT_LE(region.buffers(), 3U);
}

class Readers : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, Readers, testing::Values(1, 2, 3, 8, 13));

TEST_P(Readers, NeverSeeAHalfWrittenOrOlderVersion) {
  Region region(257);
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  std::atomic<int> reads{0};
  for (int r = 0; r < GetParam(); ++r) {
    readers.emplace_back([&, r] {
      std::uint64_t last = 0;
      std::optional<Region::ReadOnly> pinned;  // some keep one for long, as a text sampler does
      float pinned_value = 0;
      int round = 0;
      while (!done) {
        const auto handle = region.read();
        EXPECT_GE(handle.version(), last);
        last = handle.version();
        for (const float value : handle.data()) {
          ASSERT_EQ(value, static_cast<float>(handle.version()));
        }
        ++reads;
        if (r % 2 == 0 && round++ % 50 == 0) {
          if (pinned) {
            ASSERT_EQ(pinned->data()[13], pinned_value);
          }
          pinned.emplace(region.read());
          pinned_value = pinned->data()[13];
        }
      }
    });
  }
  for (int version = 1; version <= 2'000 || reads < 200; ++version) {
    publish(region, static_cast<float>(version));
  }
  done = true;
  for (auto& reader : readers) reader.join();
  // At most three handles a reader: the newest, the pinned one, and the next pinned one.
  EXPECT_LE(region.buffers(), 2U + 3U * static_cast<std::size_t>(GetParam()));
}

}  // namespace
}  // namespace crystalline::sync
