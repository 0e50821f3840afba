#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "engine/control/machine.hpp"
#include "toy_program.hpp"

// What other threads read of the machine: messages by link, one sphere's account of itself.
namespace crystalline::control {
namespace {

using spheres::Figure;
using spheres::MessageType;
using spheres::SphereState;
using telemetry::MessageInterval;
using telemetry::MessageRow;

class MachineReading : public testing::Test {
 protected:
  MachineReading() {
    machine_.launch();
    machine_.begin_epoch();
  }
  void step(std::uint64_t number) { machine_.execute(toy_.program(number)); }
  std::vector<MessageRow> read(MessageInterval& interval, std::size_t most = 4'096) {
    std::vector<MessageRow> rows(most);
    rows.resize(machine_.read_messages(rows, interval));
    return rows;
  }

  MachineConfig config_{.threads = 2};
  Machine machine_{config_, topology::allocate(config_.strategy, 2).value()};
  ToyTraining toy_{{}};
};

TEST_F(MachineReading, TheFirstReadingOfMessagesTellsOfNothing) {
  step(1);
  MessageInterval interval;
  EXPECT_TRUE(read(interval).empty());
  EXPECT_EQ(interval.length_us, 0U);
  EXPECT_EQ(interval.messages, 0U);
}

TEST_F(MachineReading, MessagesAreCountedByLinkTypeAndPriority) {
  MessageInterval interval;
  (void)read(interval);
  step(1);
  step(2);
  machine_.end_epoch();  // nothing is under way any more
  std::map<MessageType, std::uint32_t> by_type;
  std::uint64_t counted = 0;
  for (const MessageRow& row : read(interval)) {
    const auto type = static_cast<MessageType>(row.type);
    by_type[type] += row.count;
    counted += row.count;
    EXPECT_GT(row.count, 0U);
    if (type != MessageType::kBatchStart) continue;
    EXPECT_EQ(row.count, 2U);  // one a step over each link
    EXPECT_EQ(row.sender, row.receiver == 0 ? spheres::kNodeZero : 0U);
    EXPECT_EQ(row.priority, static_cast<int>(spheres::Priority::kHigh));
  }
  EXPECT_EQ(counted, interval.messages);  // few enough that none was forgotten
  EXPECT_GT(interval.length_us, 0U);
  EXPECT_EQ(by_type[MessageType::kBatchStart], 2U * 13);
  EXPECT_EQ(by_type[MessageType::kBatchComplete], 2U * 13);
  EXPECT_EQ(by_type[MessageType::kWeightsBroadcast], 2U * 12);
  EXPECT_EQ(by_type[MessageType::kEpochComplete], 2U * 13);
  // What was stolen has its row, thief to home.
  const auto stolen = machine_.gather_statistics()[Figure::kWorkItemsStolen];
  EXPECT_EQ(by_type[MessageType::kWorkAccept], stolen);
  MessageInterval quiet;
  EXPECT_LE(read(quiet).size(), 50U);  // the statistics' own messages
}

TEST_F(MachineReading, WhenNotAllRowsFitThoseWithMostMessagesAreShown) {
  MessageInterval interval;
  (void)read(interval);
  for (std::uint64_t n = 1; n <= 3; ++n) step(n);
  machine_.end_epoch();
  const auto rows = read(interval, 5);
  ASSERT_EQ(rows.size(), 5U);
  for (const MessageRow& row : rows) EXPECT_GE(row.count, 3U);
}

TEST_F(MachineReading, ASphereTellsWhatItIsAndWhatItDid) {
  step(1);
  step(2);
  machine_.end_epoch();
  const auto leaf = machine_.inspect(3).value();
  EXPECT_EQ(leaf.parent, 0U);
  EXPECT_EQ(leaf.group, 2);
  EXPECT_EQ(leaf.state.state, SphereState::kIdle);
  ASSERT_EQ(leaf.micro_batches.size(), 2U);  // item 2 of both steps, newest first
  EXPECT_EQ(leaf.micro_batches[0].step, 2U);
  EXPECT_EQ(leaf.micro_batches[1].step, 1U);
  EXPECT_EQ(leaf.micro_batches[0].item, 2U);
  EXPECT_EQ(leaf.micro_batches[0].loss_nats, 2.0F);
  EXPECT_EQ(leaf.micro_batches[0].gradient_norm, 0.5F);
  EXPECT_EQ(leaf.own[Figure::kBatchesCompleted], 2U);
  EXPECT_EQ(leaf.weights_version, 2U);
  ASSERT_FALSE(leaf.history.empty());
  EXPECT_EQ(leaf.history.front().to, SphereState::kIdle);
  for (std::size_t i = 1; i < leaf.history.size(); ++i) {
    EXPECT_GE(leaf.history[i - 1].at_us, leaf.history[i].at_us);
  }
  const auto root = machine_.inspect(0).value();
  EXPECT_EQ(root.parent, spheres::kNoSphere);
  EXPECT_EQ(root.children.size(), 12U);
  EXPECT_EQ(root.subtree.spheres, 13U);
  EXPECT_EQ(root.subtree[Figure::kBatchesCompleted], 24U);
  EXPECT_EQ(root.own[Figure::kBatchesCompleted], 0U);
  EXPECT_EQ(machine_.inspect(13).error().message, "There is no sphere 13; the run has had 13.");
}

}  // namespace
}  // namespace crystalline::control
