#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace crystalline::training {

/// Notices a loss that has left its recent course: one that is at once more than `factor` times its
/// recent average, more than a nat above it, and more than six of its recent deviations above it.
///
/// The recent average and variance weigh a step's loss by 1/32, so some 32 steps back. It judges
/// after as many. Having spoken it begins anew: who goes on in spite of it is not stopped again at
/// once. It only watches: no bits depend on it. One thread.
class DivergenceGuard {
 public:
  /// 0: never speaks.
  explicit DivergenceGuard(double factor) : factor_(factor) {}
  /// What to say of a step's finite loss, in nats; nullopt: nothing, and the loss joins the
  /// average.
  [[nodiscard]] std::optional<std::string> judge(double loss_nats);
  /// Forgets what it has seen: the run goes on from somewhere else.
  void restart() { seen_ = 0; }

 private:
  double factor_;
  std::uint64_t seen_ = 0;
  double mean_ = 0;
  double variance_ = 0;
};

}  // namespace crystalline::training
