#include "addon/environment.hpp"

#include "addon/engine_class.hpp"

namespace crystalline::addon {

void Environment::install(Napi::Env env) {
  auto* data = new Environment();
  env.SetInstanceData(data);
  env.AddCleanupHook([data] { data->dispose_all(); });
}

Environment& Environment::of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

void Environment::dispose_all() {
  for (Engine* engine : engines_) engine->dispose();
}

}  // namespace crystalline::addon
