#include "engine/training/schedule.hpp"

#include <algorithm>
#include <numbers>

#include "engine/math/elementary.hpp"

namespace crystalline::training {
namespace {

constexpr double kOneCycleStart = 25;  // the peak is so many times the first rate

double real(std::uint64_t n) { return static_cast<double>(n); }

/// Half a cosine from 1 (done 0) to 0 (done 1).
double half_cosine(double done) { return 0.5 * (1.0 + math::cos(std::numbers::pi * done)); }

/// Where in its cycle `t` (from 1) lies, above 0 and at most 1; the first cycle is `length` long,
/// each next one `growth` times.
double place_in_cycle(std::uint64_t t, std::uint64_t length, double growth) {
  if (growth <= 1) return real((t - 1) % length + 1) / real(length);
  double left = real(t);
  double cycle = real(length);
  for (; left > cycle; cycle *= growth) left -= cycle;
  return left / cycle;
}

double cosine(const OptimizerConfig& o, std::uint64_t t, double done) {
  const ScheduleConfig& s = o.schedule;
  const double place = s.cycle_steps == 0 ? done : place_in_cycle(t, s.cycle_steps, s.cycle_growth);
  return s.min_learning_rate + (o.learning_rate - s.min_learning_rate) * half_cosine(place);
}

double one_cycle(const OptimizerConfig& o, std::uint64_t steps, std::uint64_t step) {
  const ScheduleConfig& s = o.schedule;
  if (step <= s.warmup_steps) {
    const double first = o.learning_rate / kOneCycleStart;
    const double done = real(step) / real(s.warmup_steps);
    return first + (o.learning_rate - first) * (1 - half_cosine(done));
  }
  const double done = real(step - s.warmup_steps) / real(steps - s.warmup_steps);
  return s.min_learning_rate + (o.learning_rate - s.min_learning_rate) * half_cosine(done);
}

double cyclical(const OptimizerConfig& o, std::uint64_t step) {
  const ScheduleConfig& s = o.schedule;
  const double place = 2 * real((step - 1) % s.cycle_steps) / real(s.cycle_steps);
  const double height = place <= 1 ? place : 2 - place;
  return s.min_learning_rate + (o.learning_rate - s.min_learning_rate) * height;
}

double stable_then_decay(const OptimizerConfig& o, std::uint64_t steps, std::uint64_t step) {
  const ScheduleConfig& s = o.schedule;
  const std::uint64_t left = steps - step;
  const std::uint64_t length = std::min(s.decay_steps, steps - s.warmup_steps);
  if (left >= length) return o.learning_rate;
  return s.min_learning_rate + (o.learning_rate - s.min_learning_rate) * real(left) / real(length);
}

/// `step` is past the warm-up and at most `steps`.
double after_warm_up(const OptimizerConfig& o, std::uint64_t steps, std::uint64_t step,
                     std::uint64_t reductions) {
  const ScheduleConfig& s = o.schedule;
  const double rate = o.learning_rate;
  const double least = s.min_learning_rate;
  const std::uint64_t t = step - s.warmup_steps;
  const double done = real(t) / real(steps - s.warmup_steps);
  switch (s.kind) {
    case ScheduleKind::kLinear:
      return least + (rate - least) * (1 - done);
    case ScheduleKind::kCosine:
      return cosine(o, t, done);
    case ScheduleKind::kExponential:
      return std::max(least, rate * math::pow(s.factor, real(t) / real(s.cycle_steps)));
    case ScheduleKind::kStep:
      return std::max(least, rate * math::pow(s.factor, real(t / s.cycle_steps)));
    case ScheduleKind::kPolynomial:
      return least + (rate - least) * math::pow(1 - done, s.power);
    case ScheduleKind::kWarmUpStableDecay:
      return stable_then_decay(o, steps, step);
    case ScheduleKind::kPlateau:
      return std::max(least, rate * math::pow(s.factor, real(reductions)));
    case ScheduleKind::kConstant:
    case ScheduleKind::kWarmUp:
    case ScheduleKind::kOneCycle:
    case ScheduleKind::kCyclical:
      break;
  }
  return rate;
}

}  // namespace

double learning_rate(const OptimizerConfig& optimizer, std::uint64_t steps, std::uint64_t step,
                     std::uint64_t reductions) {
  const ScheduleConfig& s = optimizer.schedule;
  const std::uint64_t end = s.horizon == 0 ? steps : s.horizon;
  const std::uint64_t at = std::min(step, end);
  if (s.kind == ScheduleKind::kConstant) return optimizer.learning_rate;
  if (s.kind == ScheduleKind::kOneCycle) return one_cycle(optimizer, end, at);
  if (s.kind == ScheduleKind::kCyclical) return cyclical(optimizer, at);
  if (at <= s.warmup_steps) return optimizer.learning_rate * real(at) / real(s.warmup_steps);
  return after_warm_up(optimizer, end, at, reductions);
}

double rate_scale(std::span<const RateChange> changes, std::uint64_t step) {
  double scale = 1;
  for (const RateChange& change : changes) {
    if (change.from_step <= step) scale = change.scale;
  }
  return scale;
}

ScheduleCurve draw_schedule(const OptimizerConfig& optimizer, std::uint64_t steps,
                            std::uint64_t points) {
  const std::uint64_t count = std::max<std::uint64_t>(1, std::min(points, steps));
  ScheduleCurve curve;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t step = count == 1 ? steps : 1 + (steps - 1) * i / (count - 1);
    curve.step.push_back(step);
    curve.learning_rate.push_back(learning_rate(optimizer, steps, step));
  }
  return curve;
}

bool StoppingState::validated(std::uint64_t patience, double delta, std::uint64_t step,
                              double loss_nats) {
  if (loss_nats < best_nats - delta) {
    best_nats = loss_nats;
    best_step = step;
    waited = 0;
    return false;
  }
  if (patience == 0 || ++waited < patience) return false;
  waited = 0;
  return true;
}

bool PlateauState::validated(const ScheduleConfig& schedule, double loss_nats) {
  if (loss_nats < best_nats - schedule.min_delta) {
    best_nats = loss_nats;
    waited = 0;
    return false;
  }
  if (++waited <= schedule.patience) return false;
  waited = 0;
  ++reductions;
  return true;
}

}  // namespace crystalline::training
