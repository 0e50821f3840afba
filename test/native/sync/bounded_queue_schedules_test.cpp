#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/sync/bounded_queue.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/history.hpp"
#include "native/sync/schedules/modelled_memory.hpp"
#include "native/sync/schedules/specifications.hpp"

namespace crystalline::schedules {
namespace {

using Call = QueueCall;
constexpr auto patient = patient_queue<2>;
constexpr auto strict = strict_queue<2>;

struct Shared {
  explicit Shared(std::size_t capacity) : queue(capacity) {}
  void push(int item) {
    const std::uint64_t begin = running()->now() + 1;
    const bool done = queue.try_push(item);
    history.push_back({{true, done, item}, begin, running()->now()});
  }
  void pop() {
    const std::uint64_t begin = running()->now() + 1;
    int item = 0;
    const bool done = queue.try_pop(item);
    history.push_back({{false, done, item}, begin, running()->now()});
  }
  sync::BoundedQueue<int, ModelledMemory> queue;
  std::vector<Timed<Call>> history;
};

/// Each word is a thread: + pushes its next item, - pops.
Program play(std::size_t capacity, const std::vector<std::string>& threads,
             bool (*follows)(std::vector<int>&, const Call&)) {
  const auto shared = std::make_shared<Shared>(capacity);
  Program program;
  int first = 0;
  for (const std::string& calls : threads) {
    first += 10;
    program.threads.push_back([=] {
      int item = first;
      for (const char call : calls) call == '+' ? shared->push(++item) : shared->pop();
    });
  }
  program.after = [=] {
    require(is_linearizable(shared->history, std::vector<int>{}, follows),
            "the history has a sequential order");
  };
  return program;
}

TEST(BoundedQueueSchedules, EveryOrderIsNeeded) {
  expect_needed_orders("bounded_queue.hpp", {{[] {
                                               return play(2, {"++", "--"}, patient);
                                             }},
                                             {[] {
                                                return play(2, {"+++", "---"}, patient);
                                              },
                                              {.bounds = {.preemptions = 2}}},
                                             {[] {
                                                return play(2, {"+", "+", "--"}, patient);
                                              },
                                              {.bounds = {.preemptions = 2}}}});
}

TEST(BoundedQueueSchedules, HistoriesAreLinearizableButForRefusals) {
  for (const std::vector<std::string>& threads :
       {std::vector<std::string>{"++", "--", "+"}, {"+", "+", "--"}, {"+-", "+-", "+-"}}) {
    const Verdict verdict = explore([&] { return play(2, threads, patient); },
                                    {.bounds = {.preemptions = 2, .stale_reads = 0}, .random = 0});
    EXPECT_EQ(verdict.wrong, "");
    EXPECT_TRUE(verdict.complete);
  }
  // With one producer and one consumer also the refusals are true.
  const Effort effort{.bounds = {.stale_reads = 0}, .random = 0};
  EXPECT_EQ(explore([] { return play(2, {"+++", "---"}, strict); }, effort).wrong, "");
  // With two producers one that has stopped half-way hides the other's item: empty, though a push
  // has ended. The checker finds it.
  EXPECT_EQ(explore(
                [] {
                  return play(2, {"+", "+-"}, strict);
                },
                effort)
                .wrong,
            "the history has a sequential order");
}

}  // namespace
}  // namespace crystalline::schedules
