#include "engine/training/run_metadata.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "engine/base/philox.hpp"
#include "engine/math/isa.hpp"
#include "engine/text/tokenizer_json.hpp"

namespace crystalline::training {
namespace {

std::string text(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string text(base::RandomStream stream) {
  return std::to_string(static_cast<std::uint32_t>(stream));
}

void add_optimizer(Metadata& metadata, const OptimizerConfig& o) {
  using enum OptimizerKind;
  const auto add = [&](const char* name, double value, bool used) {
    if (used) metadata[std::string("optimizer.") + name] = text(value);
  };
  const bool adam = o.kind == kAdam || o.kind == kAdamW || o.kind == kMuon;
  metadata["optimizer"] = name_of(o.kind);
  add("learning_rate", o.learning_rate, true);
  add("momentum", o.momentum, o.kind == kMomentum || o.kind == kNesterov || o.kind == kMuon);
  add("beta1", o.beta1, adam || o.kind == kLion);
  add("beta2", o.beta2, adam || o.kind == kLion || o.kind == kRmsProp);
  add("epsilon", o.epsilon, adam || o.kind == kRmsProp || o.kind == kAdagrad);
  add("weight_decay", o.weight_decay, true);
  add("embedding_decay", o.embedding_decay, o.embedding_decay != o.weight_decay);
  add("vector_decay", o.vector_decay, o.vector_decay > 0);
  add("clip_norm", o.clip_norm, true);
  add("clip_value", o.clip_value, o.clip_value > 0);
  add("accumulation", o.accumulation, o.accumulation > 1);
  add("ema_decay", o.ema_decay, o.ema_decay > 0);
}

void add_schedule(Metadata& metadata, const TrainingConfig& config) {
  using enum ScheduleKind;
  const ScheduleConfig& s = config.optimizer.schedule;
  const auto add = [&](const std::string& key, const std::string& value, bool used) {
    if (used) metadata[key] = value;
  };
  const bool plain = s.kind == kCosine && s.cycle_steps == 0;
  const bool cycles = s.kind == kExponential || s.kind == kStep || s.kind == kCyclical ||
                      (s.kind == kCosine && !plain);
  metadata["schedule"] = plain ? "warm-up and cosine" : name_of(s.kind);
  add("schedule.horizon", std::to_string(s.horizon), s.horizon > 0);
  add("optimizer.min_learning_rate", text(s.min_learning_rate),
      s.kind != kConstant && s.kind != kWarmUp);
  add("optimizer.warmup_steps", std::to_string(s.warmup_steps),
      s.kind != kConstant && s.kind != kCyclical);
  add("schedule.cycle_steps", std::to_string(s.cycle_steps), cycles);
  add("schedule.cycle_growth", text(s.cycle_growth), s.kind == kCosine && cycles);
  add("schedule.factor", text(s.factor),
      s.kind == kExponential || s.kind == kStep || s.kind == kPlateau);
  add("schedule.power", text(s.power), s.kind == kPolynomial);
  add("schedule.decay_steps", std::to_string(s.decay_steps), s.kind == kWarmUpStableDecay);
  add("schedule.patience", std::to_string(s.patience), s.kind == kPlateau);
  add("schedule.min_delta", text(s.min_delta), s.kind == kPlateau);
  add("schedule.validation",
      std::to_string(config.validation_every_steps) + ", " +
          std::to_string(config.validation_windows),
      s.kind == kPlateau);
}

void add_plateau(Metadata& metadata, const PlateauState& plateau) {
  metadata["plateau.best"] = text(plateau.best_nats);
  metadata["plateau.waited"] = std::to_string(plateau.waited);
  metadata["plateau.reductions"] = std::to_string(plateau.reductions);
}

/// Written once a validation was measured.
void add_stopping(Metadata& metadata, const StoppingState& stopping) {
  if (stopping.best_step == 0) return;
  metadata["stopping.best"] = text(stopping.best_nats);
  metadata["stopping.best_step"] = std::to_string(stopping.best_step);
  metadata["stopping.waited"] = std::to_string(stopping.waited);
}

std::string changes_text(std::span<const RateChange> changes) {
  std::string all;
  for (const RateChange& change : changes) {
    if (!all.empty()) all += ' ';
    all += std::to_string(change.from_step) + ':' + text(change.scale);
  }
  return all;
}

}  // namespace

Metadata run_metadata(const TrainingConfig& config, const text::Corpus& corpus,
                      const Progress& progress, std::uint32_t threads, std::string_view isa) {
  Metadata metadata = {
      {"step", std::to_string(progress.step)},
      {"data.cursor", std::to_string(progress.step)},
      {"corpus.name", text::readable(corpus.name)},
      {"corpus.bytes", std::to_string(corpus.bytes)},
      {"corpus.sha256", corpus.sha256},
      {"corpus.tokenizer", text::tokenizer_identity(corpus.tokenizer)},
      {"split", text::split_words(corpus.split)},
      {"model.architecture", "gpt2"},
      {"model.blocks", std::to_string(config.shape.blocks)},
      {"model.heads", std::to_string(config.shape.heads)},
      {"model.width", std::to_string(config.shape.width)},
      {"model.context", std::to_string(config.shape.context)},
      {"model.vocabulary", std::to_string(config.shape.vocab)},
      {"batch", std::to_string(config.batch)},
      {"batch.lanes", std::to_string(lanes_of(sequences_of(config)))},
      {"batch.plan", "uniform windows"},
      {"steps", std::to_string(config.steps)},
      {"validation.every_steps", std::to_string(config.validation_every_steps)},
      {"validation.windows", std::to_string(config.validation_windows)},
      {"seed", std::to_string(config.seed)},
      {"rng.generator", "philox4x32-10"},
      {"rng.streams", "initialisation " + text(base::RandomStream::kInitialisation) + ", batches " +
                          text(base::RandomStream::kBatches) + ", sampling " +
                          text(base::RandomStream::kSampling)},
      {"threads", std::to_string(threads)},
      {"isa", std::string(isa)},
  };
  if (config.tables != TableInitialisation::kStandard) {
    metadata["tables"] = kTableInitialisations[static_cast<std::size_t>(config.tables)];
  }
  add_optimizer(metadata, config.optimizer);
  add_schedule(metadata, config);
  if (config.optimizer.schedule.kind == ScheduleKind::kPlateau) {
    add_plateau(metadata, progress.plateau);
  }
  const model::LossTerms& loss = config.loss;
  if (loss.label_smoothing > 0) metadata["loss.label_smoothing"] = text(loss.label_smoothing);
  if (loss.z_loss > 0) metadata["loss.z_loss"] = text(loss.z_loss);
  add_stopping(metadata, progress.stopping);
  if (progress.validation_due) metadata["validation.due"] = "true";
  if (!progress.rate_changes.empty())
    metadata[std::string(kRateChangesKey)] = changes_text(progress.rate_changes);
  return metadata;
}

}  // namespace crystalline::training
