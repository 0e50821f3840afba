#include "addon/answers.hpp"

#include <string>
#include <string_view>

#include "addon/text_value.hpp"
#include "engine/session/layout.hpp"
#include "engine/session/metrics_queue.hpp"

namespace crystalline::addon {
namespace {

Napi::Value number(Napi::Env env, std::uint64_t value) {
  return Napi::Number::New(env, static_cast<double>(value));
}

template <typename Names>
Napi::Array names_to_js(Napi::Env env, const Names& names) {
  Napi::Array array = Napi::Array::New(env, names.size());
  for (std::uint32_t i = 0; i < names.size(); ++i) array.Set(i, text(env, names[i]));
  return array;
}

std::string_view reason_name(session::PauseReason reason) {
  switch (reason) {
    case session::PauseReason::kNoProgress:
      return "no-progress";
    case session::PauseReason::kGivenUp:
      return "given-up";
    case session::PauseReason::kDiverged:
      return "diverged";
    case session::PauseReason::kNone:
    case session::PauseReason::kNotFinite:
      break;
  }
  return "not-finite";
}

std::string_view end_name(session::SampleEnd end) {
  switch (end) {
    case session::SampleEnd::kLength:
      return "length";
    case session::SampleEnd::kStop:
      return "stop";
    case session::SampleEnd::kCancelled:
      break;
  }
  return "cancelled";
}

Napi::Object likelihood_to_js(Napi::Env env, const model::Likelihood& likelihood) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("id", number(env, likelihood.token));
  js.Set("probability", Napi::Number::New(env, likelihood.probability));
  return js;
}

/// The tokens of a sample; `alternatives` only where some were asked for.
Napi::Array sampled_to_js(Napi::Env env, const std::vector<session::SampledToken>& tokens) {
  Napi::Array array = Napi::Array::New(env, tokens.size());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    Napi::Object js = likelihood_to_js(env, tokens[i].drawn);
    if (const auto& others = tokens[i].alternatives; !others.empty()) {
      Napi::Array list = Napi::Array::New(env, others.size());
      for (std::uint32_t k = 0; k < others.size(); ++k) {
        list.Set(k, likelihood_to_js(env, others[k]));
      }
      js.Set("alternatives", list);
    }
    array.Set(i, js);
  }
  return array;
}

Napi::Object frame_to_js(Napi::Env env, const session::FrameLayout& frame) {
  Napi::Object columns = Napi::Object::New(env);
  for (const session::ColumnLayout& column : frame.columns) {
    Napi::Object place = Napi::Object::New(env);
    place.Set("offset", number(env, column.offset));
    place.Set("type", text(env, column.type));
    columns.Set(text(env, column.name), place);
  }
  Napi::Object js = Napi::Object::New(env);
  js.Set("kind", number(env, static_cast<std::uint64_t>(frame.kind)));
  js.Set("fieldBytes", number(env, frame.field_bytes));
  js.Set("stride", number(env, frame.stride));
  js.Set("columns", columns);
  return js;
}

}  // namespace

Napi::Object info_to_js(Napi::Env env, const session::EngineInfo& info) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("version", text(env, CRYSTALLINE_VERSION));
  js.Set("isa", text(env, info.isa));
  js.Set("processors", number(env, info.processors));
  js.Set("numaNodes", number(env, info.numa_nodes));
  return js;
}

Napi::Object corpus_to_js(Napi::Env env, const text::Corpus& corpus) {
  const std::size_t vocabulary = corpus.tokenizer.vocabulary();
  Napi::Array labels = Napi::Array::New(env, vocabulary);
  for (std::uint32_t i = 0; i < vocabulary; ++i) {
    labels.Set(i, text(env, corpus.tokenizer.label(static_cast<text::Token>(i))));
  }
  Napi::Object js = Napi::Object::New(env);
  js.Set("corpusId", text(env, corpus.id));
  js.Set("name", text(env, corpus.name));
  js.Set("bytes", number(env, corpus.bytes));
  js.Set("sha256", text(env, corpus.sha256));
  js.Set("tokenizer", text(env, text::tokenizer_name(corpus.tokenizer.kind())));
  js.Set("vocabulary", number(env, vocabulary));
  js.Set("trainTokens", number(env, corpus.train().size()));
  js.Set("validationTokens", number(env, corpus.validation().size()));
  js.Set("unigramEntropyNats", Napi::Number::New(env, corpus.unigram_entropy_nats));
  js.Set("bigramEntropyNats", Napi::Number::New(env, corpus.bigram_entropy_nats));
  if (const auto trigram = corpus.trigram_entropy_nats) {
    js.Set("trigramEntropyNats", Napi::Number::New(env, *trigram));
  }
  js.Set("excerpt", text(env, corpus.excerpt));
  js.Set("tokenTexts", labels);
  return js;
}

Napi::Object run_to_js(Napi::Env env, const session::RunInfo& info) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("parameters", number(env, info.parameters));
  js.Set("spheres", number(env, info.spheres));
  js.Set("step", number(env, info.step));
  if (!info.warning.empty()) js.Set("warning", text(env, info.warning));
  return js;
}

Napi::Object status_to_js(Napi::Env env, const session::SessionStatus& status) {
  const session::RunStatus run = status.run.value_or(session::RunStatus{});
  Napi::Object js = Napi::Object::New(env);
  js.Set("state", text(env, session::name_of(status.state)));
  js.Set("step", number(env, run.step));
  js.Set("weightsVersion", number(env, run.weights_version));
  js.Set("residentBytes", number(env, status.resident_bytes));
  js.Set("newestEvent", number(env, run.newest_event));
  js.Set("newestLoopEvent", number(env, status.newest_loop_event));
  if (!run.failure.empty()) js.Set("failure", text(env, run.failure));
  if (run.pause_reason != session::PauseReason::kNone) {
    Napi::Object because = Napi::Object::New(env);
    because.Set("reason", text(env, reason_name(run.pause_reason)));
    because.Set("message", text(env, run.pause_message));
    js.Set("pausedBecause", because);
  }
  return js;
}

Napi::Array loop_events_to_js(Napi::Env env, const std::vector<session::LoopEvent>& events) {
  Napi::Array array = Napi::Array::New(env, events.size());
  for (std::uint32_t i = 0; i < events.size(); ++i) {
    const session::LoopEvent& event = events[i];
    Napi::Object js = Napi::Object::New(env);
    js.Set("number", number(env, event.number));
    js.Set("kind", text(env, session::kLoopEventNames[static_cast<std::size_t>(event.kind)]));
    js.Set("step", number(env, event.step));
    js.Set("epoch", number(env, event.epoch));
    js.Set("value", Napi::Number::New(env, event.value));
    js.Set("atMs", Napi::Number::New(env, event.at_ms));
    if (!event.message.empty()) js.Set("message", text(env, event.message));
    array.Set(i, js);
  }
  return array;
}

Napi::Object validation_to_js(Napi::Env env, const training::Validation& found) {
  const auto real = [&](double value) { return Napi::Number::New(env, value); };
  Napi::Array bins = Napi::Array::New(env, found.bins.size());
  for (std::uint32_t i = 0; i < found.bins.size(); ++i) {
    Napi::Object bin = Napi::Object::New(env);
    bin.Set("tokens", number(env, found.bins[i].tokens));
    bin.Set("confidence", real(found.bins[i].confidence));
    bin.Set("accuracy", real(found.bins[i].accuracy));
    bins.Set(i, bin);
  }
  Napi::Object js = Napi::Object::New(env);
  js.Set("step", number(env, found.step));
  js.Set("tokens", number(env, found.tokens));
  js.Set("lossNats", real(found.loss_nats));
  js.Set("perplexity", real(found.perplexity));
  js.Set("bitsPerByte", real(found.bits_per_byte));
  js.Set("top1", real(found.top1));
  js.Set("top5", real(found.top5));
  js.Set("calibrationError", real(found.calibration_error));
  js.Set("bins", bins);
  return js;
}

Napi::Object saved_to_js(Napi::Env env, const session::Saved& saved) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("step", number(env, saved.step));
  js.Set("bytes", number(env, saved.bytes));
  js.Set("weightsSha256", text(env, saved.weights_sha256));
  return js;
}

Napi::Object sample_to_js(Napi::Env env, const session::Sample& sample) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("text", text(env, sample.text));
  js.Set("tokens", sampled_to_js(env, sample.tokens));
  js.Set("ended", text(env, end_name(sample.end)));
  js.Set("step", number(env, sample.step));
  js.Set("tokensPerSecond", Napi::Number::New(env, sample.tokens_per_second));
  return js;
}

Napi::Object rate_change_to_js(Napi::Env env, const training::RateChange& change) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("fromStep", number(env, change.from_step));
  js.Set("scale", Napi::Number::New(env, change.scale));
  return js;
}

Napi::Object curve_to_js(Napi::Env env, const training::ScheduleCurve& curve) {
  Napi::Array steps = Napi::Array::New(env, curve.step.size());
  Napi::Array rates = Napi::Array::New(env, curve.step.size());
  for (std::uint32_t i = 0; i < curve.step.size(); ++i) {
    steps.Set(i, number(env, curve.step[i]));
    rates.Set(i, Napi::Number::New(env, curve.learning_rate[i]));
  }
  Napi::Object js = Napi::Object::New(env);
  js.Set("step", steps);
  js.Set("learningRate", rates);
  return js;
}

Napi::Object sample_part_to_js(Napi::Env env, const session::SampleStream::Part& part) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("text", text(env, part.text));
  js.Set("tokens", sampled_to_js(env, part.tokens));
  return js;
}

Napi::Object exported_to_js(Napi::Env env, const exchange::Exported& exported) {
  const auto size = [&](int value) { return Napi::Number::New(env, value); };
  Napi::Object model = Napi::Object::New(env);
  model.Set("blocks", size(exported.shape.blocks));
  model.Set("heads", size(exported.shape.heads));
  model.Set("width", size(exported.shape.width));
  model.Set("context", size(exported.shape.context));
  model.Set("vocabulary", size(exported.shape.vocab));
  Napi::Object js = Napi::Object::New(env);
  js.Set("bytes", number(env, exported.bytes));
  js.Set("notes", names_to_js(env, exported.notes));
  js.Set("model", model);
  if (exported.end_token) js.Set("endToken", number(env, *exported.end_token));
  return js;
}

Napi::Object work_to_js(Napi::Env env, const base::Progress::State& state) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("part", text(env, base::kWorkParts[static_cast<std::size_t>(state.part)]));
  js.Set("fraction", Napi::Number::New(env, state.fraction));
  js.Set("done", number(env, state.done));
  js.Set("total", number(env, state.total));
  return js;
}

Napi::Object layout_to_js(Napi::Env env) {
  Napi::Object frames = Napi::Object::New(env);
  for (const session::FrameLayout& frame : session::frame_layouts()) {
    frames.Set(text(env, session::frame_name(frame.kind)), frame_to_js(env, frame));
  }
  Napi::Object js = Napi::Object::New(env);
  js.Set("frames", frames);
  js.Set("sphereStates", names_to_js(env, session::sphere_state_names()));
  js.Set("traceKinds", names_to_js(env, session::trace_kind_names()));
  js.Set("messageTypes", names_to_js(env, session::message_type_names()));
  js.Set("runStates", names_to_js(env, session::kRunStateNames));
  js.Set("loopEvents", names_to_js(env, session::kLoopEventNames));
  js.Set("errorCodes", names_to_js(env, session::error_code_names()));
  js.Set("workParts", names_to_js(env, base::kWorkParts));
  js.Set("metricFields", names_to_js(env, session::kMetricFields));
  return js;
}

}  // namespace crystalline::addon
