#include "engine/spheres/post_office.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

#include "engine/spheres/inboxes.hpp"
#include "native/sanitized.hpp"

namespace crystalline::spheres {
namespace {

TEST(PostOffice, CarriesMessagesToTheirRank) {
  PostOffice office(3, 16);
  Outgoing zero(office, 0);
  EXPECT_TRUE(zero.send(1, Message::of(5, 6, BatchStart{9})));
  zero.flush();
  EXPECT_TRUE(office.anything_for(1));
  EXPECT_FALSE(office.anything_for(2));
  std::vector<Message> received;
  office.receive(1, [&](const Message& message) { received.push_back(message); });
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].type, MessageType::kBatchStart);
  EXPECT_EQ(received[0].as<BatchStart>().step, 9U);
  EXPECT_EQ(received[0].sent_by, 0);
}

TEST(PostOffice, KeepsOrderPastAFullRing) {
  PostOffice office(2, 4);
  Outgoing zero(office, 0);
  for (std::uint64_t step = 0; step < 100; ++step)
    ASSERT_TRUE(zero.send(1, Message::of(0, 1, BatchStart{step})));
  EXPECT_EQ(zero.waiting(), 96U);
  std::uint64_t expected = 0;
  for (int round = 0; round < 100 && expected < 100; ++round) {
    zero.flush();
    office.receive(
        1, [&](const Message& message) { EXPECT_EQ(message.as<BatchStart>().step, expected++); });
  }
  EXPECT_EQ(expected, 100U);
  EXPECT_EQ(zero.waiting(), 0U);
}

TEST(PostOffice, RefusesBeyondItsBoundAndLosesNothing) {
  PostOffice office(3, 4);
  Outgoing zero(office, 0, 8);
  std::uint64_t sent = 0;
  while (zero.send(1, Message::of(0, 1, BatchStart{sent}))) ++sent;
  EXPECT_EQ(sent, 12U);  // in the ring and waiting
  EXPECT_EQ(zero.waiting(), 8U);
  // Another receiver's ring has room.
  EXPECT_TRUE(zero.send(2, Message::of(0, 1, BatchStart{0})));
  std::vector<Message> received;
  while (sent < 100) {
    zero.flush();
    office.receive(1, [&](const Message& message) { received.push_back(message); });
    sent += zero.send(1, Message::of(0, 1, BatchStart{sent})) ? 1 : 0;
  }
  while (received.size() < sent) {
    zero.flush();
    office.receive(1, [&](const Message& message) { received.push_back(message); });
  }
  for (std::size_t i = 0; i < received.size(); ++i) {
    EXPECT_EQ(received[i].as<BatchStart>().step, i);
    // A refused message takes no number; the one to the other receiver had number 12.
    EXPECT_EQ(received[i].sequence, i < 12 ? i : i + 1);
  }
}

TEST(PostOffice, MessagesThatStayAreNumberedWithThoseThatLeave) {
  PostOffice office(2, 4);
  Outgoing zero(office, 0);
  Message stays = Message::of(1, 2, BatchStart{1});
  zero.stamp(stays);
  EXPECT_TRUE(zero.send(1, Message::of(1, 3, BatchStart{1})));
  office.receive(1, [&](const Message& left) {
    EXPECT_EQ(left.sequence, stays.sequence + 1);
    EXPECT_EQ(left.sent_by, stays.sent_by);
  });
}

/// Two ranks flood each other at their bounds; each takes in what comes while it waits.
TEST(PostOffice, TwoFullRanksDoNotWaitForEachOtherForever) {
  constexpr std::uint64_t kEach = 20'000;
  PostOffice office(2, 4);
  std::array<std::uint64_t, 2> expected{};
  std::vector<std::thread> threads;
  for (std::uint32_t rank = 0; rank < 2; ++rank) {
    threads.emplace_back([&, rank] {
      Outgoing outgoing(office, rank, 4);
      const auto receive = [&] {
        outgoing.flush();
        office.receive(rank, [&](const Message& message) {
          EXPECT_EQ(message.as<BatchStart>().step, expected[rank]++);
        });
        std::this_thread::yield();
      };
      for (std::uint64_t n = 0; n < kEach; ++n) {
        while (!outgoing.send(1 - rank, Message::of(0, 1, BatchStart{n}))) receive();
      }
      while (outgoing.waiting() > 0 || expected[rank] < kEach) receive();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(expected[0], kEach);
  EXPECT_EQ(expected[1], kEach);
}

/// Node Zero does not take in what comes while it waits at its bound; workers do: it goes on.
TEST(PostOffice, ARankThatOnlySendsGoesOnBecauseTheOtherTakesIn) {
  constexpr std::uint64_t kEach = 20'000;
  PostOffice office(2, 4);
  std::thread worker([&] {
    Outgoing outgoing(office, 0, 4);
    std::uint64_t expected = 0;
    const auto receive = [&] {
      outgoing.flush();
      office.receive(
          0, [&](const Message& message) { EXPECT_EQ(message.as<BatchStart>().step, expected++); });
      std::this_thread::yield();
    };
    // More than the ring and its bound hold: it waits for Node Zero all the time.
    for (std::uint64_t n = 0; n < kEach; ++n) {
      while (!outgoing.send(1, Message::of(0, 1, BatchStart{n}))) receive();
    }
    while (outgoing.waiting() > 0 || expected < kEach) receive();
  });
  Outgoing node_zero(office, 1, 4);
  for (std::uint64_t n = 0; n < kEach; ++n) {
    while (!node_zero.send(0, Message::of(0, 1, BatchStart{n}))) {
      node_zero.flush();
      std::this_thread::yield();
    }
  }
  for (std::uint64_t heard = 0; heard < kEach;) {
    node_zero.flush();
    heard += office.receive(1, [](const Message&) {});
    std::this_thread::yield();
  }
  worker.join();
}

/// N producers on two processors send to one consumer, which sorts into priority inboxes: first in,
/// first out per producer and priority, nothing lost, whatever overflows.
class SendingRanks : public testing::TestWithParam<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Threads, SendingRanks, testing::Values(1, 2, 3, 8, 13));

TEST_P(SendingRanks, KeepTheirOrderPerPriority) {
  constexpr std::uint32_t kEach = test::repeated(20'000, 4'000);
  const std::uint32_t producers = GetParam();
  Inboxes inboxes;
  PostOffice office(producers + 1, 64);
  const std::uint32_t consumer = producers;
  std::vector<std::thread> threads;
  for (std::uint32_t p = 0; p < producers; ++p) {
    threads.emplace_back([&, p] {
      Outgoing outgoing(office, p);
      std::array<std::uint64_t, kPriorities> numbers{};
      for (std::uint32_t n = 0; n < kEach; ++n) {
        const std::size_t priority = n * 2'654'435'761U >> 30;
        Message message = Message::of(p, 1 + n % 12, BatchStart{numbers[priority]++});
        message.priority = static_cast<Priority>(priority);
        while (!outgoing.send(consumer, message)) outgoing.flush();
        if (n % 5 == 0) outgoing.flush();
      }
      do {
        outgoing.flush();
        std::this_thread::yield();
      } while (outgoing.waiting() > 0);
    });
  }
  // Per producer, receiver and priority, numbers rise; per producer and priority none is missing.
  std::vector<std::array<std::array<std::int64_t, kPriorities>, 13>> last(producers);
  for (auto& receivers : last) {
    for (auto& levels : receivers) levels.fill(-1);
  }
  std::vector<std::uint64_t> count(producers);
  std::uint64_t handled = 0;
  while (handled < std::uint64_t{kEach} * producers) {
    office.receive(consumer, [&](const Message& message) { inboxes.deliver(message); });
    Message message;
    for (int i = 0; i < 32 && inboxes.next(message); ++i) {
      auto& before =
          last[message.sender][message.receiver][static_cast<std::size_t>(message.priority)];
      const auto number = static_cast<std::int64_t>(message.as<BatchStart>().step);
      ASSERT_GT(number, before);
      before = number;
      ++count[message.sender];
      ++handled;
    }
    if (inboxes.waiting() == 0) std::this_thread::yield();
  }
  for (auto& thread : threads) thread.join();
  for (const std::uint64_t each : count) EXPECT_EQ(each, kEach);
}

}  // namespace
}  // namespace crystalline::spheres
