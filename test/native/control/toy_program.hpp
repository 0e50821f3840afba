#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/control/node_zero.hpp"
#include "engine/spheres/step_program.hpp"

namespace crystalline::control {

/// A small "training" whose result depends on the order of every addition: float sums of item
/// values into lanes, lanes into a gradient, the gradient into weights. Its serial form is the
/// oracle.
class ToyTraining {
 public:
  struct Shape {
    std::uint32_t items = 12;
    std::uint32_t lanes = 4;
    std::uint32_t parts = 5;
    std::uint32_t size = 101;  // weights
  };

  explicit ToyTraining(Shape shape)
      : shape_(shape),
        lanes_(shape.lanes, std::vector<float>(shape.size)),
        gradient_(shape.size),
        weights_(shape.size, 1.0F),
        lane_busy_(shape.lanes),
        lane_last_(shape.lanes) {}

  /// The program of one step; `slow` is called at the beginning of every item.
  spheres::StepProgram program(std::uint64_t step, std::function<void(std::uint32_t)> slow = {}) {
    for (std::uint32_t lane = 0; lane < shape_.lanes; ++lane) {
      lane_last_[lane].store(-1, std::memory_order_relaxed);
    }
    for (auto& lane : lanes_) lane.assign(shape_.size, 0.0F);
    return {
        step,
        shape_.items,
        shape_.lanes,
        shape_.parts,
        [this, step, slow](std::uint32_t item, std::uint32_t lane, std::uint32_t) {
          enter(item, lane);
          if (slow) slow(item);
          add_item(step, item, lane);
          lane_busy_[lane].store(false, std::memory_order_release);
          return spheres::StepProgram::ItemResult{static_cast<float>(item), 0.5F};
        },
        [this](std::uint32_t part, std::uint32_t) { reduce(part); },
        [this] { scale_ = 1.0F / (1.0F + gradient_[0] * gradient_[0]); },
        [this](std::uint32_t part, std::uint32_t) { update(part); },
        [this] { return ++version_; },
        1,
        0,
        [this](std::uint32_t lane) {
          lanes_[lane].assign(shape_.size, 0.0F);
          lane_last_[lane].store(-1, std::memory_order_relaxed);
        },
        [this](const std::string& what) { failure_ = what; },
    };
  }

  /// The same step on one thread, in the order of the items.
  void run_serially(std::uint64_t step) {
    for (auto& lane : lanes_) lane.assign(shape_.size, 0.0F);
    for (std::uint32_t item = 0; item < shape_.items; ++item) {
      add_item(step, item, item * shape_.lanes / shape_.items);
    }
    for (std::uint32_t part = 0; part < shape_.parts; ++part) reduce(part);
    scale_ = 1.0F / (1.0F + gradient_[0] * gradient_[0]);
    for (std::uint32_t part = 0; part < shape_.parts; ++part) update(part);
    ++version_;
  }

  [[nodiscard]] const std::vector<float>& weights() const { return weights_; }
  [[nodiscard]] std::uint64_t version() const { return version_; }
  /// Items that began while another of their lane ran, or after a later one of it.
  [[nodiscard]] int lane_violations() const { return lane_violations_; }
  /// Why a step was told to change nothing; empty: none was.
  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] int items_computed() const { return items_computed_; }

 private:
  void enter(std::uint32_t item, std::uint32_t lane) {
    ++items_computed_;
    if (lane != item * shape_.lanes / shape_.items) ++lane_violations_;
    if (lane_busy_[lane].exchange(true, std::memory_order_acquire)) ++lane_violations_;
    const auto number = static_cast<std::int64_t>(item);
    if (lane_last_[lane].exchange(number, std::memory_order_relaxed) >= number) ++lane_violations_;
  }
  void add_item(std::uint64_t step, std::uint32_t item, std::uint32_t lane) {
    for (std::uint32_t i = 0; i < shape_.size; ++i) {
      // Not associative in float, so another order gives other bits.
      lanes_[lane][i] += weights_[i] / static_cast<float>(3 + item * 7 + i + step);
    }
  }
  std::pair<std::uint32_t, std::uint32_t> range(std::uint32_t part) const {
    return {shape_.size * part / shape_.parts, shape_.size * (part + 1) / shape_.parts};
  }
  void reduce(std::uint32_t part) {
    for (auto [i, end] = range(part); i < end; ++i) {
      gradient_[i] = 0;
      for (const auto& lane : lanes_) gradient_[i] += lane[i];
    }
  }
  void update(std::uint32_t part) {
    for (auto [i, end] = range(part); i < end; ++i) weights_[i] -= 0.01F * scale_ * gradient_[i];
  }

  Shape shape_;
  std::vector<std::vector<float>> lanes_;
  std::vector<float> gradient_;
  std::vector<float> weights_;
  float scale_ = 0;
  std::uint64_t version_ = 0;
  std::string failure_;
  std::vector<std::atomic<bool>> lane_busy_;
  std::vector<std::atomic<std::int64_t>> lane_last_;
  std::atomic<int> lane_violations_{0};
  std::atomic<int> items_computed_{0};
};

using Next = std::variant<Conductor::Nothing, spheres::StepProgram, spheres::SweepProgram>;

/// Waits until the machine has nothing more to do.
inline void await_paused(const NodeZero& machine) {
  while (machine.state() != ControlState::kPaused) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace crystalline::control
