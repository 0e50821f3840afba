#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/math/isa.hpp"
#include "engine/training/run_metadata.hpp"

// What a checkpoint says of its run, read and held against what is expected.
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

/// False: it is there and cannot be read.
bool read_stopping(const Metadata& metadata, StoppingState& stopping) {
  if (!metadata.contains("stopping.best")) return true;
  return read_number(value_of(metadata, "stopping.best"), stopping.best_nats) &&
         read_whole(metadata, "stopping.best_step", stopping.best_step) &&
         read_whole(metadata, "stopping.waited", stopping.waited);
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
  if (const auto changes = metadata.find(kRateChangesKey); changes != metadata.end()) {
    auto read = read_changes(changes->second, progress.step);
    if (!read) {
      return base::Error{base::ErrorCode::kCorrupt, "The checkpoint " + path + " has impossible " +
                                                        std::string(kRateChangesKey) + ": " +
                                                        changes->second + "."};
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
