#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace crystalline::spheres {

/// What an injected fault does to a leaf's next micro-batch.
enum class FaultKind : std::uint8_t {
  kFail,  // computes it and then fails, its gradient already added
  kHang,  // never begins it, until it is given to another try
  kSlow,  // begins it late
};
[[nodiscard]] std::string_view name_of(FaultKind kind);

/// A fault to inject: the leaf's micro-batches of one step meet it.
struct Fault {
  FaultKind kind = FaultKind::kFail;
  std::uint64_t step = 1;
  std::uint32_t sphere = 0;
  std::uint32_t times = 1;     // how often it strikes in that step
  std::uint32_t delay_ms = 0;  // of a slow one
};

/// The faults of a run, as the workers meet them. Any thread; without faults it costs one branch a
/// micro-batch.
class FaultPlan {
 public:
  FaultPlan() = default;
  explicit FaultPlan(std::span<const Fault> faults);

  /// The fault that a micro-batch of `sphere` in `step` meets now; null: none. Counts the strike.
  [[nodiscard]] const Fault* strike(std::uint64_t step, std::uint32_t sphere);
  [[nodiscard]] bool empty() const { return faults_.empty(); }
  /// Strikes so far.
  [[nodiscard]] std::uint64_t struck() const { return struck_.load(std::memory_order_relaxed); }

 private:
  std::vector<Fault> faults_;
  std::vector<std::atomic<std::uint32_t>> left_;  // by fault: strikes to come
  std::atomic<std::uint64_t> struck_{0};
};

}  // namespace crystalline::spheres
