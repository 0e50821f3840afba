#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace crystalline::schedules {

/// One call of an operation on a shared object: what it was asked and gave, and when.
template <typename Call>
struct Timed {
  Call call;
  std::uint64_t begin;  // of one order over all threads
  std::uint64_t end;
};

/// Whether a history is linearizable: some order of its calls that keeps every call which ended
/// before another began ahead of it is an execution of the sequential specification.
///
/// `State` is an ordered value; `apply(state, call)` returns whether the call may give what it gave
/// in this state, and changes the state. Search after Wing and Gong (J. Parallel Distrib. Comput.
/// 17, 1993), remembering what was tried as Lowe does. For histories of up to 64 calls.
template <typename State, typename Call, typename Apply>
class Linearization {
 public:
  Linearization(std::vector<Timed<Call>> history, Apply apply)
      : history_(std::move(history)), apply_(std::move(apply)) {}

  [[nodiscard]] bool exists(const State& first) {
    tried_.clear();
    return search(0, first);
  }

 private:
  bool search(std::uint64_t done, const State& state) {
    if (done ==
        (history_.size() == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << history_.size()) - 1)) {
      return true;
    }
    if (!tried_.insert({done, state}).second) return false;
    std::uint64_t first_end = ~std::uint64_t{0};
    for (std::size_t i = 0; i < history_.size(); ++i) {
      if ((done >> i & 1) == 0) first_end = std::min(first_end, history_[i].end);
    }
    for (std::size_t i = 0; i < history_.size(); ++i) {
      // What began after another had ended cannot come before it.
      if ((done >> i & 1) != 0 || history_[i].begin > first_end) continue;
      State next = state;
      if (!apply_(next, history_[i].call)) continue;
      if (search(done | std::uint64_t{1} << i, next)) return true;
    }
    return false;
  }

  std::vector<Timed<Call>> history_;
  Apply apply_;
  std::set<std::pair<std::uint64_t, State>> tried_;
};

template <typename State, typename Call, typename Apply>
[[nodiscard]] bool is_linearizable(std::vector<Timed<Call>> history, const State& first,
                                   Apply apply) {
  return Linearization<State, Call, Apply>(std::move(history), std::move(apply)).exists(first);
}

}  // namespace crystalline::schedules
