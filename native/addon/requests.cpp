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
  for (const auto kind :
       {text::TokenizerKind::kChar, text::TokenizerKind::kByte, text::TokenizerKind::kBpe}) {
    if (name == text::tokenizer_name(kind)) return kind;
  }
  throw_invalid(argument.value.Env(), argument.name + " must be 'char', 'byte' or 'bpe'.");
}

template <typename Kind, typename Names>
Kind read_kind(const Argument& argument, const Names& names) {
  const auto kind = training::kind_named<Kind>(names, argument.text());
  if (kind) return *kind;
  std::string all;
  for (const auto name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  throw_invalid(argument.value.Env(), argument.name + " must be one of " + all + ".");
}

training::ScheduleConfig read_schedule(const Argument& from) {
  return {.kind = read_kind<training::ScheduleKind>(from.member("kind"), training::kScheduleNames),
          .warmup_steps = from.member("warmupSteps").whole(),
          .min_learning_rate = from.member("minLearningRate").number(),
          .cycle_steps = from.member("cycleSteps").whole(),
          .cycle_growth = from.member("cycleGrowth").number(),
          .factor = from.member("factor").number(),
          .power = from.member("power").number(),
          .decay_steps = from.member("decaySteps").whole(),
          .patience = from.member("patience").whole(),
          .min_delta = from.member("minDelta").number(),
          .horizon = from.member("horizon").whole()};
}

std::vector<training::RateChange> read_rate_changes(const Argument& from) {
  std::vector<training::RateChange> changes;
  if (from.absent()) return changes;
  const Napi::Array list = from.array();
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Argument change{list.Get(i), from.name + "[" + std::to_string(i) + "]"};
    changes.push_back({change.member("fromStep").whole(), change.member("scale").number()});
  }
  return changes;
}

spheres::Fault read_fault(const Argument& fault) {
  using spheres::FaultKind;
  const auto number = [&](const char* key) {
    return static_cast<std::uint32_t>(fault.member(key).whole(kMostU32));
  };
  const std::string name = fault.member("kind").text();
  for (const auto kind : {FaultKind::kFail, FaultKind::kHang, FaultKind::kSlow}) {
    if (name != spheres::name_of(kind)) continue;
    return {.kind = kind,
            .step = fault.member("step").whole(),
            .sphere = number("sphere"),
            .times = number("times"),
            .delay_ms = number("delayMs")};
  }
  throw_invalid(fault.value.Env(), fault.name + ".kind must be 'fail', 'hang' or 'slow'.");
}

std::vector<spheres::Fault> read_faults(const Argument& faults) {
  std::vector<spheres::Fault> read;
  if (faults.absent()) return read;
  const Napi::Array list = faults.array();
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    read.push_back(read_fault(Argument{list.Get(i), faults.name + "[" + std::to_string(i) + "]"}));
  }
  return read;
}

}  // namespace

text::CorpusSplit read_split(const Argument& from) {
  text::CorpusSplit split;
  if (from.absent()) return split;
  const std::string kind = from.member("kind").text();
  if (kind == "each") {
    split.kind = text::CorpusSplit::Kind::kEach;
  } else if (kind == "documents") {
    split.kind = text::CorpusSplit::Kind::kDocuments;
  } else if (kind != "tail") {
    throw_invalid(from.value.Env(), from.name + ".kind must be 'tail', 'each' or 'documents'.");
  }
  split.validation = from.member("validation").number();
  const Argument seed = from.member("seed");
  if (!seed.absent() && split.kind == text::CorpusSplit::Kind::kDocuments)
    split.seed = seed.whole();
  return split;
}

training::OptimizerConfig read_optimizer(const Argument& from) {
  return {
      .kind = read_kind<training::OptimizerKind>(from.member("kind"), training::kOptimizerNames),
      .learning_rate = from.member("learningRate").number(),
      .schedule = read_schedule(from.member("schedule")),
      .momentum = from.member("momentum").number(),
      .beta1 = from.member("beta1").number(),
      .beta2 = from.member("beta2").number(),
      .epsilon = from.member("epsilon").number(),
      .weight_decay = from.member("weightDecay").number(),
      .embedding_decay = from.member("embeddingDecay").number(),
      .vector_decay = from.member("vectorDecay").number(),
      .clip_norm = from.member("clipNorm").number(),
      .clip_value = from.member("clipValue").number(),
      .accumulation = static_cast<std::uint32_t>(from.member("accumulation").whole(kMostU32)),
      .ema_decay = from.member("emaDecay").number()};
}

text::CorpusRequest read_corpus_request(const Argument& request) {
  text::CorpusRequest read{.name = request.member("name").text(),
                           .paths = {},
                           .bytes = {},
                           .tokenizer = read_tokenizer(request.member("tokenizer")),
                           .split = read_split(request.member("split"))};
  if (const Argument wanted = request.member("vocabulary"); !wanted.absent()) {
    read.vocabulary = static_cast<std::size_t>(wanted.whole());
  }
  if (const Argument json = request.member("tokenizerJson"); !json.absent()) {
    const Napi::Uint8Array given = json.bytes();
    read.tokenizer_json.assign(reinterpret_cast<const char*>(given.Data()), given.ByteLength());
  }
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
  const Argument most_depth = config.member("maxDepth");
  const Argument weights = config.member("initialWeights");
  const Argument timeout = config.member("sphereTimeoutMs");
  const Argument tables = config.member("tables");
  return {.corpus_id = config.member("corpusId").text(),
          .training = {.shape = {.blocks = read_int(model.member("blocks")),
                                 .heads = read_int(model.member("heads")),
                                 .width = read_int(model.member("width")),
                                 .context = read_int(model.member("context"))},
                       .batch = static_cast<std::uint32_t>(config.member("batch").whole(kMostU32)),
                       .steps = config.member("steps").whole(),
                       .seed = config.member("seed").whole(),
                       .tables = tables.absent() ? training::TableInitialisation::kStandard
                                                 : read_kind<training::TableInitialisation>(
                                                       tables, training::kTableInitialisations),
                       .optimizer = read_optimizer(config.member("optimizer")),
                       .rate_changes = read_rate_changes(config.member("rateChanges")),
                       .validation_every_steps = config.member("validationEverySteps").whole(),
                       .validation_windows = config.member("validationWindows").whole(),
                       .validation_by_averages = config.member("validationByAverages").flag(),
                       .loss = {.label_smoothing = config.member("labelSmoothing").number(),
                                .z_loss = config.member("zLoss").number()},
                       .stop_patience = config.member("stopPatience").whole(),
                       .stop_delta = config.member("stopDelta").number(),
                       .divergence_factor = config.member("divergenceFactor").number()},
          .threads = static_cast<std::uint32_t>(config.member("threads").whole(kMostU32)),
          .depth = depth.absent() ? 1 : static_cast<std::uint32_t>(depth.whole(kMostU32)),
          .most_depth =
              most_depth.absent() ? 0 : static_cast<std::uint32_t>(most_depth.whole(kMostU32)),
          .initial_weights = weights.absent() ? std::string() : weights.path(),
          .faults = read_faults(config.member("faults")),
          .sphere_timeout_ms =
              timeout.absent() ? 30'000 : static_cast<std::uint32_t>(timeout.whole(kMostU32))};
}

session::SampleRequest read_sample_request(const Argument& request) {
  const auto number = [&](const char* key, double absent) {
    const Argument given = request.member(key);
    return given.absent() ? absent : given.number();
  };
  const auto whole = [&](const char* key, std::uint64_t most) {
    const Argument given = request.member(key);
    return given.absent() ? std::uint64_t{0} : given.whole(most);
  };
  session::SampleRequest read{.prompt = request.member("prompt").text(),
                              .tokens = request.member("tokens").whole(),
                              .options = {.temperature = request.member("temperature").number(),
                                          .top_k = static_cast<int>(whole("topK", kMostInt)),
                                          .top_p = number("topP", 1),
                                          .min_p = number("minP", 0),
                                          .repetition_penalty = number("repetitionPenalty", 1),
                                          .seed = request.member("seed").whole()},
                              .stops = {},
                              .alternatives = whole("alternatives", kMostInt),
                              .averaged = request.member("averaged").flag()};
  if (const Argument stops = request.member("stop"); !stops.absent()) read.stops = stops.texts();
  return read;
}

std::uint64_t read_sample_id(const Argument& request) {
  const Argument id = request.member("id");
  return id.absent() ? 0 : id.whole();
}

std::uint64_t read_work_id(const Argument& request) {
  const Argument id = request.member("workId");
  return id.absent() ? 0 : id.whole();
}

exchange::ExportRequest read_export_request(const Argument& request) {
  const Napi::Uint8Array json = request.member("tokenizerJson").bytes();
  exchange::ExportRequest read{
      .checkpoint = request.member("checkpoint").path(),
      .tokenizer_json = {reinterpret_cast<const char*>(json.Data()), json.ByteLength()},
      .name = request.member("name").text(),
      .path = request.member("path").path()};
  const Argument format = request.member("format");
  if (format.text() == "gguf") {
    read.format = exchange::FileFormat::kGguf;
  } else if (format.text() != "safetensors") {
    throw_invalid(format.value.Env(), format.name + " must be 'safetensors' or 'gguf'.");
  }
  const Argument type = request.member("type");
  if (type.text() == "f16") {
    read.type = exchange::StoredType::kF16;
  } else if (type.text() == "q8_0") {
    read.type = exchange::StoredType::kQ80;
  } else if (type.text() != "f32") {
    throw_invalid(type.value.Env(), type.name + " must be 'f32', 'f16' or 'q8_0'.");
  }
  return read;
}

session::FrameKind read_frame_kind(const Argument& argument) {
  using session::FrameKind;
  const std::string name = argument.text();
  for (const FrameKind kind : session::kFrameKinds) {
    if (name == session::frame_name(kind)) return kind;
  }
  throw_invalid(argument.value.Env(),
                argument.name + " must be 'spheres', 'events', 'trace', 'tokens' or 'messages'.");
}

}  // namespace crystalline::addon
