#include "engine/training/run_metadata.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "engine/base/philox.hpp"
#include "engine/math/isa.hpp"

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
    {"batch", "batch"},
    {"batch.lanes", "the number of gradient lanes"},
    {"batch.plan", "the batch plan"},
    {"split", "the split"},
    {"steps", "steps"},
    {"schedule", "the schedule"},
    {"optimizer", "the optimizer"},
    {"optimizer.learning_rate", "learningRate"},
    {"optimizer.min_learning_rate", "minLearningRate"},
    {"optimizer.warmup_steps", "warmupSteps"},
    {"optimizer.beta1", "beta1"},
    {"optimizer.beta2", "beta2"},
    {"optimizer.epsilon", "epsilon"},
    {"optimizer.weight_decay", "weightDecay"},
    {"optimizer.clip_norm", "clipNorm"},
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

bool machine_has(std::string_view isa) {
  return math::isa_name(math::choose_isa(isa, math::supported_isa())) == isa;
}

}  // namespace

Metadata run_metadata(const TrainingConfig& config, const text::Corpus& corpus, std::uint64_t step,
                      std::uint32_t threads, std::string_view isa) {
  const OptimizerConfig& o = config.optimizer;
  return {
      {"step", std::to_string(step)},
      {"data.cursor", std::to_string(step)},
      {"corpus.name", text::readable(corpus.name)},
      {"corpus.bytes", std::to_string(corpus.bytes)},
      {"corpus.sha256", corpus.sha256},
      {"corpus.tokenizer", std::string(text::tokenizer_name(corpus.tokenizer.kind()))},
      {"split", "first 90 % train, rest validation"},
      {"model.architecture", "gpt2"},
      {"model.blocks", std::to_string(config.shape.blocks)},
      {"model.heads", std::to_string(config.shape.heads)},
      {"model.width", std::to_string(config.shape.width)},
      {"model.context", std::to_string(config.shape.context)},
      {"model.vocabulary", std::to_string(config.shape.vocab)},
      {"batch", std::to_string(config.batch)},
      {"batch.lanes", std::to_string(lanes_of(config.batch))},
      {"batch.plan", "uniform windows"},
      {"steps", std::to_string(config.steps)},
      {"validation.every_steps", std::to_string(config.validation_every_steps)},
      {"validation.windows", std::to_string(config.validation_windows)},
      {"schedule", "warm-up and cosine"},
      {"optimizer", "adamw"},
      {"optimizer.learning_rate", text(o.learning_rate)},
      {"optimizer.min_learning_rate", text(o.min_learning_rate)},
      {"optimizer.warmup_steps", std::to_string(o.warmup_steps)},
      {"optimizer.beta1", text(o.beta1)},
      {"optimizer.beta2", text(o.beta2)},
      {"optimizer.epsilon", text(o.epsilon)},
      {"optimizer.weight_decay", text(o.weight_decay)},
      {"optimizer.clip_norm", text(o.clip_norm)},
      {"seed", std::to_string(config.seed)},
      {"rng.generator", "philox4x32-10"},
      {"rng.streams", "initialisation " + text(base::RandomStream::kInitialisation) + ", batches " +
                          text(base::RandomStream::kBatches) + ", sampling " +
                          text(base::RandomStream::kSampling)},
      {"threads", std::to_string(threads)},
      {"isa", std::string(isa)},
  };
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

base::Result<std::uint64_t> step_of(const Metadata& metadata, std::uint64_t steps,
                                    const std::string& path) {
  const std::string_view digits = value_of(metadata, "step");
  std::uint64_t step = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), step);
  if (problem != std::errc() || end != digits.data() + digits.size() || step > steps) {
    return base::Error{
        base::ErrorCode::kCorrupt,
        "The checkpoint " + path + " has an impossible step: " + std::string(digits) + "."};
  }
  return step;
}

}  // namespace crystalline::training
