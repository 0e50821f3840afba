#include "engine/training/schedule.hpp"

#include <numbers>

#include "engine/math/elementary.hpp"

namespace crystalline::training {

double learning_rate(const OptimizerConfig& optimizer, std::uint64_t steps, std::uint64_t step) {
  if (step <= optimizer.warmup_steps) {
    return optimizer.learning_rate * static_cast<double>(step) /
           static_cast<double>(optimizer.warmup_steps);
  }
  if (step >= steps) return optimizer.min_learning_rate;
  const double done = static_cast<double>(step - optimizer.warmup_steps) /
                      static_cast<double>(steps - optimizer.warmup_steps);
  const double height = 0.5 * (1.0 + math::cos(std::numbers::pi * done));
  return optimizer.min_learning_rate +
         (optimizer.learning_rate - optimizer.min_learning_rate) * height;
}

}  // namespace crystalline::training
