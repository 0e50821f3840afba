#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

#include "engine/sync/work_deque.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/history.hpp"
#include "native/sync/schedules/modelled_memory.hpp"
#include "native/sync/schedules/specifications.hpp"

namespace crystalline::schedules {
namespace {

using Deque = sync::WorkDeque<int, ModelledMemory>;

using Call = DequeCall;

/// A deque, what each item leads to, and who did what when.
struct Shared {
  explicit Shared(std::size_t capacity) : deque(capacity), taken(16, 0) {}

  void note(Call call, std::uint64_t begin) {
    history.push_back({call, begin, running()->now()});
    if (call.kind == Call::kPush || call.item == 0) return;
    const auto index = static_cast<std::size_t>(call.item);
    require(load[index] == call.item * 7, "the taker sees what was before the push");
    require(++taken[index] == 1, "an item is handed out once");
  }
  void push(int item) {
    const std::uint64_t begin = running()->now() + 1;
    load[static_cast<std::size_t>(item)] = item * 7;
    deque.push(item);
    note({Call::kPush, item}, begin);
  }
  void pop() {
    const std::uint64_t begin = running()->now() + 1;
    note({Call::kPop, deque.pop().value_or(0)}, begin);
  }
  void take() {
    const std::uint64_t begin = running()->now() + 1;
    note({Call::kTakeOldest, deque.take_oldest().value_or(0)}, begin);
  }
  void expect_all_taken(int items) {
    while (const auto item = deque.pop()) ++taken[static_cast<std::size_t>(*item)];
    for (int i = 1; i <= items; ++i) {
      require(taken[static_cast<std::size_t>(i)] == 1, "every item is handed out once");
    }
  }

  Deque deque;
  std::array<ModelledPlain<int>, 16> load;
  std::vector<int> taken;
  std::vector<Timed<Call>> history;
};

/// The owner's calls as letters (p push, o pop, t take the oldest), beside thieves of so many
/// tries.
Program play(std::size_t capacity, std::string owner, std::vector<int> tries) {
  const auto shared = std::make_shared<Shared>(capacity);
  int items = 0;
  for (const char call : owner) items += call == 'p' ? 1 : 0;
  Program program;
  program.threads.push_back([=] {
    int next = 0;
    for (const char call : owner) {
      if (call == 'p') shared->push(++next);
      if (call == 'o') shared->pop();
      if (call == 't') shared->take();
    }
  });
  for (const int count : tries) {
    program.threads.push_back([=] {
      for (int i = 0; i < count; ++i) shared->take();
    });
  }
  program.after = [=] { shared->expect_all_taken(items); };
  return program;
}

TEST(WorkDequeSchedules, EveryItemIsHandedOutOnceAndEveryOrderIsNeeded) {
  expect_needed_orders(
      "work_deque.hpp",
      {{[] { return play(2, "po", {1}); }},
       {[] { return play(2, "ppoo", {2}); }},
       {[] { return play(1, "pppo", {2}); }},
       {[] {
          return play(2, "popo", {1, 1});
        },
        {.bounds = {.preemptions = 2}}},
       {[] {
          return play(1, "ptppoo", {1, 1});
        },
        {.bounds = {.preemptions = 2}}}},
      {// Against a thief's read of a slot that the owner then reuses: to see it, a load would have
       // to see a store that comes later, which the model does not do.
       "acquire -> relaxed in const std::int64_t top = top_.load(std::memory_order_acquire);       "
       " "
       "// pairs with the CASes",
       // The proof of Le et al. has these two; the model's one order of all seq_cst operations is
       // the order of execution, stronger than C++20's.
       "seq_cst -> acq_rel in const bool ours = top_.compare_exchange_strong(top, top + 1, "
       "std::memory_order_seq_cst,",
       "seq_cst -> acquire in std::int64_t top = top_.load(std::memory_order_seq_cst);"});
}

/// Every interleaving of a few calls (loads seeing the newest value) has a sequential order.
TEST(WorkDequeSchedules, HistoriesAreLinearizable) {
  const std::vector<std::pair<std::string, std::vector<int>>> games = {
      {"ppoo", {2}}, {"popo", {2}}, {"pptoo", {1, 1}}, {"ppo", {1, 1, 1}}};
  for (const auto& [owner, tries] : games) {
    std::shared_ptr<Shared> last;
    const Verdict verdict = explore(
        [&, owner = owner, tries = tries] {
          const auto shared = std::make_shared<Shared>(1);
          Program program;
          program.threads.push_back([=] {
            int next = 0;
            for (const char call : owner) {
              if (call == 'p') shared->push(++next);
              if (call == 'o') shared->pop();
              if (call == 't') shared->take();
            }
          });
          for (const int count : tries) {
            program.threads.push_back([=] {
              for (int i = 0; i < count; ++i) shared->take();
            });
          }
          program.after = [=] {
            require(is_linearizable(shared->history, std::vector<int>{}, work_deque),
                    "the history has a sequential order");
          };
          return program;
        },
        {.bounds = {.preemptions = 2, .stale_reads = 0}, .random = 0});
    EXPECT_EQ(verdict.wrong, "") << owner;
    EXPECT_TRUE(verdict.complete) << owner << " " << verdict.executions;
  }
}

}  // namespace
}  // namespace crystalline::schedules
