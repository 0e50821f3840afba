#include "engine/telemetry/event_ring.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

namespace crystalline::telemetry {
namespace {

/// The row of lattice index n, recognisable.
EventRow row_of(std::uint64_t n) {
  return {static_cast<std::uint16_t>(n), static_cast<std::uint16_t>(n * 7 + 1)};
}

std::vector<EventRow> rows_of(std::uint64_t first, std::uint64_t count) {
  std::vector<EventRow> rows;
  for (std::uint64_t n = first; n < first + count; ++n) rows.push_back(row_of(n));
  return rows;
}

void expect_rows(const EventRing::Slice& slice, const std::vector<EventRow>& rows) {
  for (std::size_t i = 0; i < slice.count; ++i) {
    const EventRow expected = row_of(slice.first_n + i);
    ASSERT_EQ(rows[i].token, expected.token) << slice.first_n + i;
    ASSERT_EQ(rows[i].loss, expected.loss);
  }
}

TEST(EventRing, GivesWhatIsNewerThanAsked) {
  EventRing ring;
  std::vector<EventRow> rows(kShellEvents);
  EXPECT_EQ(ring.read(0, rows).count, 0U);
  ring.append(rows_of(1, 100));
  EXPECT_EQ(ring.newest(), 100U);
  auto slice = ring.read(0, rows);
  EXPECT_EQ(slice.first_n, 1U);
  EXPECT_EQ(slice.count, 100U);
  expect_rows(slice, rows);
  slice = ring.read(90, rows);
  EXPECT_EQ(slice.first_n, 91U);
  EXPECT_EQ(slice.count, 10U);
  expect_rows(slice, rows);
  EXPECT_EQ(ring.read(100, rows).count, 0U);
}

TEST(EventRing, GivesTheNewestThatFit) {
  EventRing ring;
  ring.append(rows_of(1, 100));
  std::vector<EventRow> rows(7);
  const auto slice = ring.read(0, rows);
  EXPECT_EQ(slice.first_n, 94U);
  EXPECT_EQ(slice.count, 7U);
  expect_rows(slice, rows);
}

TEST(EventRing, KeepsOneShell) {
  EventRing ring;
  for (std::uint64_t n = 1; n < 300'000; n += 768) ring.append(rows_of(n, 768));
  std::vector<EventRow> rows(kShellEvents);
  const auto slice = ring.read(0, rows);
  EXPECT_EQ(slice.count, kShellEvents);
  EXPECT_EQ(slice.first_n + slice.count - 1, ring.newest());
  expect_rows(slice, rows);
}

TEST(EventRing, MoreThanAShellAtOnceKeepsItsNewest) {
  EventRing ring;
  ring.append(rows_of(1, 5));
  ring.append(rows_of(6, kShellEvents + 1'000));
  EXPECT_EQ(ring.newest(), kShellEvents + 1'005);
  std::vector<EventRow> rows(kShellEvents);
  const auto slice = ring.read(0, rows);
  EXPECT_EQ(slice.count, kShellEvents);
  EXPECT_EQ(slice.first_n, 1'006U);
  expect_rows(slice, rows);
}

TEST(EventRing, ARestoredRunForgetsWhatItHad) {
  EventRing ring;
  std::vector<EventRow> rows(kShellEvents);
  ring.append(rows_of(1, 2'000));
  ring.restart(500);
  EXPECT_EQ(ring.newest(), 500U);
  EXPECT_EQ(ring.read(0, rows).count, 0U);
  ring.append(rows_of(501, 10));
  auto slice = ring.read(0, rows);
  EXPECT_EQ(slice.first_n, 501U);
  EXPECT_EQ(slice.count, 10U);
  expect_rows(slice, rows);
  slice = ring.read(1'900, rows);  // a reader from before the restart
  EXPECT_EQ(slice.first_n, 501U);
  EXPECT_EQ(slice.count, 10U);
}

TEST(EventRing, AReaderIsNeverGivenTornOrShiftedRows) {
  EventRing ring;
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int r = 0; r < 3; ++r) {
    readers.emplace_back([&, r] {
      std::vector<EventRow> rows(kShellEvents);
      std::uint64_t since = 0;
      while (!done) {
        const auto slice = ring.read(r == 0 ? 0 : since, rows);
        expect_rows(slice, rows);
        if (slice.count > 0) since = slice.first_n + slice.count - 1;
      }
    });
  }
  for (std::uint64_t n = 1; n < 2'000'000; n += 5'000) ring.append(rows_of(n, 5'000));
  done = true;
  for (auto& reader : readers) reader.join();
}

/// A half's value, by the definition.
double half_value(std::uint16_t half) {
  const int exponent = half >> 10 & 31;
  const int mantissa = half & 1023;
  const double size =
      exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
  return (half & 0x8000) != 0 ? -size : size;
}

TEST(HalfFromFloat, ReturnsEveryHalfUnchanged) {
  for (std::uint32_t half = 0; half < 0x1'0000; ++half) {
    if ((half & 0x7c00) == 0x7c00) continue;
    const auto h = static_cast<std::uint16_t>(half);
    ASSERT_EQ(half_from_float(static_cast<float>(half_value(h))), h);
  }
}

TEST(HalfFromFloat, RoundsToTheNearestEvenOne) {
  // Between each pair of neighbours: just below the middle, the middle, just above.
  for (std::uint16_t low = 0; low < 0x7bff; ++low) {
    const auto high = static_cast<std::uint16_t>(low + 1);
    const auto middle = static_cast<float>((half_value(low) + half_value(high)) / 2);
    const std::uint16_t even = low % 2 == 0 ? low : high;
    ASSERT_EQ(half_from_float(middle), even) << low;
    ASSERT_EQ(half_from_float(std::nextafter(middle, 0.0F)), low);
    ASSERT_EQ(half_from_float(std::nextafter(middle, 1e9F)), high);
    ASSERT_EQ(half_from_float(-middle), even | 0x8000);
  }
}

TEST(HalfFromFloat, KeepsTheSpecialValues) {
  EXPECT_EQ(half_from_float(0.0F), 0);
  EXPECT_EQ(half_from_float(-0.0F), 0x8000);
  EXPECT_EQ(half_from_float(65'504.0F), 0x7bff);
  EXPECT_EQ(half_from_float(65'519.99F), 0x7bff);
  EXPECT_EQ(half_from_float(65'520.0F), 0x7c00);
  EXPECT_EQ(half_from_float(1e30F), 0x7c00);
  EXPECT_EQ(half_from_float(std::numeric_limits<float>::infinity()), 0x7c00);
  EXPECT_EQ(half_from_float(-std::numeric_limits<float>::infinity()), 0xfc00);
  EXPECT_EQ(half_from_float(std::numeric_limits<float>::quiet_NaN()) & 0x7fff, 0x7e00);
  EXPECT_EQ(half_from_float(std::numeric_limits<float>::denorm_min()), 0);
}

}  // namespace
}  // namespace crystalline::telemetry
