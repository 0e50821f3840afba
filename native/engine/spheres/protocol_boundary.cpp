#include <algorithm>

#include "engine/lattice/boundary.hpp"
#include "engine/spheres/protocol.hpp"

// Boundary awareness: what a leaf's tokens meet on the lattice. An item's events follow from its
// number alone, so the figures do not depend on threads.
namespace crystalline::spheres {

using lattice::EventKind;

void Protocol::record_events(Sphere& leaf, std::uint32_t item) {
  const StepProgram& program = run_.program();
  const std::uint64_t count = program.events_per_item;
  if (count == 0) return;
  const std::uint64_t first = program.first_event + item * count;
  leaf.counters.add(Figure::kPrimesProcessed, count);
  // Each group has count / 12 events; the first count mod 12 groups from `first` have one more.
  for (std::uint64_t g = 0; g < 12; ++g) {
    leaf.counters.add(group_figure(first + g), count / 12 + (g < count % 12 ? 1 : 0));
  }
  const std::uint64_t last = first + count - 1;
  const std::uint64_t near = (first + lattice::kRegionRadius) / lattice::kBoundary;
  const std::uint64_t far = (last + lattice::kRegionRadius) / lattice::kBoundary;
  for (std::uint64_t m = near; m <= far; ++m) {
    // The region of multiple m; there is none around 0 but its upper half.
    const std::uint64_t middle = m * lattice::kBoundary;
    const std::uint64_t begin = middle - std::min(middle, lattice::kRegionRadius);
    record_region(leaf, std::max(first, begin), std::min(last, middle + lattice::kRegionRadius));
  }
}

void Protocol::record_region(Sphere& leaf, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t n = first; n <= last; ++n) {
    leaf.counters.add(Figure::kNearBoundaryPrimes);
    report_event(leaf, n);
  }
}

void Protocol::report_event(Sphere& leaf, std::uint64_t n) {
  const std::uint64_t distance = lattice::boundary_distance(n);
  switch (lattice::event_kind(n)) {
    case EventKind::kCrossing:
      leaf.counters.add(Figure::kBoundaryCrossings);
      leaf.last_crossing.store(n, std::memory_order_relaxed);
      for (std::uint32_t c = 0; c < tree_[leaf.parent].children.size(); ++c) {
        const std::uint32_t sibling = tree_[leaf.parent].children[c];
        if (sibling != leaf.id)
          send(Message::of(leaf.id, sibling, BoundaryCrossing{n, distance, leaf.id}));
      }
      return send_up(leaf, BoundaryCrossing{n, distance, leaf.id});
    case EventKind::kTwin:
      leaf.counters.add(Figure::kTwinPrimeHits);
      return send_up(leaf, TwinPrimeHit{n, distance, leaf.id});
    case EventKind::kRegionEnter:
      return send_up(leaf, BoundaryRegionEnter{n, distance, leaf.id});
    case EventKind::kRegionExit:
      return send_up(leaf, BoundaryRegionExit{n, distance, leaf.id});
    case EventKind::kBracket:   // part of the region, with no message of its own
    case EventKind::kOrdinary:  // likewise
      return;
  }
}

void Protocol::boundary_event(Sphere& sphere, const Message& message) {
  const auto event = message.as<BoundaryCrossing>();  // all four are laid out alike
  if (message.type == MessageType::kBoundaryCrossing) {
    // Steps come in order, but the items of one may arrive in any.
    const std::uint64_t known = sphere.last_crossing.load(std::memory_order_relaxed);
    sphere.last_crossing.store(std::max(known, event.n), std::memory_order_relaxed);
  }
  if (message.type == MessageType::kBoundaryRegionEnter) {
    sphere.in_region.store(true, std::memory_order_relaxed);
  }
  if (message.type == MessageType::kBoundaryRegionExit) {
    sphere.in_region.store(false, std::memory_order_relaxed);
  }
  // From a sibling, or the way up is at its end.
  if (sphere.is_root() || !is_from_child(sphere, message)) return;
  Message onward = message;
  onward.sender = sphere.id;
  onward.receiver = sphere.parent;
  send(onward);
}

}  // namespace crystalline::spheres
