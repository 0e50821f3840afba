#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// One execution of a small concurrent program under our own scheduler: every thread is a fiber, and
// every decision (who runs next, which value a load sees) is one choice of a tree that explore()
// walks.
namespace crystalline::schedules {

/// Thread 0 sets up before the others begin and looks at the result after they have ended.
inline constexpr std::size_t kThreads = 6;

/// For every thread, how many of its operations happened before.
using Clock = std::array<std::uint32_t, kThreads>;

inline void join(Clock& clock, const Clock& other) {
  for (std::size_t t = 0; t < kThreads; ++t) clock[t] = std::max(clock[t], other[t]);
}

/// The decisions of one execution, replayed up to a point and then new: depth-first search.
class Choices {
 public:
  /// One of 0..options-1.
  std::size_t choose(std::size_t options) {
    if (options == 1) return 0;
    if (at_ == made_.size()) made_.push_back({random_ ? next_random() % options : 0, options});
    return made_[at_++].taken;
  }
  /// On to the next execution; false when all have been.
  bool advance() {
    at_ = 0;
    if (random_) {
      made_.clear();
      return true;
    }
    while (!made_.empty() && made_.back().taken + 1 == made_.back().options) made_.pop_back();
    if (made_.empty()) return false;
    ++made_.back().taken;
    return true;
  }
  void go_random(std::uint64_t seed) {
    random_ = true;
    seed_ = seed;
    made_.clear();
  }

 private:
  std::size_t next_random() {
    seed_ = seed_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return static_cast<std::size_t>(seed_ >> 33);
  }
  struct Choice {
    std::size_t taken;
    std::size_t options;
  };
  std::vector<Choice> made_;
  std::size_t at_ = 0;
  bool random_ = false;
  std::uint64_t seed_ = 0;
};

/// What to run: the threads' bodies, then `after`; both keep alive what they share.
struct Program {
  std::vector<std::function<void()>> threads;
  std::function<void()> after = [] {};
};

struct Bounds {
  std::size_t preemptions = 3;  // switches away from a thread that could go on
  std::size_t stale_reads = 2;  // loads that see another value than the newest
  std::size_t operations = 2'000;
};

/// Runs one program to its end or to its first failure.
class Execution {
 public:
  Execution(Choices& choices, const Bounds& bounds) : choices_(choices), bounds_(bounds) {}

  /// Empty: nothing wrong.
  std::string run(const std::function<Program()>& make);

  // --- for the modelled memory and the program itself

  [[nodiscard]] std::size_t thread() const { return current_; }
  [[nodiscard]] Clock& clock() { return clocks_[current_]; }
  /// Before an operation others can see: perhaps another thread goes first.
  void step();
  /// Stops the thread until `ready` holds.
  void block(std::function<bool()> ready);
  /// Which of the `options` newest values a load sees; 0 is the newest.
  std::size_t choose_staleness(std::size_t options) {
    if (current_ == 0 || stale_reads_ >= bounds_.stale_reads) return 0;
    const std::size_t taken = choices_.choose(options);
    stale_reads_ += taken > 0 ? 1 : 0;
    return taken;
  }
  /// Ends the execution: this must not be.
  void fail(const std::string& why);
  /// Operations so far: a total order of all threads' steps.
  [[nodiscard]] std::uint64_t now() const { return operations_; }

 private:
  struct Fiber {
    static constexpr std::size_t kStack = 64 * 1'024;
    std::unique_ptr<std::byte[]> stack;
    ucontext_t entry;
    jmp_buf place;
    bool begun = false;
    bool ended = false;
    std::function<bool()> ready;  // empty: not blocked
    std::function<void()> body;
  };

  static void enter();
  static std::vector<std::unique_ptr<std::byte[]>>& stacks();
  void prepare(std::size_t index, std::function<void()> body);
  void run_threads();
  [[nodiscard]] bool runnable(const Fiber& fiber) const {
    return !fiber.ended && (!fiber.ready || fiber.ready());
  }
  void switch_to(std::size_t thread);
  /// The next thread to run; 0: none can.
  std::size_t choose_thread(bool may_stay);

  Choices& choices_;
  Bounds bounds_;
  std::array<Fiber, kThreads> fibers_;
  std::array<Clock, kThreads> clocks_{};
  std::size_t count_ = 0;
  std::size_t current_ = 0;
  std::size_t preemptions_ = 0;
  std::size_t stale_reads_ = 0;
  std::uint64_t operations_ = 0;
  jmp_buf home_;
  std::string wrong_;
};

/// The one under way; null outside.
inline Execution*& running() {
  static Execution* execution = nullptr;
  return execution;
}

/// Fails the execution unless `holds`.
inline void require(bool holds, const char* what) {
  if (!holds) running()->fail(what);
}

inline std::vector<std::unique_ptr<std::byte[]>>& Execution::stacks() {
  static std::vector<std::unique_ptr<std::byte[]>> kept(kThreads);
  return kept;
}

inline void Execution::enter() {
  Execution& self = *running();
  Fiber& fiber = self.fibers_[self.current_];
  fiber.body();
  fiber.ended = true;
  const std::size_t next = self.choose_thread(false);
  if (next == 0) _longjmp(self.home_, 1);
  self.switch_to(next);
}

inline void Execution::prepare(std::size_t index, std::function<void()> body) {
  Fiber& fiber = fibers_[index];
  fiber.body = std::move(body);
  clocks_[index] = clocks_[0];
  auto& stack = stacks()[index];
  if (!stack) stack = std::make_unique<std::byte[]>(Fiber::kStack);
  getcontext(&fiber.entry);
  fiber.entry.uc_stack.ss_sp = stack.get();
  fiber.entry.uc_stack.ss_size = Fiber::kStack;
  fiber.entry.uc_link = nullptr;
  makecontext(&fiber.entry, &Execution::enter, 0);
}

inline void Execution::switch_to(std::size_t thread) {
  const std::size_t before = current_;
  if (before != 0 && !fibers_[before].ended && _setjmp(fibers_[before].place) != 0) return;
  current_ = thread;
  Fiber& fiber = fibers_[thread];
  fiber.ready = nullptr;
  if (fiber.begun) _longjmp(fiber.place, 1);
  fiber.begun = true;
  setcontext(&fiber.entry);
}

inline std::size_t Execution::choose_thread(bool may_stay) {
  std::array<std::size_t, kThreads> options{};
  std::size_t count = 0;
  if (may_stay) options[count++] = current_;
  if (!may_stay || preemptions_ < bounds_.preemptions) {
    for (std::size_t t = 1; t <= count_; ++t) {
      if (!(may_stay && t == current_) && runnable(fibers_[t])) options[count++] = t;
    }
  }
  if (count == 0) return 0;
  const std::size_t chosen = options[choices_.choose(count)];
  if (may_stay && chosen != current_) ++preemptions_;
  return chosen;
}

inline void Execution::step() {
  ++operations_;
  ++clocks_[current_][current_];
  if (current_ == 0) return;
  if (operations_ > bounds_.operations) fail("the threads do not come to an end");
  const std::size_t next = choose_thread(true);
  if (next != current_) switch_to(next);
}

inline void Execution::block(std::function<bool()> ready) {
  if (ready()) return;
  fibers_[current_].ready = std::move(ready);
  const std::size_t next = choose_thread(false);
  if (next == 0) fail("no thread can go on");
  switch_to(next);
}

inline void Execution::fail(const std::string& why) {
  wrong_ = why;
  _longjmp(home_, 1);  // the fibers are left where they stand
}

inline void Execution::run_threads() {
  if (_setjmp(home_) != 0) return;
  const std::size_t first = choose_thread(false);
  if (first != 0) switch_to(first);
}

inline std::string Execution::run(const std::function<Program()>& make) {
  running() = this;
  Program program = make();
  count_ = program.threads.size();
  for (std::size_t t = 1; t <= count_; ++t) prepare(t, program.threads[t - 1]);
  run_threads();
  current_ = 0;
  if (wrong_.empty()) {
    for (std::size_t t = 1; t <= count_; ++t) {
      if (!fibers_[t].ended) wrong_ = "no thread can go on";
      join(clocks_[0], clocks_[t]);
    }
  }
  if (wrong_.empty() && _setjmp(home_) == 0) program.after();
  return wrong_;
}

}  // namespace crystalline::schedules
