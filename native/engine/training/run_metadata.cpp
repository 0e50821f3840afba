#include "engine/training/run_metadata.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/base/philox.hpp"
#include "engine/math/isa.hpp"
#include "engine/text/tokenizer_json.hpp"

namespace crystalline::training {
namespace {

/// Key and what it is called in a message, of everything that decides a run's bits; in the order in
/// which differences are named.
constexpr std::pair<std::string_view, std::string_view> kDecisive[] = {
    {"corpus.sha256", "the corpus (SHA-256)"},
    {"corpus.tokenizer", "the tokenizer"},
    {"model.architecture", "the architecture"},
    {"model.blocks", "blocks"},
    {"model.heads", "heads"},
    {"model.width", "width"},
    {"model.context", "context"},
    {"model.vocabulary", "the vocabulary"},
    {"seed", "the seed"},
    {"tables", "the tables' initialisation"},
    {"batch", "batch"},
    {"batch.lanes", "the number of gradient lanes"},
    {"batch.plan", "the batch plan"},
    {"split", "the split"},
    {"schedule", "the schedule"},
    {"optimizer", "the optimizer"},
    {"optimizer.learning_rate", "learningRate"},
    {"optimizer.min_learning_rate", "minLearningRate"},
    {"optimizer.warmup_steps", "warmupSteps"},
    {"schedule.cycle_steps", "cycleSteps"},
    {"schedule.cycle_growth", "cycleGrowth"},
    {"schedule.factor", "factor"},
    {"schedule.power", "power"},
    {"schedule.decay_steps", "decaySteps"},
    {"schedule.patience", "patience"},
    {"schedule.min_delta", "minDelta"},
    {"schedule.validation", "the validations the schedule waits for"},
    {"optimizer.momentum", "momentum"},
    {"optimizer.beta1", "beta1"},
    {"optimizer.beta2", "beta2"},
    {"optimizer.epsilon", "epsilon"},
    {"optimizer.weight_decay", "weightDecay"},
    {"optimizer.embedding_decay", "embeddingDecay"},
    {"optimizer.vector_decay", "vectorDecay"},
    {"optimizer.clip_norm", "clipNorm"},
    {"optimizer.clip_value", "clipValue"},
    {"optimizer.accumulation", "accumulation"},
    {"optimizer.ema_decay", "emaDecay"},
    {"loss.label_smoothing", "labelSmoothing"},
    {"loss.z_loss", "zLoss"},
    {"rng.generator", "the random generator"},
    {"rng.streams", "the random streams"},
};

std::string text(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string text(base::RandomStream stream) {
  return std::to_string(static_cast<std::uint32_t>(stream));
}

std::string_view value_of(const Metadata& metadata, std::string_view key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? std::string_view("missing") : std::string_view(found->second);
}

template <typename Number>
bool read_number(std::string_view digits, Number& number) {
  const char* end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, number);
  return problem == std::errc() && stop == end;
}

bool read_whole(const Metadata& metadata, std::string_view key, std::uint64_t& number) {
  return read_number(value_of(metadata, key), number);
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

/// False: it is there and cannot be read.
bool read_stopping(const Metadata& metadata, StoppingState& stopping) {
  if (!metadata.contains("stopping.best")) return true;
  return read_number(value_of(metadata, "stopping.best"), stopping.best_nats) &&
         read_whole(metadata, "stopping.best_step", stopping.best_step) &&
         read_whole(metadata, "stopping.waited", stopping.waited);
}

/// "120:0.5 300:0.25": from which step on, and the factor.
constexpr const char* kChanges = "learning_rate.changes";

std::string changes_text(std::span<const RateChange> changes) {
  std::string all;
  for (const RateChange& change : changes) {
    if (!all.empty()) all += ' ';
    all += std::to_string(change.from_step) + ':' + text(change.scale);
  }
  return all;
}

/// The changes that had begun by `step`; nullopt: no such text.
std::optional<std::vector<RateChange>> read_changes(std::string_view all, std::uint64_t step) {
  std::vector<RateChange> changes;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(' ', at), all.size());
    const std::string_view entry = all.substr(at, end - at);
    const std::size_t colon = std::min(entry.find(':'), entry.size());
    RateChange change;
    if (!read_number(entry.substr(0, colon), change.from_step) ||
        !read_number(entry.substr(std::min(colon + 1, entry.size())), change.scale) ||
        !(change.scale > 0)) {
      return std::nullopt;
    }
    if (change.from_step <= step) changes.push_back(change);
    at = end + 1;
  }
  return changes;
}

/// Steps that the schedule is laid out for.
std::string_view horizon_of(const Metadata& metadata) {
  return metadata.contains("schedule.horizon") ? value_of(metadata, "schedule.horizon")
                                               : value_of(metadata, "steps");
}

bool machine_has(std::string_view isa) {
  return math::isa_name(math::choose_isa(isa, math::supported_isa())) == isa;
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
  if (!progress.rate_changes.empty()) metadata[kChanges] = changes_text(progress.rate_changes);
  return metadata;
}

base::Result<void> check_continues(const Metadata& expected, const Metadata& found,
                                   const std::string& path) {
  const auto mismatch = [&](std::string_view what, std::string_view there, std::string_view here) {
    return base::Error{base::ErrorCode::kMismatch, "The checkpoint " + path +
                                                       " is of another run: " + std::string(what) +
                                                       " is " + std::string(there) + " there and " +
                                                       std::string(here) + " here."};
  };
  for (const auto& [key, name] : kDecisive) {
    const std::string_view there = value_of(found, key);
    const std::string_view here = value_of(expected, key);
    if (there != here) return mismatch(name, there, here);
  }
  if (horizon_of(found) != horizon_of(expected)) {
    return mismatch("steps", horizon_of(found), horizon_of(expected));
  }
  const std::string_view there = value_of(found, "isa");
  const std::string_view here = value_of(expected, "isa");
  if (there != here && machine_has(there)) {
    auto error = mismatch("the instruction set", there, here);
    error.message += " Set the environment variable CRYSTALLINE_ISA=" + std::string(there) +
                     " and start again: the run then goes on with the same bits.";
    return error;
  }
  return {};
}

base::Result<Progress> progress_of(const Metadata& metadata, std::uint64_t steps,
                                   const std::string& path) {
  Progress progress;
  if (!read_whole(metadata, "step", progress.step) || progress.step > steps) {
    return base::Error{base::ErrorCode::kCorrupt,
                       "The checkpoint " + path + " has an impossible step: " +
                           std::string(value_of(metadata, "step")) + "."};
  }
  if (const auto changes = metadata.find(kChanges); changes != metadata.end()) {
    auto read = read_changes(changes->second, progress.step);
    if (!read) {
      return base::Error{base::ErrorCode::kCorrupt, "The checkpoint " + path + " has impossible " +
                                                        kChanges + ": " + changes->second + "."};
    }
    progress.rate_changes = *std::move(read);
  }
  progress.validation_due = metadata.contains("validation.due");
  if (!read_stopping(metadata, progress.stopping)) {
    return base::Error{base::ErrorCode::kCorrupt,
                       "The checkpoint " + path + " does not say which validation was the best."};
  }
  if (!metadata.contains("plateau.best")) return progress;
  PlateauState& plateau = progress.plateau;
  if (!read_number(value_of(metadata, "plateau.best"), plateau.best_nats) ||
      !read_whole(metadata, "plateau.waited", plateau.waited) ||
      !read_whole(metadata, "plateau.reductions", plateau.reductions)) {
    return base::Error{base::ErrorCode::kCorrupt,
                       "The checkpoint " + path + " does not say how its plateau schedule stands."};
  }
  return progress;
}

}  // namespace crystalline::training
