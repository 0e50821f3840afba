#pragma once

#include <napi.h>

#include "engine/base/progress.hpp"
#include "engine/exchange/export_weights.hpp"
#include "engine/session/session.hpp"
#include "engine/text/corpus.hpp"

// The session's answers to JavaScript objects of engine-types.ts.
namespace crystalline::addon {

[[nodiscard]] Napi::Object info_to_js(Napi::Env env, const session::EngineInfo& info);
[[nodiscard]] Napi::Object corpus_to_js(Napi::Env env, const text::Corpus& corpus);
[[nodiscard]] Napi::Object run_to_js(Napi::Env env, const session::RunInfo& info);
[[nodiscard]] Napi::Object status_to_js(Napi::Env env, const session::SessionStatus& status);
[[nodiscard]] Napi::Array loop_events_to_js(Napi::Env env,
                                            const std::vector<session::LoopEvent>& events);
[[nodiscard]] Napi::Object validation_to_js(Napi::Env env, const training::Validation& found);
[[nodiscard]] Napi::Object saved_to_js(Napi::Env env, const session::Saved& saved);
[[nodiscard]] Napi::Object sample_to_js(Napi::Env env, const session::Sample& sample);
[[nodiscard]] Napi::Object rate_change_to_js(Napi::Env env, const training::RateChange& change);
[[nodiscard]] Napi::Object curve_to_js(Napi::Env env, const training::ScheduleCurve& curve);
[[nodiscard]] Napi::Object sample_part_to_js(Napi::Env env,
                                             const session::SampleStream::Part& part);
[[nodiscard]] Napi::Object exported_to_js(Napi::Env env, const exchange::Exported& exported);
[[nodiscard]] Napi::Object work_to_js(Napi::Env env, const base::Progress::State& state);
/// NativeLayout: frames with their columns, and the names of the enumerations.
[[nodiscard]] Napi::Object layout_to_js(Napi::Env env);

}  // namespace crystalline::addon
