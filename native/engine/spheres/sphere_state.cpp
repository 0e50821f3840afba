#include "engine/spheres/sphere_state.hpp"

namespace crystalline::spheres {

std::string_view name_of(SphereState state) {
  static constexpr std::array<std::string_view, kSphereStates> kNames = {
      "initializing", "ready", "processing",  "waiting",   "accumulating",
      "updating",     "idle",  "terminating", "terminated"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace crystalline::spheres
