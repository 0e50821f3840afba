#include "engine/session/frames.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

template <typename T>
T at(const std::vector<std::byte>& frame, std::size_t offset) {
  T value;
  std::memcpy(&value, frame.data() + offset, sizeof(value));
  return value;
}

std::vector<std::byte> read(Opened& opened, FrameKind kind, std::uint64_t since = 0,
                            std::size_t room = 1 << 20) {
  std::vector<std::byte> frame(room);
  frame.resize(opened.session.read_frame(kind, since, frame));
  return frame;
}

void expect_header(const std::vector<std::byte>& frame, FrameKind kind, double step) {
  ASSERT_GE(frame.size(), kFrameHeaderBytes);
  EXPECT_EQ(std::memcmp(frame.data(), "CRYS", 4), 0);
  EXPECT_EQ(at<std::uint16_t>(frame, 4), 1);
  EXPECT_EQ(at<std::uint16_t>(frame, 6), static_cast<std::uint16_t>(kind));
  EXPECT_EQ(at<double>(frame, 8), step);
  EXPECT_EQ(at<std::uint32_t>(frame, 20), frame_stride(kind));
  EXPECT_EQ(frame.size(), kFrameHeaderBytes + frame_field_bytes(kind) +
                              at<std::uint32_t>(frame, 16) * frame_stride(kind));
}

TEST(Frames, ThereAreNoneWithoutARunOrRoom) {
  Opened opened;
  EXPECT_TRUE(read(opened, FrameKind::kSpheres).empty());
  opened.create(1);
  EXPECT_TRUE(read(opened, FrameKind::kSpheres, 0, 31).empty());
  EXPECT_EQ(at<std::uint32_t>(read(opened, FrameKind::kSpheres, 0, 32 + 52), 16), 1U);
}

TEST(Frames, SpheresShowTheWholeTreeAtWork) {
  Opened opened;
  opened.create(2);
  opened.train_to(10);
  const auto frame = read(opened, FrameKind::kSpheres);
  expect_header(frame, FrameKind::kSpheres, 10);
  ASSERT_EQ(at<std::uint32_t>(frame, 16), 13U);
  std::uint32_t micro_batches = 0;
  for (std::size_t sphere = 0; sphere < 13; ++sphere) {
    telemetry::SphereRow row;
    std::memcpy(&row, frame.data() + 32 + sphere * sizeof(row), sizeof(row));
    EXPECT_EQ(row.level, sphere == 0 ? 0 : 1);
    micro_batches += sphere == 0 ? 0 : row.micro_batches;
  }
  EXPECT_EQ(micro_batches, 10U * 6);  // the leaves have computed every micro-batch once
}

class EventFrames : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, EventFrames, testing::Values(1, 2, 3, 8, 13));

TEST_P(EventFrames, AreEveryTokenInBatchOrder) {
  Opened opened;
  opened.create(GetParam());
  opened.train_to(4);
  const std::uint64_t events = 4U * 6 * 32;
  EXPECT_EQ(opened.status().newest_event, events);
  const auto frame = read(opened, FrameKind::kEvents);
  expect_header(frame, FrameKind::kEvents, 4);
  EXPECT_EQ(at<double>(frame, 24), 1.0);
  EXPECT_EQ(at<std::uint32_t>(frame, 32), 12U);
  EXPECT_EQ(at<std::uint32_t>(frame, 36), 32U);
  ASSERT_EQ(at<std::uint32_t>(frame, 16), events);

  // The first event's token is the target of the first token of the first sequence of step 1.
  const auto corpus =
      opened.session.open_corpus({.name = "small", .paths = {}, .bytes = small_text()}).value();
  const training::BatchPlan plan{.seed = 7, .tokens = corpus->train().size(), .context = 32};
  for (std::uint64_t n = 1; n <= events; ++n) {
    const std::uint64_t step = 1 + (n - 1) / (6 * 32);
    const auto sequence = static_cast<std::uint32_t>((n - 1) / 32 % 6);
    const auto expected = corpus->train()[plan.offset(step, sequence) + 1 + (n - 1) % 32];
    ASSERT_EQ(at<std::uint16_t>(frame, 40 + 4 * (n - 1)), expected) << n;
  }

  const auto newer = read(opened, FrameKind::kEvents, events - 5);
  EXPECT_EQ(at<double>(newer, 24), static_cast<double>(events - 4));
  EXPECT_EQ(at<std::uint32_t>(newer, 16), 5U);
  EXPECT_EQ(at<std::uint32_t>(read(opened, FrameKind::kEvents, events), 16), 0U);
}

TEST(Frames, TheTraceTellsWhatWorkersDid) {
  Opened opened;
  opened.create(2);
  opened.train_to(20);
  const auto frame = read(opened, FrameKind::kTrace);
  expect_header(frame, FrameKind::kTrace, 20);
  const auto rows = at<std::uint32_t>(frame, 16);
  ASSERT_GT(rows, 0U);
  bool computed = false;
  bool evaluated = false;
  for (std::uint32_t i = 0; i < rows; ++i) {
    telemetry::TraceRow row;
    std::memcpy(&row, frame.data() + 32 + i * sizeof(row), sizeof(row));
    computed = computed || row.kind == telemetry::TraceKind::kCompute;
    evaluated = evaluated || row.kind == telemetry::TraceKind::kEvaluate;
    EXPECT_LE(row.step, 20U);
  }
  EXPECT_TRUE(computed);
  EXPECT_TRUE(evaluated);  // step 20 is validated
}

TEST(Frames, TokensStandOnTheirPrimes) {
  Opened opened;
  opened.create(1);
  const auto frame = read(opened, FrameKind::kTokens);
  expect_header(frame, FrameKind::kTokens, 0);
  const std::uint32_t primes[] = {2, 3, 5, 7, 11, 13, 17, 19};
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(at<std::uint32_t>(frame, 24 + 8 * i), primes[i]);
    EXPECT_GE(at<float>(frame, 28 + 8 * i), 0.0F);
    EXPECT_LT(at<float>(frame, 28 + 8 * i), 6.2831855F);
  }
  // Token 0 is the newline: p = 2, wavelength 0.343 m. theta(2, 1, 1, 0.343) = 4.055308618069961262
  // by the reference table, of which k pi (1 + sqrt 5) = 3.883222077450933155 is the spiral's.
  EXPECT_NEAR(at<float>(frame, 28), 4.055308618069961262 - 3.883222077450933155, 1e-7);
}

}  // namespace
}  // namespace crystalline::session::test
