#include "engine/spheres/message.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace crystalline::spheres {
namespace {

TEST(Message, HasTwentyEightTypesInNineGroups) {
  std::array<int, 10> of_group{};
  std::set<std::string> names;
  int before = 1;
  for (std::size_t type = 0; type < kMessageTypes; ++type) {
    const int group = group_of(static_cast<MessageType>(type));
    ASSERT_GE(group, before);  // groups follow each other
    before = group;
    ++of_group[static_cast<std::size_t>(group)];
    names.insert(std::string(name_of(static_cast<MessageType>(type))));
  }
  EXPECT_EQ(of_group, (std::array<int, 10>{0, 4, 3, 3, 4, 4, 4, 2, 2, 2}));
  EXPECT_EQ(names.size(), kMessageTypes);
  EXPECT_EQ(name_of(MessageType::kShutdownAck), "SHUTDOWN_ACK");
  EXPECT_EQ(static_cast<int>(MessageType::kShutdownAck), 27);
}

TEST(Message, FitsACacheLineAndCarriesItsPayload) {
  static_assert(sizeof(Message) <= 64);
  const Message message = Message::of(3, 0, GradientAccumulate{7, 11, 1.5F, 0.25F});
  EXPECT_EQ(message.type, MessageType::kGradientAccumulate);
  EXPECT_EQ(message.priority, Priority::kNormal);
  EXPECT_EQ(message.sender, 3U);
  const auto payload = message.as<GradientAccumulate>();
  EXPECT_EQ(payload.step, 7U);
  EXPECT_EQ(payload.item, 11U);
  EXPECT_EQ(payload.loss_nats, 1.5F);
  EXPECT_EQ(payload.gradient_norm, 0.25F);
}

}  // namespace
}  // namespace crystalline::spheres
