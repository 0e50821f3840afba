#include "addon/requests.hpp"

#include <limits>

#include "addon/errors.hpp"

namespace crystalline::addon {
namespace {

constexpr std::uint64_t kMostInt = std::numeric_limits<int>::max();
constexpr std::uint64_t kMostU32 = std::numeric_limits<std::uint32_t>::max();

int read_int(const Argument& argument) { return static_cast<int>(argument.whole(kMostInt)); }

text::TokenizerKind read_tokenizer(const Argument& argument) {
  const std::string name = argument.text();
  for (const auto kind : {text::TokenizerKind::kChar, text::TokenizerKind::kByte}) {
    if (name == text::tokenizer_name(kind)) return kind;
  }
  throw_invalid(argument.value.Env(), argument.name + " must be 'char' or 'byte'.");
}

training::OptimizerConfig read_optimizer(const Argument& from) {
  return {.learning_rate = from.member("learningRate").number(),
          .min_learning_rate = from.member("minLearningRate").number(),
          .warmup_steps = from.member("warmupSteps").whole(),
          .beta1 = from.member("beta1").number(),
          .beta2 = from.member("beta2").number(),
          .epsilon = from.member("epsilon").number(),
          .weight_decay = from.member("weightDecay").number(),
          .clip_norm = from.member("clipNorm").number()};
}

}  // namespace

text::CorpusRequest read_corpus_request(const Argument& request) {
  text::CorpusRequest read{.name = request.member("name").text(),
                           .paths = {},
                           .bytes = {},
                           .tokenizer = read_tokenizer(request.member("tokenizer"))};
  const Argument paths = request.member("paths");
  const Argument bytes = request.member("bytes");
  if (paths.absent() == bytes.absent()) {
    throw_invalid(request.value.Env(), request.name + " must have exactly one of paths and bytes.");
  }
  if (!bytes.absent()) {
    const Napi::Uint8Array given = bytes.bytes();
    read.bytes.assign(reinterpret_cast<const char*>(given.Data()), given.ByteLength());
    return read;
  }
  const Napi::Array list = paths.array();
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    read.paths.push_back(Argument{list.Get(i), paths.name + "[" + std::to_string(i) + "]"}.path());
  }
  if (read.paths.empty()) throw_invalid(request.value.Env(), paths.name + " must not be empty.");
  return read;
}

session::RunRequest read_run_config(const Argument& config) {
  const Argument model = config.member("model");
  const Argument depth = config.member("depth");
  return {.corpus_id = config.member("corpusId").text(),
          .training = {.shape = {.blocks = read_int(model.member("blocks")),
                                 .heads = read_int(model.member("heads")),
                                 .width = read_int(model.member("width")),
                                 .context = read_int(model.member("context"))},
                       .batch = static_cast<std::uint32_t>(config.member("batch").whole(kMostU32)),
                       .steps = config.member("steps").whole(),
                       .seed = config.member("seed").whole(),
                       .optimizer = read_optimizer(config.member("optimizer")),
                       .validation_every_steps = config.member("validationEverySteps").whole(),
                       .validation_windows = config.member("validationWindows").whole()},
          .threads = static_cast<std::uint32_t>(config.member("threads").whole(kMostU32)),
          .depth = depth.absent() ? 1 : static_cast<std::uint32_t>(depth.whole(kMostU32))};
}

session::SampleRequest read_sample_request(const Argument& request) {
  const Argument top_k = request.member("topK");
  return {.prompt = request.member("prompt").text(),
          .tokens = request.member("tokens").whole(),
          .temperature = request.member("temperature").number(),
          .top_k = top_k.absent() ? 0 : top_k.whole(),
          .seed = request.member("seed").whole()};
}

session::FrameKind read_frame_kind(const Argument& argument) {
  using session::FrameKind;
  const std::string name = argument.text();
  for (const FrameKind kind :
       {FrameKind::kSpheres, FrameKind::kEvents, FrameKind::kTrace, FrameKind::kTokens}) {
    if (name == session::frame_name(kind)) return kind;
  }
  throw_invalid(argument.value.Env(),
                argument.name + " must be 'spheres', 'events', 'trace' or 'tokens'.");
}

}  // namespace crystalline::addon
