#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "engine/control/node_zero.hpp"
#include "engine/spheres/sphere_state.hpp"
#include "native/sanitized.hpp"
#include "toy_machine.hpp"
#include "toy_program.hpp"

// What the rows of the spheres and the trace tell of what was done.
namespace crystalline::control {
namespace {

using spheres::SphereState;

TEST(SphereRows, TellsWhatTheSpheresDid) {
  ToyTraining toy({12, 4, 5, 101});
  ToyMachine machine({2, 1}, toy, 10);
  machine.run();
  const auto rows = machine.rows();
  ASSERT_EQ(rows.size(), 13U);
  EXPECT_EQ(rows[0].parent, 0xffff'ffffU);
  EXPECT_EQ(rows[0].group, 255);
  EXPECT_EQ(rows[0].micro_batches, 0U);
  for (std::uint32_t leaf = 0; leaf < 12; ++leaf) {
    const auto& row = rows[leaf + 1];
    EXPECT_EQ(row.level, 1);
    EXPECT_EQ(row.group, leaf);
    EXPECT_EQ(row.parent, 0U);
    EXPECT_EQ(row.worker, leaf / 6);
    EXPECT_EQ(row.micro_batches, 10U);
    EXPECT_EQ(row.loss_nats, static_cast<float>(leaf));
    EXPECT_EQ(row.gradient_norm, 0.5F);
  }
}

TEST(SphereRows, SendsNoMoreMessagesThanTheProtocolNames) {
  ToyTraining toy({12, 4, 5, 101});
  ToyMachine machine({1, 1}, toy, 10);  // one worker: nothing is stolen, asked for or offered
  machine.run();
  const auto rows = machine.rows();
  // A step sends the root BATCH_START, 12 GRADIENT_READY, GRADIENT_COMPLETE, WEIGHTS_UPDATED and 12
  // BATCH_COMPLETE; the epoch EPOCH_START, EPOCH_COMPLETE and 12 answers.
  EXPECT_EQ(rows[0].messages_received, 10U * 27U + 14U);
  // A leaf: BATCH_START and WEIGHTS_BROADCAST; EPOCH_START and EPOCH_COMPLETE.
  for (std::size_t leaf = 1; leaf < 13; ++leaf) EXPECT_EQ(rows[leaf].messages_received, 22U);
}

TEST(SphereRows, UtilizationIsTheShareOfTimeSpentWorking) {
  ToyTraining toy({12, 12, 1, 3});
  std::atomic<bool> inside{false};
  std::atomic<bool> leave{false};
  ToyMachine machine({1, 1}, toy, 1, [&](std::uint32_t item) {
    if (item != 0) return;
    inside = true;
    while (!leave) std::this_thread::yield();
  });
  ASSERT_TRUE(machine.zero->start().ok());
  while (!inside) std::this_thread::yield();
  (void)machine.rows();
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto during = machine.rows();
  EXPECT_EQ(during[1].state, static_cast<std::uint8_t>(SphereState::kProcessing));
  EXPECT_GT(during[1].utilization, 0.9F);  // it did nothing else since the last read
  EXPECT_EQ(during[2].utilization, 0.0F);
  EXPECT_EQ(during[2].queued_items, 1U);
  leave = true;
  await_paused(*machine.zero);
  (void)machine.rows();
  for (const auto& row : machine.rows()) EXPECT_EQ(row.utilization, 0.0F);
}

TEST(SphereRows, TracesEveryItem) {
  ToyTraining toy({12, 4, 5, 101});
  ToyMachine machine({2, 1}, toy, 20);
  machine.run();
  std::vector<telemetry::TraceRow> rows(4'096);
  rows.resize(machine.zero->read_trace(rows));
  std::vector<int> kinds(6);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ++kinds[static_cast<std::size_t>(rows[i].kind)];
    if (i > 0) {
      EXPECT_GE(rows[i - 1].start_us, rows[i].start_us);  // oldest first
    }
    EXPECT_GE(rows[i].step, 1U);
    EXPECT_LE(rows[i].step, 20U);
  }
  EXPECT_EQ(kinds[0] + kinds[1], 240);
  EXPECT_EQ(kinds[2], 100);
  EXPECT_EQ(kinds[3], 100);
  EXPECT_EQ(kinds[5], 40);  // before and after each step
  std::vector<telemetry::TraceRow> few(7);
  EXPECT_EQ(machine.zero->read_trace(few), 7U);
  EXPECT_EQ(few.back().step, 20U);  // the newest are kept
}

TEST(SphereRows, ManyReadersDisturbNothing) {
  constexpr std::uint64_t kSteps = test::repeated(200, 40);
  ToyTraining serial({});
  for (std::uint64_t step = 1; step <= kSteps; ++step) serial.run_serially(step);
  ToyTraining toy({});
  ToyMachine machine({2, 1}, toy, kSteps);
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      std::vector<telemetry::SphereRow> rows(13);
      std::vector<telemetry::TraceRow> spans(1'024);
      while (!done) {
        machine.zero->read_spheres(rows);
        for (const auto& row : rows) {
          EXPECT_LT(row.state, 9);
          EXPECT_LE(row.utilization, 1.0F);
        }
        const std::size_t count = machine.zero->read_trace(spans);
        for (std::size_t i = 0; i < count; ++i) {
          EXPECT_LE(static_cast<int>(spans[i].kind), 5);
          EXPECT_LE(spans[i].step, kSteps);
        }
      }
    });
  }
  machine.run();
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(toy.weights(), serial.weights());
}

}  // namespace
}  // namespace crystalline::control
