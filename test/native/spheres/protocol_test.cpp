#include "engine/spheres/protocol.hpp"

#include <gtest/gtest.h>

#include "engine/spheres/post_office.hpp"
#include "engine/spheres/sphere_tree.hpp"
#include "engine/spheres/step_run.hpp"

namespace crystalline::spheres {
namespace {

/// One worker's spheres, and Node Zero's way to them.
struct OneWorker {
  OneWorker() {
    for (std::uint32_t id = 0; id < tree.size(); ++id) tree[id].state.move(SphereState::kReady, 1);
  }
  template <typename Payload>
  void tell(std::uint32_t sphere, const Payload& payload) {
    ASSERT_TRUE(node_zero.send(0, Message::of(kNodeZero, sphere, payload)));
    node_zero.flush();
  }

  SphereTree tree{1, topology::allocate(topology::Strategy::kGrouped, 1).value()};
  StepRun run;
  PostOffice office{2, 1'024};
  Protocol protocol{tree, run, office, 0};
  Outgoing node_zero{office, 1};
};

/// Whatever waits: a worker looks at what has arrived after every burst, and the most urgent then
/// is the very next.
TEST(Protocol, AnUrgentMessageIsOvertakenByOneBurstAtMost) {
  OneWorker one;
  for (int n = 0; n < 1'000; ++n) one.tell(4, WorkReject{});
  one.protocol.receive();
  std::size_t handled = one.protocol.handle_some(Protocol::kBurst / 2);
  one.tell(5, ShutdownRequest{});  // has arrived; the burst under way does not see it
  handled = one.protocol.handle_some(Protocol::kBurst);
  EXPECT_EQ(handled, Protocol::kBurst);
  EXPECT_EQ(one.tree[5].state.state(), SphereState::kReady);
  one.protocol.receive();
  EXPECT_EQ(one.protocol.handle_some(1), 1U);
  EXPECT_EQ(one.tree[5].state.state(), SphereState::kTerminated);
  EXPECT_EQ(one.protocol.waiting_for(4, 0), 1'000U - Protocol::kBurst / 2 - Protocol::kBurst);
}

/// And what is not urgent is not left for good: it has a turn in every kPatience + 1.
TEST(Protocol, ALowMessageIsHandledUnderAFloodOfUrgentOnes) {
  OneWorker one;
  one.tell(4, WorkReject{});
  for (std::uint32_t n = 0; n < 200; ++n) one.tell(7, ErrorRecovery{kNoItem, false});
  one.protocol.receive();
  EXPECT_EQ(one.protocol.handle_some(Inboxes::kPatience), Inboxes::kPatience);
  EXPECT_EQ(one.protocol.waiting_for(4, 0), 1U);
  EXPECT_EQ(one.protocol.handle_some(1), 1U);
  EXPECT_EQ(one.protocol.waiting_for(4, 0), 0U);
}

}  // namespace
}  // namespace crystalline::spheres
