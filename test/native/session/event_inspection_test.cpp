#include "engine/session/event_inspection.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/session/frames.hpp"
#include "engine/session/token_table.hpp"
#include "engine/telemetry/event_ring.hpp"
#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

/// The text without its line ends' escapes: what readable() leaves as it is.
TEST(EventInspection, AgreesWithTheRingTheTextAndTheTokenTable) {
  Opened opened;
  opened.create(2);
  opened.train_to(7);
  const std::uint64_t newest = opened.status().newest_event;
  ASSERT_EQ(newest, 7U * 6 * 32);
  std::vector<std::byte> frame(1 << 20);
  frame.resize(opened.session.read_frame(FrameKind::kEvents, 0, frame));
  const std::string text = small_text();
  const std::size_t head = frame.size() - newest * sizeof(telemetry::EventRow);
  for (std::uint64_t n = 1; n <= newest; n += 13) {
    const auto answer = opened.session.inspect_event(n);
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    const EventInspection& event = answer.value();
    telemetry::EventRow row;
    std::memcpy(&row, frame.data() + head + (n - 1) * sizeof(row), sizeof(row));
    EXPECT_EQ(event.token, row.token) << n;
    EXPECT_EQ(event.step, 1 + (n - 1) / (6 * 32));
    EXPECT_EQ(event.sequence * 32U + event.position, (n - 1) % (6 * 32));
    // One byte a character, and characters are the tokens.
    EXPECT_EQ(event.text, text.substr(event.offset, 1));
    const std::size_t before = std::min<std::size_t>(event.offset, kTokensBefore);
    EXPECT_EQ(event.before, text.substr(event.offset - before, before));
    EXPECT_EQ(event.after.substr(0, 8),
              text.substr(event.offset + 1, event.after.size()).substr(0, 8));
    const auto& terms = event.angle.terms;
    EXPECT_EQ(terms.index, 0);
    const double sum = terms.spiral + terms.phonetic + terms.omega + terms.psi;
    EXPECT_NEAR(std::remainder(sum - event.angle.theta, 2 * M_PI), 0, 1e-12);
  }
}

TEST(EventInspection, ThereIsNoneBeforeTheFirstOrAfterTheNewest) {
  Opened opened;
  EXPECT_EQ(opened.session.inspect_event(1).error().code, base::ErrorCode::kWrongState);
  opened.create(1);
  EXPECT_EQ(opened.session.inspect_event(1).error().code, base::ErrorCode::kNotFound);
  opened.train_to(1);
  EXPECT_TRUE(opened.session.inspect_event(6 * 32).ok());
  EXPECT_EQ(opened.session.inspect_event(0).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(opened.session.inspect_event(6 * 32 + 1).error().code, base::ErrorCode::kNotFound);
}

}  // namespace
}  // namespace crystalline::session::test
