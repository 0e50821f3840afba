#include "addon/inspection_answer.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "addon/text_value.hpp"
#include "engine/spheres/sphere.hpp"

namespace crystalline::addon {
namespace {

using spheres::Figure;

Napi::Value number(Napi::Env env, auto value) {
  return Napi::Number::New(env, static_cast<double>(value));
}

Napi::Value milliseconds(Napi::Env env, std::uint64_t us) {
  return number(env, static_cast<double>(us) / 1'000);
}

/// From `then` to the inspection, in milliseconds.
Napi::Value age(Napi::Env env, const control::SphereInspection& of, std::uint64_t then_us) {
  return milliseconds(env, of.now_us - std::min(of.now_us, then_us));
}

/// "primes_processed" -> "primesProcessed".
std::string camel(std::string_view name) {
  std::string camel;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_') continue;
    const bool first = i > 0 && name[i - 1] == '_' && name[i] >= 'a';
    camel += first ? static_cast<char>(name[i] - 'a' + 'A') : name[i];
  }
  return camel;
}

Napi::Object statistics_to_js(Napi::Env env, const spheres::Statistics& statistics) {
  Napi::Object js = Napi::Object::New(env);
  for (std::size_t i = 0; i < static_cast<std::size_t>(Figure::kGroup0); ++i) {
    const auto figure = static_cast<Figure>(i);
    js.Set(camel(name_of(figure)), number(env, statistics[figure]));
  }
  Napi::Array groups = Napi::Array::New(env, 12);
  for (std::uint32_t g = 0; g < 12; ++g) {
    groups.Set(g, number(env, statistics[spheres::group_figure(g)]));
  }
  js.Set("primesOfGroup", groups);
  js.Set("spheres", number(env, statistics.spheres));
  js.Set("totalMs", milliseconds(env, statistics.total_us));
  js.Set("busyMs", milliseconds(env, statistics.busy_us));
  js.Set("waitingMs", milliseconds(env, statistics.sync_us));
  js.Set("idleMs", milliseconds(env, statistics.idle_us()));
  js.Set("utilization", number(env, statistics.utilization()));
  js.Set("cacheHitRate", number(env, statistics.cache_hit_rate()));
  return js;
}

Napi::Object batch_to_js(Napi::Env env, const control::SphereInspection& of,
                         const telemetry::MicroBatch& batch) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("step", number(env, batch.step));
  js.Set("item", number(env, batch.item));
  js.Set("worker", number(env, batch.worker));
  js.Set("lossNats", number(env, batch.loss_nats));
  const bool measured = batch.gradient_norm == batch.gradient_norm;
  if (measured) js.Set("gradientNorm", number(env, batch.gradient_norm));
  js.Set("durationMs", milliseconds(env, batch.duration_us));
  js.Set("ageMs", age(env, of, batch.ended_us));
  return js;
}

Napi::Array history_to_js(Napi::Env env, const control::SphereInspection& of) {
  Napi::Array js = Napi::Array::New(env, of.history.size());
  for (std::uint32_t i = 0; i < of.history.size(); ++i) {
    Napi::Object move = Napi::Object::New(env);
    move.Set("state", text(env, name_of(of.history[i].to)));
    move.Set("ageMs", age(env, of, of.history[i].at_us));
    js.Set(i, move);
  }
  return js;
}

Napi::Object by_priority(Napi::Env env, const auto& counts) {
  constexpr const char* kNames[] = {"low", "normal", "high", "critical"};
  Napi::Object js = Napi::Object::New(env);
  for (std::size_t p = 0; p < spheres::kPriorities; ++p) {
    js.Set(kNames[p], number(env, counts[p]));
  }
  return js;
}

void set_place(Napi::Env env, Napi::Object js, const control::SphereInspection& of) {
  Napi::Array children = Napi::Array::New(env, of.children.size());
  for (std::uint32_t i = 0; i < of.children.size(); ++i) {
    children.Set(i, number(env, of.children[i]));
  }
  js.Set("sphere", number(env, of.sphere));
  js.Set("level", number(env, of.level));
  if (of.parent != spheres::kNoSphere) {
    js.Set("group", number(env, of.group));
    js.Set("parent", number(env, of.parent));
  }
  js.Set("children", children);
  js.Set("worker", number(env, of.worker));
}

}  // namespace

Napi::Object inspection_to_js(Napi::Env env, const control::SphereInspection& of) {
  Napi::Object js = Napi::Object::New(env);
  set_place(env, js, of);
  js.Set("state", text(env, name_of(of.state.state)));
  js.Set("computing", number(env, of.state.computing));
  js.Set("ageMs", age(env, of, of.born_us));
  js.Set("history", history_to_js(env, of));
  js.Set("refusedTransitions", number(env, of.refused));
  js.Set("inbox", by_priority(env, of.inbox));
  js.Set("queuedItems", number(env, of.queued_items));
  Napi::Array batches = Napi::Array::New(env, of.micro_batches.size());
  for (std::uint32_t i = 0; i < of.micro_batches.size(); ++i) {
    batches.Set(i, batch_to_js(env, of, of.micro_batches[i]));
  }
  js.Set("microBatches", batches);
  js.Set("weightsVersion", number(env, of.weights_version));
  if (of.last_crossing > 0) js.Set("lastCrossing", number(env, of.last_crossing));
  js.Set("inBoundaryRegion", of.in_region);
  js.Set("own", statistics_to_js(env, of.own));
  js.Set("subtree", statistics_to_js(env, of.subtree));
  return js;
}

Napi::Object health_to_js(Napi::Env env, const control::Health& health) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("active", number(env, health.active));
  js.Set("idle", number(env, health.idle));
  js.Set("failing", number(env, health.failing));
  js.Set("ended", number(env, health.ended));
  js.Set("levels", number(env, health.levels));
  js.Set("grown", number(env, health.grown));
  js.Set("collapsed", number(env, health.collapsed));
  js.Set("idsLeft", number(env, health.ids_left));
  js.Set("messagesSent", number(env, health.messages_sent));
  js.Set("messagesReceived", number(env, health.messages_received));
  js.Set("messagesDropped", number(env, health.messages_dropped));
  js.Set("waiting", by_priority(env, health.waiting));
  js.Set("itemsQueued", number(env, health.items_queued));
  js.Set("itemsCompleted", number(env, health.items_completed));
  js.Set("errors", number(env, health.errors));
  js.Set("recoveries", number(env, health.recoveries));
  js.Set("timeouts", number(env, health.timeouts));
  js.Set("refusedTransitions", number(env, health.refused));
  js.Set("faultsStruck", number(env, health.faults_struck));
  js.Set("cpuSeconds", number(env, health.cpu_seconds));
  js.Set("residentBytes", number(env, health.resident_bytes));
  return js;
}

Napi::Object event_to_js(Napi::Env env, const session::EventInspection& event) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("n", number(env, event.n));
  js.Set("step", number(env, event.step));
  js.Set("sequence", number(env, event.sequence));
  js.Set("position", number(env, event.position));
  js.Set("offset", number(env, event.offset));
  js.Set("token", number(env, event.token));
  js.Set("before", text(env, event.before));
  js.Set("text", text(env, event.text));
  js.Set("after", text(env, event.after));
  js.Set("prime", number(env, event.prime));
  js.Set("wavelengthM", number(env, event.wavelength_m));
  js.Set("thetaRad", number(env, event.angle.theta));
  Napi::Object terms = Napi::Object::New(env);
  terms.Set("spiral", number(env, event.angle.terms.spiral));
  terms.Set("index", number(env, event.angle.terms.index));
  terms.Set("phonetic", number(env, event.angle.terms.phonetic));
  terms.Set("omega", number(env, event.angle.terms.omega));
  terms.Set("psi", number(env, event.angle.terms.psi));
  js.Set("terms", terms);
  return js;
}

}  // namespace crystalline::addon
