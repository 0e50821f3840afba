#pragma once

#include <napi.h>

#include <memory>

#include "addon/change_signal.hpp"
#include "engine/session/session.hpp"

namespace crystalline::addon {

/// NativeEngine of src/main/host/engine/engine-types.ts: converts and forwards.
///
/// Tasks on pool threads share the session, so it outlives a disposed or collected engine for as
/// long as they last.
class Engine : public Napi::ObjectWrap<Engine> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit Engine(const Napi::CallbackInfo& info);
  ~Engine() override;

  /// Stops every thread. Idempotent.
  void dispose();

 private:
  Napi::Value info(const Napi::CallbackInfo& call);
  Napi::Value layout(const Napi::CallbackInfo& call);
  Napi::Value open_corpus(const Napi::CallbackInfo& call);
  Napi::Value encode(const Napi::CallbackInfo& call);
  Napi::Value tokenizer_json(const Napi::CallbackInfo& call);
  Napi::Value create_run(const Napi::CallbackInfo& call);
  Napi::Value restore_run(const Napi::CallbackInfo& call);
  void run(const Napi::CallbackInfo& call);
  Napi::Value pause(const Napi::CallbackInfo& call);
  Napi::Value change_rate(const Napi::CallbackInfo& call);
  Napi::Value draw_schedule(const Napi::CallbackInfo& call);
  Napi::Value end_run(const Napi::CallbackInfo& call);
  Napi::Value status(const Napi::CallbackInfo& call);
  Napi::Value validation(const Napi::CallbackInfo& call);
  Napi::Value read_metrics(const Napi::CallbackInfo& call);
  Napi::Value read_loop_events(const Napi::CallbackInfo& call);
  Napi::Value read_frame(const Napi::CallbackInfo& call);
  Napi::Value inspect_sphere(const Napi::CallbackInfo& call);
  Napi::Value health(const Napi::CallbackInfo& call);
  Napi::Value inspect_event(const Napi::CallbackInfo& call);
  Napi::Value save_checkpoint(const Napi::CallbackInfo& call);
  Napi::Value export_weights(const Napi::CallbackInfo& call);
  Napi::Value inspect_block(const Napi::CallbackInfo& call);
  Napi::Value sample(const Napi::CallbackInfo& call);
  Napi::Value read_work(const Napi::CallbackInfo& call);
  void cancel_work(const Napi::CallbackInfo& call);
  Napi::Value read_sample(const Napi::CallbackInfo& call);
  void cancel_sample(const Napi::CallbackInfo& call);
  Napi::Value weights_sha256(const Napi::CallbackInfo& call);
  void on_change(const Napi::CallbackInfo& call);
  void dispose_from_js(const Napi::CallbackInfo&) { dispose(); }

  /// The session; throws wrong-state after dispose().
  [[nodiscard]] const std::shared_ptr<session::Session>& session(Napi::Env env) const;

  std::shared_ptr<session::Session> session_;  // null: disposed
  std::unique_ptr<ChangeSignal> signal_;
};

}  // namespace crystalline::addon
