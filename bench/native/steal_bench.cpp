#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#ifdef HAVE_TBB
#include <tbb/global_control.h>
#include <tbb/parallel_invoke.h>
#include <tbb/task_arena.h>
#endif

#include "crew.hpp"
#include "engine/sync/work_deque.hpp"

// The work-stealing deque: its own operations, and fork-join over it (fib(27), where every call
// forks) beside oneTBB. The fork-join here is the least that uses the deque, without exceptions or
// cancellation: it shows what the deque allows, not a like-for-like library.
namespace crystalline::bench {
namespace {

/// Short runs, many of them, the least counts: so a busy machine disturbs little.
constexpr int kArgument = 27;
constexpr std::uint64_t kForks = 317'810;  // fib(28) - 1
constexpr std::uint64_t kResult = 196'418;
constexpr int kRounds = 101;

struct Task {
  int argument = 0;
  std::uint64_t result = 0;
  std::atomic<bool> done{false};
};

/// Threads that fork and join: each runs its own newest task, else another's oldest.
class ForkJoin {
 public:
  explicit ForkJoin(std::uint32_t threads) {
    for (std::uint32_t t = 0; t < threads; ++t) deques_.push_back(std::make_unique<Deque>(256));
  }

  std::uint64_t fib(std::uint32_t me, int n) {
    if (n < 2) return static_cast<std::uint64_t>(n);
    Task child;
    child.argument = n - 1;
    deques_[me]->push(&child);
    const std::uint64_t other = fib(me, n - 2);
    Patience patience;
    while (!child.done.load(std::memory_order_acquire)) {
      run_one(me) ? patience.reset() : patience.wait();
    }
    return child.result + other;
  }
  bool run_one(std::uint32_t me) {
    if (const auto own = deques_[me]->pop()) return run(me, **own);
    for (std::uint32_t k = 1; k < deques_.size(); ++k) {
      const auto from = (me + k) % deques_.size();
      const auto stolen = deques_[from]->take_oldest();
      if (!stolen) continue;
      steals_.fetch_add(1, std::memory_order_relaxed);
      return run(me, **stolen);
    }
    return false;
  }
  [[nodiscard]] std::uint64_t steals() const { return steals_; }

 private:
  using Deque = sync::WorkDeque<Task*>;
  bool run(std::uint32_t me, Task& task) {
    task.result = fib(me, task.argument);
    task.done.store(true, std::memory_order_release);
    return true;
  }
  std::vector<std::unique_ptr<Deque>> deques_;
  std::atomic<std::uint64_t> steals_{0};
};

/// Wall nanoseconds of one fib(27) by `threads`; adds the steals to `steals`.
double fork_join(std::uint32_t threads, std::uint64_t& steals) {
  ForkJoin crew(threads);
  std::atomic<bool> over{false};
  double ns = 0;
  together(threads, [&](std::uint32_t me) {
    if (me == 0) {
      const double start = wall_ns();
      if (crew.fib(0, kArgument) != kResult) std::abort();
      ns = wall_ns() - start;
      over.store(true, std::memory_order_relaxed);
    }
    Patience patience;
    while (!over.load(std::memory_order_relaxed)) {
      crew.run_one(me) ? patience.reset() : patience.wait();
    }
  });
  steals += crew.steals();
  return ns;
}

/// Wall nanoseconds of one fib(27) on each of two threads that share nothing, until both have
/// ended: twice the work of one, so it says how much faster than one thread two can be on this
/// machine.
double apart() {
  std::atomic<double> first{1e300};
  std::atomic<double> last{0};
  together(2, [&](std::uint32_t) {
    ForkJoin alone(1);
    const double start = wall_ns();
    if (alone.fib(0, kArgument) != kResult) std::abort();
    const double end = wall_ns();
    for (double seen = first; start < seen && !first.compare_exchange_weak(seen, start);) {
    }
    for (double seen = last; end > seen && !last.compare_exchange_weak(seen, end);) {
    }
  });
  return last - first;
}

std::uint64_t serial(int n) {
  return n < 2 ? static_cast<std::uint64_t>(n) : serial(n - 1) + serial(n - 2);
}

#ifdef HAVE_TBB
std::uint64_t forked_by_tbb(int n) {
  if (n < 2) return static_cast<std::uint64_t>(n);
  std::uint64_t left = 0;
  std::uint64_t right = 0;
  tbb::parallel_invoke([&] { left = forked_by_tbb(n - 1); }, [&] { right = forked_by_tbb(n - 2); });
  return left + right;
}

double fork_join_tbb(std::uint32_t threads) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  const double start = wall_ns();
  arena.execute([] {
    if (forked_by_tbb(kArgument) != kResult) std::abort();
  });
  return wall_ns() - start;
}
#endif

void operations(const Report& report) {
  constexpr int kItems = 1'000'000;
  sync::WorkDeque<std::uint32_t> deque(4'096);
  std::uint64_t sum = 0;
  report.line("push and pop, depth 1",
              fastest(kRounds, kItems, processor_ns,
                      [&] {
                        for (std::uint32_t i = 0; i < kItems; ++i) {
                          deque.push(i);
                          sum += *deque.pop();
                        }
                      }),
              "ns");
  report.line("push and pop, runs of 1000",
              fastest(kRounds, kItems, processor_ns,
                      [&] {
                        for (int run = 0; run < kItems / 1'000; ++run) {
                          for (std::uint32_t i = 0; i < 1'000; ++i) deque.push(i);
                          for (int i = 0; i < 1'000; ++i) sum += *deque.pop();
                        }
                      }),
              "ns");
  report.line("push and take the oldest",
              fastest(kRounds, kItems, processor_ns,
                      [&] {
                        for (int run = 0; run < kItems / 1'000; ++run) {
                          for (std::uint32_t i = 0; i < 1'000; ++i) deque.push(i);
                          for (int i = 0; i < 1'000; ++i) sum += *deque.take_oldest();
                        }
                      }),
              "ns");
  keep(sum);
}

/// Nanoseconds an item that a thief on another processor takes from a filled deque.
double thief_alone() {
  constexpr std::uint32_t kItems = 200'000;
  sync::WorkDeque<std::uint32_t> deque(1U << 18);
  double ns = 0;
  together(2, [&](std::uint32_t thread) {
    static std::atomic<bool> filled{false};
    if (thread == 0) {
      for (std::uint32_t i = 0; i < kItems; ++i) deque.push(i);
      filled.store(true, std::memory_order_release);
      return;
    }
    while (!filled.load(std::memory_order_acquire)) sync::pause();
    const double start = wall_ns();
    for (std::uint32_t got = 0; got < kItems;) got += deque.take_oldest() ? 1 : 0;
    ns = wall_ns() - start;
    filled.store(false, std::memory_order_relaxed);
  });
  return ns / kItems;
}

void run(int argc, char** argv) {
  const Report report(argc, argv);
  operations(report);
  double stolen = 1e300;
  for (int round = 0; round < kRounds; ++round) stolen = std::min(stolen, thief_alone());
  report.line("a thief's item, other processor", stolen, "ns");
  report.line("fib(27) without forks",
              fastest(kRounds, 1e6, wall_ns, [] { keep(serial(kArgument)); }), "ms");
  double ours[2] = {1e300, 1e300};
  double peer[2] = {1e300, 1e300};
  double separate = 1e300;
  std::uint64_t steals = 0;
  for (int round = 0; round < kRounds; ++round) {
    separate = std::min(separate, apart());
    for (std::uint32_t threads : {1U, 2U}) {
      ours[threads - 1] = std::min(ours[threads - 1], fork_join(threads, steals));
#ifdef HAVE_TBB
      if (round < 5) peer[threads - 1] = std::min(peer[threads - 1], fork_join_tbb(threads));
#endif
    }
  }
  const double forks = static_cast<double>(kForks);
#ifdef HAVE_TBB
  report.line("a fork, 1 thread", {ours[0] / forks, peer[0] / forks}, "oneTBB", "ns");
  report.line("a fork, 2 threads", {ours[1] / forks, peer[1] / forks}, "oneTBB", "ns");
  report.line("speed-up of 2 threads, oneTBB", peer[0] / peer[1], "times");
#else
  report.absent("oneTBB (libtbb-dev)");
  report.line("a fork, 1 thread", ours[0] / forks, "ns");
  report.line("a fork, 2 threads", ours[1] / forks, "ns");
#endif
  report.line("speed-up of 2 threads", {ours[0] / ours[1], 2 * ours[0] / separate},
              "2 that share nothing", "times");
  report.line("steals a run", static_cast<double>(steals) / kRounds, "steals");
}

}  // namespace
}  // namespace crystalline::bench

int main(int argc, char** argv) { crystalline::bench::run(argc, argv); }
