#include "engine/spheres/fault_plan.hpp"

namespace crystalline::spheres {

std::string_view name_of(FaultKind kind) {
  constexpr std::string_view kNames[] = {"fail", "hang", "slow"};
  return kNames[static_cast<std::size_t>(kind)];
}

FaultPlan::FaultPlan(std::span<const Fault> faults)
    : faults_(faults.begin(), faults.end()), left_(faults.size()) {
  for (std::size_t i = 0; i < faults.size(); ++i) left_[i].store(faults[i].times);
}

const Fault* FaultPlan::strike(std::uint64_t step, std::uint32_t sphere) {
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    if (faults_[i].step != step || faults_[i].sphere != sphere) continue;
    std::uint32_t left = left_[i].load(std::memory_order_relaxed);
    while (left > 0) {
      if (!left_[i].compare_exchange_weak(left, left - 1, std::memory_order_relaxed)) continue;
      struck_.fetch_add(1, std::memory_order_relaxed);
      return &faults_[i];
    }
  }
  return nullptr;
}

}  // namespace crystalline::spheres
