#include "engine/spheres/inboxes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <random>
#include <thread>
#include <vector>

namespace crystalline::spheres {
namespace {

Message make(std::uint32_t sender, std::uint32_t receiver, Priority priority,
             std::uint32_t sequence) {
  Message message = Message::of(sender, receiver, BatchStart{1});
  message.priority = priority;
  message.sequence = sequence;
  return message;
}

class InboxesTest : public testing::Test {
 protected:
  Inboxes inboxes_;

  Message next() {
    Message message{};
    EXPECT_TRUE(inboxes_.next(message));
    return message;
  }
};

TEST_F(InboxesTest, IsEmptyAtFirst) {
  Message message;
  EXPECT_FALSE(inboxes_.next(message));
  EXPECT_EQ(inboxes_.waiting(), 0U);
}

TEST_F(InboxesTest, GivesTheMostUrgentFirstAndEachPriorityInOrder) {
  for (std::uint32_t n = 0; n < 3; ++n) {
    for (const Priority priority :
         {Priority::kLow, Priority::kCritical, Priority::kNormal, Priority::kHigh}) {
      inboxes_.deliver(make(0, 5, priority, n));
    }
  }
  for (std::size_t p = 0; p < kPriorities; ++p) EXPECT_EQ(inboxes_.waiting_for(5, p), 3U);
  for (const Priority priority :
       {Priority::kCritical, Priority::kHigh, Priority::kNormal, Priority::kLow}) {
    for (std::uint32_t n = 0; n < 3; ++n) {
      const Message message = next();
      EXPECT_EQ(message.priority, priority);
      EXPECT_EQ(message.sequence, n);
    }
  }
  for (std::size_t p = 0; p < kPriorities; ++p) EXPECT_EQ(inboxes_.waiting_for(5, p), 0U);
}

TEST_F(InboxesTest, SpheresOfOnePriorityAreServedInTheOrderOfArrival) {
  const std::array<std::uint32_t, 5> receivers{1, 2, 1, 3, 2};
  for (const std::uint32_t id : receivers) inboxes_.deliver(make(0, id, Priority::kNormal, 0));
  for (const std::uint32_t id : receivers) EXPECT_EQ(next().receiver, id);
}

/// The room doubles with messages at its end and at its beginning, and begins anew when empty.
TEST_F(InboxesTest, KeepsTheOrderWhenItsRoomGrows) {
  std::uint32_t put = 0;
  std::uint32_t taken = 0;
  for (const std::uint32_t most : {3U, 10U, 100U, 5U, 1'000U}) {
    while (put - taken < most) inboxes_.deliver(make(0, 1, Priority::kNormal, put++));
    for (std::uint32_t n = 0; n < most - 2; ++n) ASSERT_EQ(next().sequence, taken++);
    if (most == 100) {
      while (taken < put) ASSERT_EQ(next().sequence, taken++);
    }
  }
  EXPECT_EQ(inboxes_.waiting_for(1, 1), put - taken);
}

/// The stated bound: a waiting message is passed over by at most kPatience later, more urgent ones.
TEST_F(InboxesTest, NoPriorityStarves) {
  for (const Priority waiting : {Priority::kLow, Priority::kNormal, Priority::kHigh}) {
    inboxes_.deliver(make(0, 3, waiting, 77));
    std::uint32_t passed = 0;
    for (;;) {
      inboxes_.deliver(make(0, 4, Priority::kCritical, passed));
      if (next().priority == waiting) break;
      ++passed;
      ASSERT_LE(passed, Inboxes::kPatience);
    }
    EXPECT_EQ(passed, Inboxes::kPatience);
    while (inboxes_.waiting() > 0) (void)next();
  }
}

TEST_F(InboxesTest, AllOverduePrioritiesHaveTheirTurn) {
  inboxes_.deliver(make(0, 3, Priority::kLow, 0));
  inboxes_.deliver(make(0, 3, Priority::kNormal, 0));
  inboxes_.deliver(make(0, 3, Priority::kHigh, 0));
  std::uint32_t handled = 0;
  for (int seen = 0; seen < 3; ++handled) {
    inboxes_.deliver(make(0, 4, Priority::kCritical, handled));
    if (next().priority != Priority::kCritical) ++seen;
  }
  EXPECT_LE(handled, Inboxes::kPatience + 3);
}

/// The stated bounds under random floods: between two turns of a priority that waits, at most
/// kPatience more urgent messages are handled, and of each lower priority what is overdue: one
/// when two turns follow each other, two otherwise.
TEST_F(InboxesTest, BoundsInversionAndStarvationWhateverArrives) {
  std::mt19937 random(11);
  std::array<std::uint64_t, kPriorities> waiting{};
  // Since the last turn of the first, or since it began to wait: messages of the second handled.
  std::array<std::array<std::uint64_t, kPriorities>, kPriorities> passed{};
  std::uint32_t flooded = 0;
  for (std::uint32_t n = 0; n < 300'000; ++n) {
    if (random() % 500 == 0) flooded = static_cast<std::uint32_t>(random() % kPriorities);
    const bool deliver = inboxes_.waiting() == 0 || random() % 100 < 48;
    if (deliver) {
      const std::size_t priority = random() % 4 == 0 ? random() % kPriorities : flooded;
      inboxes_.deliver(make(0, 1, static_cast<Priority>(priority), n));
      if (waiting[priority]++ == 0) passed[priority].fill(0);
      continue;
    }
    const auto turn = static_cast<std::size_t>(next().priority);
    --waiting[turn];
    for (std::size_t p = 0; p < kPriorities; ++p) {
      if (p == turn || waiting[p] == 0) continue;
      std::uint64_t urgent = 0;
      ++passed[p][turn];
      for (std::size_t other = p + 1; other < kPriorities; ++other) urgent += passed[p][other];
      ASSERT_LE(urgent, Inboxes::kPatience);
      for (std::size_t other = 0; other < p; ++other) ASSERT_LE(passed[p][other], urgent ? 2U : 1U);
    }
    passed[turn].fill(0);
  }
}

/// Random traffic: nothing lost, nothing twice, order kept per sender, receiver and priority.
TEST_F(InboxesTest, LosesNothingInRandomTraffic) {
  std::mt19937 random(3);
  std::map<std::uint32_t, std::deque<std::uint32_t>> expected;  // by stream
  std::size_t waiting = 0;
  for (std::uint32_t n = 0; n < 50'000; ++n) {
    if (random() % 100 < 52) {
      const std::uint32_t sender = static_cast<std::uint32_t>(random() % 13);
      const std::uint32_t receiver = static_cast<std::uint32_t>(random() % 13);
      const std::uint32_t priority = static_cast<std::uint32_t>(random() % 4);
      inboxes_.deliver(make(sender, receiver, static_cast<Priority>(priority), n));
      expected[sender * 1'000 + receiver * 10 + priority].push_back(n);
      ++waiting;
    } else if (waiting > 0) {
      const Message message = next();
      auto& stream = expected[message.sender * 1'000 + message.receiver * 10 +
                              static_cast<std::uint32_t>(message.priority)];
      ASSERT_FALSE(stream.empty());
      ASSERT_EQ(message.sequence, stream.front());
      stream.pop_front();
      --waiting;
    }
    ASSERT_EQ(inboxes_.waiting(), waiting);
  }
}

/// Batches from other workers between messages of this one, far more than there is room for
/// at first, read by another thread meanwhile.
TEST_F(InboxesTest, BatchesOfManySpheresKeepTheirOrderWhileTheyAreCounted) {
  constexpr std::uint32_t kSpheres = 3'000;
  std::atomic<bool> ended{false};
  std::thread reader([&] {
    for (std::uint32_t sphere = 0; !ended; sphere = (sphere + 1) % kSpheres) {
      EXPECT_LE(inboxes_.waiting_for(sphere, sphere % kPriorities), 60'000U);
    }
  });
  std::mt19937 random(5);
  std::map<std::uint32_t, std::deque<std::uint32_t>> expected;  // by receiver and priority
  const auto take = [&] {
    const Message message = next();
    auto& stream = expected[message.receiver * 4 + static_cast<std::uint32_t>(message.priority)];
    EXPECT_EQ(message.sequence, stream.front());
    stream.pop_front();
    EXPECT_EQ(inboxes_.waiting_for(message.receiver, static_cast<std::size_t>(message.priority)),
              stream.size());
  };
  for (std::uint32_t n = 0; n < 20'000;) {
    for (auto batch = random() % 70; batch > 0; --batch, ++n) {
      const auto receiver = static_cast<std::uint32_t>(random() % kSpheres);
      const auto priority = static_cast<std::uint32_t>(random() % 4);
      inboxes_.deliver(make(0, receiver, static_cast<Priority>(priority), n));
      expected[receiver * 4 + priority].push_back(n);
    }
    const auto receiver = static_cast<std::uint32_t>(random() % kSpheres);
    inboxes_.deliver(make(0, receiver, Priority::kHigh, ++n));
    expected[receiver * 4 + 2].push_back(n);
    for (auto burst = random() % 60; burst > 0 && inboxes_.waiting() > 0; --burst) take();
  }
  while (inboxes_.waiting() > 0) take();
  ended = true;
  reader.join();
  for (const auto& [stream, left] : expected) EXPECT_TRUE(left.empty()) << stream;
}

TEST_F(InboxesTest, SaysWhoseTurnIsNext) {
  EXPECT_EQ(inboxes_.upcoming(0), std::nullopt);
  inboxes_.deliver(make(0, 7, Priority::kLow, 0));
  inboxes_.deliver(make(0, 8, Priority::kHigh, 0));
  inboxes_.deliver(make(0, 9, Priority::kHigh, 0));
  EXPECT_EQ(inboxes_.upcoming(0), 8U);
  EXPECT_EQ(inboxes_.upcoming(1), 9U);
  EXPECT_EQ(inboxes_.upcoming(2), 7U);
  EXPECT_EQ(inboxes_.upcoming(3), std::nullopt);
}

}  // namespace
}  // namespace crystalline::spheres
