#include "engine/training/optimizer_config.hpp"

#include "engine/training/field_checks.hpp"

namespace crystalline::training {
namespace {

// The bounds of src/shared/contract/optimizer.ts.
constexpr std::uint64_t kMostAccumulation = 1'024;

bool is_cyclic(ScheduleKind kind) {
  return kind == ScheduleKind::kExponential || kind == ScheduleKind::kStep ||
         kind == ScheduleKind::kCyclical;
}

base::Result<void> validate(const ScheduleConfig& s, double learning_rate) {
  const base::Result<void> checks[] = {
      check_real("minLearningRate", s.min_learning_rate,
                 s.min_learning_rate >= 0 && s.min_learning_rate <= learning_rate,
                 "from 0 to learningRate"),
      check_count("warmupSteps", s.warmup_steps, 0, kMostSteps),
      check_count("cycleSteps", s.cycle_steps, is_cyclic(s.kind) ? 1 : 0, kMostSteps),
      check_real("cycleGrowth", s.cycle_growth, s.cycle_growth >= 1 && s.cycle_growth <= 10,
                 "from 1 to 10"),
      check_real("factor", s.factor, s.factor > 0 && s.factor <= 1, "above 0 and at most 1"),
      check_real("power", s.power, s.power > 0 && s.power <= 100, "above 0 and at most 100"),
      check_count("decaySteps", s.decay_steps, 1, kMostSteps),
      check_count("patience", s.patience, 0, kMostSteps),
      check_real("minDelta", s.min_delta, s.min_delta >= 0, "0 or more"),
      check_count("horizon", s.horizon, 0, kMostSteps),
  };
  return first_failure(checks);
}

}  // namespace

base::Result<void> validate(const OptimizerConfig& o) {
  const auto is_decay = [](double decay) { return decay >= 0; };
  const auto is_share = [](double share) { return share >= 0 && share < 1; };
  constexpr const char* kShare = "from 0 to below 1";
  const base::Result<void> checks[] = {
      check_real("learningRate", o.learning_rate, o.learning_rate > 0, "above 0"),
      validate(o.schedule, o.learning_rate),
      check_real("momentum", o.momentum, is_share(o.momentum), kShare),
      check_real("beta1", o.beta1, is_share(o.beta1), kShare),
      check_real("beta2", o.beta2, is_share(o.beta2), kShare),
      check_real("epsilon", o.epsilon, o.epsilon > 0, "above 0"),
      check_real("weightDecay", o.weight_decay, is_decay(o.weight_decay), "0 or more"),
      check_real("embeddingDecay", o.embedding_decay, is_decay(o.embedding_decay), "0 or more"),
      check_real("vectorDecay", o.vector_decay, is_decay(o.vector_decay), "0 or more"),
      check_real("clipNorm", o.clip_norm, o.clip_norm >= 0, "0 (no clipping) or more"),
      check_real("clipValue", o.clip_value, o.clip_value >= 0, "0 (no clipping) or more"),
      check_count("accumulation", o.accumulation, 1, kMostAccumulation),
      check_real("emaDecay", o.ema_decay, is_share(o.ema_decay), "0 (none) to below 1"),
  };
  return first_failure(checks);
}

}  // namespace crystalline::training
