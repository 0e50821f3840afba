#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/modelled_memory.hpp"

// The checker itself: what C++'s memory model allows is found, what it forbids is not.
namespace crystalline::schedules {
namespace {

using enum std::memory_order;

struct Shared {
  ModelledAtomic<int> x{0};
  ModelledAtomic<int> y{0};
  ModelledPlain<int> data{0};
  int a = -1;
  int b = -1;
  int c = -1;
  int d = -1;
};
using Body = void (*)(Shared&);

/// Whether some execution of the bodies ends with `outcome`.
bool allows(std::vector<Body> bodies, bool (*outcome)(const Shared&)) {
  const Verdict verdict = explore([&] {
    const auto shared = std::make_shared<Shared>();
    Program program;
    for (const Body body : bodies) program.threads.push_back([=] { body(*shared); });
    program.after = [=] { require(!outcome(*shared), "the outcome"); };
    return program;
  });
  EXPECT_TRUE(verdict.wrong.empty() || verdict.wrong == "the outcome") << verdict.wrong;
  EXPECT_TRUE(verdict.complete || !verdict.wrong.empty());
  return !verdict.wrong.empty();
}

TEST(Litmus, StoreBuffering) {
  const auto both_old = [](const Shared& s) { return s.a == 0 && s.b == 0; };
  EXPECT_TRUE(allows({[](Shared& s) {
                        s.x.store(1, release);
                        s.a = s.y.load(acquire);
                      },
                      [](Shared& s) {
                        s.y.store(1, release);
                        s.b = s.x.load(acquire);
                      }},
                     both_old));
  EXPECT_FALSE(allows({[](Shared& s) {
                         s.x.store(1, seq_cst);
                         s.a = s.y.load(seq_cst);
                       },
                       [](Shared& s) {
                         s.y.store(1, seq_cst);
                         s.b = s.x.load(seq_cst);
                       }},
                      both_old));
}

TEST(Litmus, MessagePassing) {
  const auto stale = [](const Shared& s) { return s.a == 1 && s.b == 0; };
  const Body reader = [](Shared& s) {
    s.a = s.y.load(acquire);
    s.b = s.x.load(relaxed);
  };
  EXPECT_FALSE(allows({[](Shared& s) {
                         s.x.store(1, relaxed);
                         s.y.store(1, release);
                       },
                       reader},
                      stale));
  EXPECT_TRUE(allows({[](Shared& s) {
                        s.x.store(1, relaxed);
                        s.y.store(1, relaxed);
                      },
                      reader},
                     stale));
}

TEST(Litmus, OneObjectNeverGoesBack) {
  EXPECT_FALSE(allows({[](Shared& s) {
                         s.x.store(1, relaxed);
                         s.x.store(2, relaxed);
                       },
                       [](Shared& s) {
                         s.a = s.x.load(relaxed);
                         s.b = s.x.load(relaxed);
                       }},
                      [](const Shared& s) { return s.b < s.a; }));
}

TEST(Litmus, IndependentReadersMayDisagreeButForSequentialConsistency) {
  const auto disagree = [](const Shared& s) {
    return s.a == 1 && s.b == 0 && s.c == 1 && s.d == 0;
  };
  EXPECT_TRUE(
      allows({[](Shared& s) { s.x.store(1, release); }, [](Shared& s) { s.y.store(1, release); },
              [](Shared& s) {
                s.a = s.x.load(acquire);
                s.b = s.y.load(acquire);
              },
              [](Shared& s) {
                s.c = s.y.load(acquire);
                s.d = s.x.load(acquire);
              }},
             disagree));
  EXPECT_FALSE(allows({[](Shared& s) { s.x.store(1); }, [](Shared& s) { s.y.store(1); },
                       [](Shared& s) {
                         s.a = s.x.load();
                         s.b = s.y.load();
                       },
                       [](Shared& s) {
                         s.c = s.y.load();
                         s.d = s.x.load();
                       }},
                      disagree));
}

TEST(Litmus, AChangeContinuesAReleaseSequenceAndAStoreDoesNot) {
  const Body writer = [](Shared& s) {
    s.data = 1;
    s.x.store(1, release);
  };
  const Body reader = [](Shared& s) {
    if (s.x.load(acquire) == 2) s.a = s.data;
  };
  const auto run = [&](Body between) {
    return explore([&] {
      const auto shared = std::make_shared<Shared>();
      return Program{
          {[=] { writer(*shared); }, [=] { between(*shared); }, [=] { reader(*shared); }}};
    });
  };
  EXPECT_EQ(run([](Shared& s) {
              int one = 1;
              s.x.compare_exchange_strong(one, 2, relaxed, relaxed);
            }).wrong,
            "");
  EXPECT_EQ(run([](Shared& s) {
              if (s.x.load(relaxed) == 1) s.x.store(2, relaxed);
            }).wrong,
            "data race: a read beside a write");
}

TEST(Litmus, FindsALostWakeUp) {
  struct Door {
    ModelledMutex mutex;
    ModelledCondition opened;
    bool open = false;
  };
  const auto run = [](bool looks_under_the_lock) {
    return explore([=] {
      const auto door = std::make_shared<Door>();
      Program program;
      program.threads.push_back([=] {
        if (!looks_under_the_lock && door->open) return;
        std::unique_lock lock(door->mutex);
        if (looks_under_the_lock && door->open) return;
        door->opened.wait(lock);
      });
      program.threads.push_back([=] {
        {
          const std::lock_guard lock(door->mutex);
          door->open = true;
        }
        door->opened.notify_one();
      });
      return program;
    });
  };
  EXPECT_EQ(run(true).wrong, "");
  EXPECT_EQ(run(false).wrong, "no thread can go on");
}

}  // namespace
}  // namespace crystalline::schedules
