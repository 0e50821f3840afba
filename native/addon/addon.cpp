#include <napi.h>

#include "addon/engine_class.hpp"
#include "addon/environment.hpp"

// The module: exports the class Engine, once for each JavaScript environment.
static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  crystalline::addon::Environment::install(env);
  exports.Set("Engine", crystalline::addon::Engine::define(env));
  return exports;
}

NODE_API_MODULE(crystalline, initialise)
