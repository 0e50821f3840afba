#include "engine/control/depth_policy.hpp"

#include "engine/spheres/sphere.hpp"

namespace crystalline::control {

DepthWatch::Wish DepthWatch::after_step(std::uint32_t items, std::uint32_t leaves) {
  if (policy_.most_levels == 0) return Wish::kStay;
  constexpr std::uint32_t kBrood = spheres::kBranching - 1;  // leaves that one brood adds
  Wish opinion = Wish::kStay;
  if (std::uint64_t{leaves} * policy_.crowded_items <= items) {
    opinion = Wish::kGrow;
  } else if (leaves > kBrood && items <= leaves - kBrood) {
    opinion = Wish::kShrink;
  }
  times_ = opinion == opinion_ ? times_ + 1 : 1;
  opinion_ = opinion;
  if (times_ < policy_.patience_steps) return Wish::kStay;
  times_ = 0;
  return opinion;
}

}  // namespace crystalline::control
