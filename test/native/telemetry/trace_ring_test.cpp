#include "engine/telemetry/trace_ring.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace crystalline::telemetry {
namespace {

Span span_of(std::uint32_t n) {
  return {n * 10ULL,
          n + 1,
          n + 2,
          static_cast<std::uint8_t>(n),
          TraceKind::kUpdate,
          static_cast<std::uint16_t>(n)};
}

void expect_is(const Span& span, std::uint32_t n) {
  ASSERT_EQ(span.start_us, n * 10ULL);
  ASSERT_EQ(span.duration_us, n + 1);
  ASSERT_EQ(span.step, n + 2);
  ASSERT_EQ(span.worker, static_cast<std::uint8_t>(n));
  ASSERT_EQ(span.kind, TraceKind::kUpdate);
  ASSERT_EQ(span.sphere, static_cast<std::uint16_t>(n));
}

TEST(TraceRing, KeepsTheNewestOldestFirst) {
  TraceRing ring;
  std::vector<Span> spans(TraceRing::kSpans);
  EXPECT_EQ(ring.read(spans), 0U);
  for (std::uint32_t n = 0; n < 3; ++n) ring.record(span_of(n));
  ASSERT_EQ(ring.read(spans), 3U);
  for (std::uint32_t n = 0; n < 3; ++n) expect_is(spans[n], n);
  for (std::uint32_t n = 3; n < 5'000; ++n) ring.record(span_of(n));
  ASSERT_EQ(ring.read(spans), TraceRing::kSpans);
  for (std::uint32_t i = 0; i < TraceRing::kSpans; ++i) {
    expect_is(spans[i], 5'000 - TraceRing::kSpans + i);
  }
  std::vector<Span> few(10);
  ASSERT_EQ(ring.read(few), 10U);
  expect_is(few.back(), 4'999);
}

TEST(TraceRing, NeverGivesATornSpan) {
  TraceRing ring;
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      std::vector<Span> spans(TraceRing::kSpans);
      while (!done) {
        const std::size_t count = ring.read(spans);
        for (std::size_t i = 0; i < count; ++i) {
          expect_is(spans[i], static_cast<std::uint32_t>(spans[0].start_us / 10 + i));
        }
      }
    });
  }
  for (std::uint32_t n = 0; n < 300'000; ++n) ring.record(span_of(n));
  done = true;
  for (auto& reader : readers) reader.join();
}

}  // namespace
}  // namespace crystalline::telemetry
