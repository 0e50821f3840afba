#include "engine/session/works.hpp"

#include <gtest/gtest.h>

#include "engine/session/session.hpp"

namespace crystalline::session {
namespace {

TEST(Works, AreReadAndCancelledByTheirIdForAsLongAsTheyLast) {
  Works works;
  {
    const Works::Place one(works, 1);
    const Works::Place two(works, 2);
    one.progress().begin(base::WorkPart::kWriting, 4, 1);
    EXPECT_TRUE(one.progress().advance(1).ok());
    ASSERT_TRUE(works.read(1));
    EXPECT_DOUBLE_EQ(works.read(1)->fraction, 0.25);
    works.cancel(1);
    EXPECT_FALSE(one.progress().advance(1).ok());
    EXPECT_TRUE(two.progress().advance(1).ok());
  }
  EXPECT_FALSE(works.read(1));
  works.cancel(1);
}

TEST(Works, EndAllTogether) {
  Works works;
  const Works::Place unwatched(works, 0);
  EXPECT_FALSE(works.read(0));
  works.cancel(0);
  EXPECT_TRUE(unwatched.progress().advance(1).ok());
  works.end_all();
  EXPECT_FALSE(unwatched.progress().advance(1).ok());
  const Works::Place late(works, 3);
  EXPECT_FALSE(late.progress().advance(1).ok());
}

TEST(Works, ADisposedSessionEndsThem) {
  Session session;
  const Works::Place work(session.works(), 1);
  session.dispose();
  EXPECT_TRUE(work.progress().cancelled());
}

}  // namespace
}  // namespace crystalline::session
