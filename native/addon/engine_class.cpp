#include "addon/engine_class.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "addon/answers.hpp"
#include "addon/arguments.hpp"
#include "addon/block_answer.hpp"
#include "addon/environment.hpp"
#include "addon/errors.hpp"
#include "addon/inspection_answer.hpp"
#include "addon/promise_task.hpp"
#include "addon/requests.hpp"

namespace crystalline::addon {
namespace {

using session::Session;

/// A promise of `call` on the session, run on a pool thread; its value by way of `convert`.
template <typename Value, typename Call, typename Convert>
Napi::Value promise(Napi::Env env, std::shared_ptr<Session> session, Call call, Convert convert) {
  return PromiseTask<Value>::start(
      env,
      [session = std::move(session), call = std::move(call)]() -> base::Result<Value> {
        return call(*session);
      },
      convert);
}

}  // namespace

Napi::Function Engine::define(Napi::Env env) {
  return DefineClass(env, "Engine",
                     {InstanceMethod<&Engine::info>("info"),
                      InstanceMethod<&Engine::layout>("layout"),
                      InstanceMethod<&Engine::open_corpus>("openCorpus"),
                      InstanceMethod<&Engine::encode>("encode"),
                      InstanceMethod<&Engine::tokenizer_json>("tokenizerJson"),
                      InstanceMethod<&Engine::create_run>("createRun"),
                      InstanceMethod<&Engine::restore_run>("restoreRun"),
                      InstanceMethod<&Engine::run>("run"),
                      InstanceMethod<&Engine::pause>("pause"),
                      InstanceMethod<&Engine::change_rate>("changeRate"),
                      InstanceMethod<&Engine::draw_schedule>("drawSchedule"),
                      InstanceMethod<&Engine::end_run>("endRun"),
                      InstanceMethod<&Engine::status>("status"),
                      InstanceMethod<&Engine::validation>("validation"),
                      InstanceMethod<&Engine::read_metrics>("readMetrics"),
                      InstanceMethod<&Engine::read_loop_events>("readLoopEvents"),
                      InstanceMethod<&Engine::read_frame>("readFrame"),
                      InstanceMethod<&Engine::inspect_sphere>("inspectSphere"),
                      InstanceMethod<&Engine::health>("health"),
                      InstanceMethod<&Engine::inspect_event>("inspectEvent"),
                      InstanceMethod<&Engine::save_checkpoint>("saveCheckpoint"),
                      InstanceMethod<&Engine::export_weights>("exportWeights"),
                      InstanceMethod<&Engine::inspect_block>("inspectBlock"),
                      InstanceMethod<&Engine::sample>("sample"),
                      InstanceMethod<&Engine::read_sample>("readSample"),
                      InstanceMethod<&Engine::cancel_sample>("cancelSample"),
                      InstanceMethod<&Engine::read_work>("readWork"),
                      InstanceMethod<&Engine::cancel_work>("cancelWork"),
                      InstanceMethod<&Engine::weights_sha256>("weightsSha256"),
                      InstanceMethod<&Engine::on_change>("onChange"),
                      InstanceMethod<&Engine::dispose_from_js>("dispose")});
}

Engine::Engine(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<Engine>(info), session_(std::make_shared<Session>()) {
  Environment::of(info.Env()).add(this);
}

Engine::~Engine() {
  dispose();
  Environment::of(Env()).remove(this);
}

void Engine::dispose() {
  if (!session_) return;
  session_->on_change({});
  session_->dispose();
  session_.reset();
  signal_.reset();
}

const std::shared_ptr<Session>& Engine::session(Napi::Env env) const {
  if (!session_) {
    throw to_js(env, {base::ErrorCode::kWrongState, "The engine has been disposed."});
  }
  return session_;
}

Napi::Value Engine::info(const Napi::CallbackInfo& call) {
  (void)session(call.Env());
  return info_to_js(call.Env(), Session::info());
}

Napi::Value Engine::layout(const Napi::CallbackInfo& call) {
  (void)session(call.Env());
  return layout_to_js(call.Env());
}

Napi::Value Engine::open_corpus(const Napi::CallbackInfo& call) {
  using Opened = std::shared_ptr<const text::Corpus>;
  const auto& present = session(call.Env());
  return promise<Opened>(
      call.Env(), present,
      [request = read_corpus_request(argument(call, 0, "request")),
       id = read_work_id(argument(call, 0, "request"))](Session& s) {
        const session::Works::Place work(s.works(), id);
        text::CorpusRequest watched = request;
        watched.progress = work.progress();
        return s.open_corpus(std::move(watched));
      },
      [](Napi::Env env, const Opened& corpus) { return corpus_to_js(env, *corpus); });
}

Napi::Value Engine::tokenizer_json(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  return Napi::String::New(
      call.Env(),
      unwrap(call.Env(), present->tokenizer_json(argument(call, 0, "corpusId").text())));
}

Napi::Value Engine::encode(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const text::Tokens tokens = unwrap(
      call.Env(),
      present->encode(argument(call, 0, "corpusId").text(), argument(call, 1, "text").text()));
  Napi::Uint16Array js = Napi::Uint16Array::New(call.Env(), tokens.size());
  std::copy(tokens.begin(), tokens.end(), js.Data());
  return js;
}

Napi::Value Engine::create_run(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  return promise<session::RunInfo>(
      call.Env(), present,
      [request = read_run_config(argument(call, 0, "config")),
       id = read_work_id(argument(call, 0, "config"))](Session& s) {
        const session::Works::Place work(s.works(), id);
        session::RunRequest watched = request;
        watched.progress = work.progress();
        return s.create_run(watched);
      },
      run_to_js);
}

Napi::Value Engine::restore_run(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  return promise<session::RunInfo>(
      call.Env(), present,
      [request = read_run_config(argument(call, 0, "config")),
       path = argument(call, 1, "path").path()](Session& s) {
        return s.restore_run(request, path);
      },
      run_to_js);
}

void Engine::run(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  unwrap(call.Env(), present->run_until(argument(call, 0, "untilStep").whole()));
}

Napi::Value Engine::pause(const Napi::CallbackInfo& call) {
  return promise<std::uint64_t>(
      call.Env(), session(call.Env()), [](Session& s) { return s.pause(); },
      [](Napi::Env env, std::uint64_t step) {
        return Napi::Number::New(env, static_cast<double>(step));
      });
}

Napi::Value Engine::change_rate(const Napi::CallbackInfo& call) {
  return promise<training::RateChange>(
      call.Env(), session(call.Env()),
      [rate = argument(call, 0, "learningRate").number()](Session& s) {
        return s.change_rate(rate);
      },
      rate_change_to_js);
}

Napi::Value Engine::draw_schedule(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const auto optimizer = read_optimizer(argument(call, 0, "optimizer"));
  const auto curve = present->draw_schedule(optimizer, argument(call, 1, "steps").whole(),
                                            argument(call, 2, "points").whole());
  return curve_to_js(call.Env(), unwrap(call.Env(), curve));
}

Napi::Value Engine::end_run(const Napi::CallbackInfo& call) {
  using Ended = std::monostate;
  return promise<Ended>(
      call.Env(), session(call.Env()),
      [](Session& s) -> base::Result<Ended> {
        if (auto ended = s.end_run(); !ended) return ended.error();
        return Ended{};
      },
      [](Napi::Env env, Ended) { return env.Undefined(); });
}

Napi::Value Engine::status(const Napi::CallbackInfo& call) {
  return status_to_js(call.Env(), session(call.Env())->status());
}

Napi::Value Engine::read_metrics(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  Napi::Float64Array into = argument(call, 0, "into").doubles();
  const std::size_t rows = present->read_metrics(std::span(into.Data(), into.ElementLength()));
  return Napi::Number::New(call.Env(), static_cast<double>(rows));
}

Napi::Value Engine::read_loop_events(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const std::uint64_t since = argument(call, 0, "since").whole();
  return loop_events_to_js(call.Env(), present->loop_events().read(since));
}

Napi::Value Engine::read_frame(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const session::FrameKind kind = read_frame_kind(argument(call, 0, "kind"));
  Napi::Uint8Array into = argument(call, 1, "into").bytes();
  const Argument since = argument(call, 2, "sinceN");
  const std::size_t least = session::kFrameHeaderBytes + session::frame_field_bytes(kind);
  if (into.ByteLength() < least) {
    throw_invalid(call.Env(), "into must have at least " + std::to_string(least) + " bytes.");
  }
  const std::size_t bytes =
      present->read_frame(kind, since.absent() ? 0 : since.whole(),
                          std::as_writable_bytes(std::span(into.Data(), into.ByteLength())));
  return Napi::Number::New(call.Env(), static_cast<double>(bytes));
}

Napi::Value Engine::inspect_sphere(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const auto found = present->inspect(argument(call, 0, "sphere").whole());
  return inspection_to_js(call.Env(), unwrap(call.Env(), found));
}

Napi::Value Engine::health(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  return health_to_js(call.Env(), unwrap(call.Env(), present->health()));
}

Napi::Value Engine::inspect_event(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const auto found = present->inspect_event(argument(call, 0, "n").whole());
  return event_to_js(call.Env(), unwrap(call.Env(), found));
}

Napi::Value Engine::save_checkpoint(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  return promise<session::Saved>(
      call.Env(), present,
      [path = argument(call, 0, "path").path()](Session& s) { return s.save(path); }, saved_to_js);
}

Napi::Value Engine::inspect_block(const Napi::CallbackInfo& call) {
  return promise<session::BlockInspection>(
      call.Env(), session(call.Env()),
      [request = read_block_request(argument(call, 0, "request"))](Session& s) {
        return s.inspect_block(request);
      },
      block_to_js);
}

Napi::Value Engine::sample(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  return promise<session::Sample>(
      call.Env(), present,
      [request = read_sample_request(argument(call, 0, "request")),
       id = read_sample_id(argument(call, 0, "request"))](Session& s) {
        return s.sample(request, id);
      },
      sample_to_js);
}

Napi::Value Engine::export_weights(const Napi::CallbackInfo& call) {
  return promise<exchange::Exported>(
      call.Env(), session(call.Env()),
      [request = read_export_request(argument(call, 0, "request")),
       id = read_work_id(argument(call, 0, "request"))](Session& s) {
        const session::Works::Place work(s.works(), id);
        exchange::ExportRequest watched = request;
        watched.progress = work.progress();
        return exchange::export_weights(watched);
      },
      exported_to_js);
}

Napi::Value Engine::read_work(const Napi::CallbackInfo& call) {
  const auto state = session(call.Env())->works().read(argument(call, 0, "id").whole());
  return state ? Napi::Value(work_to_js(call.Env(), *state)) : call.Env().Undefined();
}

void Engine::cancel_work(const Napi::CallbackInfo& call) {
  session(call.Env())->works().cancel(argument(call, 0, "id").whole());
}

Napi::Value Engine::read_sample(const Napi::CallbackInfo& call) {
  const auto part = session(call.Env())->read_sample(argument(call, 0, "id").whole());
  return part ? Napi::Value(sample_part_to_js(call.Env(), *part)) : call.Env().Undefined();
}

void Engine::cancel_sample(const Napi::CallbackInfo& call) {
  session(call.Env())->cancel_sample(argument(call, 0, "id").whole());
}

Napi::Value Engine::weights_sha256(const Napi::CallbackInfo& call) {
  return promise<std::string>(
      call.Env(), session(call.Env()), [](Session& s) { return s.weights_sha256(); },
      [](Napi::Env env, const std::string& digest) { return Napi::String::New(env, digest); });
}

Napi::Value Engine::validation(const Napi::CallbackInfo& call) {
  const auto found = session(call.Env())->validation();
  return found ? Napi::Value(validation_to_js(call.Env(), *found)) : call.Env().Undefined();
}

void Engine::on_change(const Napi::CallbackInfo& call) {
  const auto& present = session(call.Env());
  const Napi::Function listener = argument(call, 0, "listener").function();
  present->on_change({});  // nobody raises the old signal any more
  signal_ = std::make_unique<ChangeSignal>(call.Env(), listener);
  present->on_change([signal = signal_.get()] { signal->raise(); });
}

}  // namespace crystalline::addon
