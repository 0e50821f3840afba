#pragma once

#include <cstdint>
#include <vector>

#include "engine/spheres/sphere_tree.hpp"

namespace crystalline::spheres {

/// Generations from a sphere, or from another if that is deeper, up to their nearest common
/// ancestor: 0 is itself, 1 its siblings, 2 its cousins, 3 its second cousins, 4 the furthest there
/// are.
[[nodiscard]] std::uint32_t generations_apart(const SphereTree& tree, std::uint32_t a,
                                              std::uint32_t b);

/// The other workers in the order in which `worker` looks to them for work: first those with a leaf
/// that is a sibling of one of its own, then cousins, and so on; those without leaves last. Among
/// equals from the next worker on, so that thieves of one family begin in different places.
///
/// Any thread, while no links, places or leaf numbers change.
[[nodiscard]] std::vector<std::uint32_t> steal_order(const SphereTree& tree, std::uint32_t worker,
                                                     std::uint32_t workers);

/// Of the leaves of `worker`, that have nothing to do in the step under way, one that is next of
/// kin to `leaf`: a sibling, else a cousin; kNoSphere: none. That worker's thread only.
[[nodiscard]] std::uint32_t idle_kin(const SphereTree& tree, const Sphere& leaf,
                                     std::uint32_t worker);

}  // namespace crystalline::spheres
