#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "engine/spheres/sphere_state.hpp"
#include "native/sync/schedules/explore.hpp"
#include "native/sync/schedules/modelled_memory.hpp"

// The sphere's life cycle under every interleaving within bounds: what a change promises to the
// next one, and what is left when workers compute for a sphere while it is ended.
namespace crystalline::schedules {
namespace {

using enum spheres::SphereState;
using Cell = spheres::StateCellOf<ModelledMemory>;

struct Shared {
  Cell cell;
  ModelledPlain<int> work{0};
  int ended = 0;
};
using Act = std::function<bool(Cell&)>;

/// One thread works and changes the state by `give`; another, whose `take` can only succeed after
/// that, must see the work.
Program hand_over(std::vector<spheres::SphereState> before, bool computing, Act give, Act take) {
  const auto shared = std::make_shared<Shared>();
  for (const auto state : before) require(shared->cell.move(state, 1), "the way there is legal");
  if (computing) require(shared->cell.begin_computing(1), "it is ready");
  Program program;
  program.threads.push_back([=] {
    shared->work = 7;
    give(shared->cell);
  });
  program.threads.push_back([=] {
    if (take(shared->cell)) require(shared->work == 7, "who comes next sees what was done");
  });
  return program;
}

Act move_to(spheres::SphereState to) {
  return [=](Cell& cell) { return cell.move(to, 2); };
}
Act move_between(spheres::SphereState from, spheres::SphereState to) {
  return [=](Cell& cell) { return cell.move_from(from, to, 2); };
}
bool begin(Cell& cell) { return cell.begin_computing(2); }
bool end(Cell& cell) {
  cell.end_computing(2);
  return true;
}

/// Two workers compute for a sphere, or find that they may not, while another thread ends it.
Program end_beside_workers() {
  const auto shared = std::make_shared<Shared>();
  require(shared->cell.move(kReady, 1), "a fresh sphere becomes ready");
  Program program;
  for (int worker = 0; worker < 2; ++worker) {
    program.threads.push_back([=] {
      if (shared->cell.begin_computing(2)) shared->cell.end_computing(3);
    });
  }
  program.threads.push_back([=] {
    require(shared->cell.move(kTerminating, 2), "whatever it does, it can be told to end");
    require(shared->cell.move(kTerminated, 3), "then it ends");
  });
  program.after = [=] {
    require(shared->cell.state() == kTerminated, "the end is final");
    require(shared->cell.view().computing == 0, "nobody computes for what has ended");
    require(!shared->cell.move(kReady, 4), "and it stays so");
  };
  return program;
}

/// Threads that want the same move: one gets it, and only illegal wishes are counted.
Program race_to_end(int threads) {
  const auto shared = std::make_shared<Shared>();
  Program program;
  for (int t = 0; t < threads; ++t) {
    program.threads.push_back([=] {
      if (shared->cell.move(kTerminating, 1)) ++shared->ended;
    });
  }
  program.after = [=] {
    require(shared->ended == 1, "one of them ends it");
    require(shared->cell.refused() == static_cast<std::uint32_t>(threads - 1),
            "the others are refused and counted");
  };
  return program;
}

/// Both end their work; the sphere is ready again when the last one has.
Program last_makes_ready() {
  const auto shared = std::make_shared<Shared>();
  require(shared->cell.move(kReady, 1), "a fresh sphere becomes ready");
  for (int worker = 0; worker < 2; ++worker) {
    require(shared->cell.begin_computing(1), "it is ready, or computes");
  }
  Program program;
  for (int worker = 0; worker < 2; ++worker) {
    program.threads.push_back([=] { shared->cell.end_computing(5); });
  }
  program.after = [=] {
    require(shared->cell.state() == kReady, "ready when nobody computes");
    require(shared->cell.view().busy_us == 4, "the time is counted once");
  };
  return program;
}

TEST(StateCellSchedules, WhoComesNextSeesWhatWasDoneAndEveryOrderIsNeeded) {
  const auto sees = [](spheres::SphereState state) {
    return [=](Cell& cell) { return cell.state() == state; };
  };
  const auto views = [](spheres::SphereState state) {
    return [=](Cell& cell) { return cell.view().state == state; };
  };
  const std::vector<Case> cases = {
      {[] {
        return hand_over({kReady}, false, move_to(kUpdating), move_between(kUpdating, kReady));
      }},
      {[] {
        return hand_over({kReady, kUpdating}, false, move_between(kUpdating, kReady),
                         move_to(kIdle));
      }},
      {[=] { return hand_over({kReady}, false, begin, sees(kProcessing)); }},
      {[=] { return hand_over({kReady}, false, begin, views(kProcessing)); }},
      {[] {
        return hand_over({kReady, kIdle}, false, move_to(kReady), begin);
      }},
      {[] { return hand_over({kReady}, true, end, move_between(kReady, kUpdating)); }},
      {[] { return race_to_end(3); }},
      {last_makes_ready},
      {end_beside_workers, {.bounds = {.preemptions = 2}, .executions = 30'000}},
  };
  expect_needed_orders("sphere_state.hpp", cases,
                       // Ending takes nothing from those before: who makes use of what they did
                       // changes the state next, and sees it then.
                       {"acq_rel -> release in if (word_.compare_exchange_weak(word, wanted, "
                        "std::memory_order_acq_rel,"});
}

}  // namespace
}  // namespace crystalline::schedules
