#include "engine/session/run_state.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace crystalline::session::test {
namespace {

using enum RunState;
using Pair = std::pair<RunState, RunState>;

constexpr RunState kAll[] = {kIdle,          kInitializing, kRunning,   kPaused,
                             kCheckpointing, kRestoring,    kCompleted, kFailed};

// Written down a second time, as a list of arrows.
const std::set<Pair> kArrows = {{kIdle, kInitializing},    {kIdle, kRestoring},
                                {kInitializing, kPaused},  {kInitializing, kIdle},
                                {kRestoring, kPaused},     {kRestoring, kCompleted},
                                {kRestoring, kIdle},       {kPaused, kRunning},
                                {kPaused, kCheckpointing}, {kPaused, kIdle},
                                {kRunning, kPaused},       {kRunning, kCheckpointing},
                                {kRunning, kCompleted},    {kRunning, kFailed},
                                {kRunning, kIdle},         {kCheckpointing, kRunning},
                                {kCheckpointing, kPaused}, {kCheckpointing, kCompleted},
                                {kCheckpointing, kIdle},   {kCompleted, kCheckpointing},
                                {kCompleted, kIdle},       {kFailed, kIdle}};

TEST(RunStates, TheTableHasTheseArrowsAndNoOthers) {
  for (const RunState from : kAll) {
    for (const RunState to : kAll) {
      EXPECT_EQ(is_legal(from, to), kArrows.contains({from, to}))
          << name_of(from) << " to " << name_of(to);
    }
  }
}

TEST(RunStates, AnIllegalMoveIsRefusedAndChangesNothing) {
  RunStateCell cell;
  EXPECT_FALSE(cell.move_to(kRunning));
  EXPECT_EQ(cell.load(), kIdle);
  EXPECT_TRUE(cell.move_to(kIdle));  // staying is no move
  for (const RunState to : {kInitializing, kPaused, kRunning, kFailed})
    EXPECT_TRUE(cell.move_to(to));
  EXPECT_FALSE(cell.move_to(kCheckpointing));
  EXPECT_FALSE(cell.move_to(kPaused));
  EXPECT_EQ(cell.load(), kFailed);
  EXPECT_TRUE(cell.move_to(kIdle));
}

}  // namespace
}  // namespace crystalline::session::test
