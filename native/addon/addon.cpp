#include <napi.h>

#include "addon/engine_class.hpp"
#include "addon/environment.hpp"
#include "addon/machine.hpp"
#include "addon/numbers.hpp"

// The module: exports the class Engine and the objects numbers and machine, once for each
// JavaScript environment.
static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  crystalline::addon::Environment::install(env);
  exports.Set("Engine", crystalline::addon::Engine::define(env));
  exports.Set("machine", crystalline::addon::machine_object(env));
  exports.Set("numbers", crystalline::addon::numbers_object(env));
  return exports;
}

NODE_API_MODULE(crystalline, initialise)
