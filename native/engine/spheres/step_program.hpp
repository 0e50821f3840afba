#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace crystalline::spheres {

/// What one step computes, told by training to the machine. All functions run on worker threads and
/// must not throw.
///
/// A step is: every work item, item i on leaf (i mod leaves), leaves free to steal; items of one
/// lane never run at the same time and always in ascending order, so what a lane accumulates is the
/// same for any number of threads. Then `reduce` once for every part (the parent adds its lanes in
/// child order, part p owning a fixed range of the parameters), then `between` once, then `update`
/// once for every part, then the weights version is published.
struct StepProgram {
  std::uint64_t step = 0;
  std::uint32_t items = 0;  // micro-batches
  /// Lanes: item i belongs to lane i * lanes / items. 1 <= lanes <= items.
  std::uint32_t lanes = 0;
  /// Fixed ranges the reduction and the update are cut into, independent of the number of workers.
  std::uint32_t parts = 0;
  struct ItemResult {
    float loss_nats;      // mean over the item's tokens
    float gradient_norm;  // of the item's own gradient; NaN: none
    bool failed = false;  // its lane holds what it should not; it must run again
  };
  std::function<ItemResult(std::uint32_t item, std::uint32_t lane, std::uint32_t worker)> compute;
  std::function<void(std::uint32_t part, std::uint32_t worker)> reduce;
  /// Once, after every part is reduced: the clip factor, the learning rate.
  std::function<void()> between;
  std::function<void(std::uint32_t part, std::uint32_t worker)> update;
  /// Once, after every part is updated: publishes the weights; returns their version.
  std::function<std::uint64_t()> publish;
  /// Boundary events: lattice index of the step's first token, and tokens an item; item i has the
  /// indices first_event + i * events_per_item and following. 0 tokens: the program has no events.
  std::uint64_t first_event = 1;
  std::uint32_t events_per_item = 0;
  /// Forgets what a lane has summed up in this step, so that its items can run again from the first
  /// one. Absent: an item must not fail.
  std::function<void(std::uint32_t lane)> clear_lane;
  /// Once, before `between`, when an item was given up: the step must change nothing.
  std::function<void(const std::string& what)> fail;
};

/// Items without order or reduction, spread over the leaves: validation windows.
struct SweepProgram {
  std::uint64_t step = 0;
  std::uint32_t items = 0;
  std::function<void(std::uint32_t item, std::uint32_t worker)> evaluate;
};

}  // namespace crystalline::spheres
