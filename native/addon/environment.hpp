#pragma once

#include <napi.h>

#include <set>

namespace crystalline::addon {

class Engine;

/// What the addon keeps for each JavaScript environment (the main thread, each worker): its
/// engines, so that their threads stop before the environment is gone.
class Environment {
 public:
  /// Makes the environment's data and its clean-up hook.
  static void install(Napi::Env env);
  [[nodiscard]] static Environment& of(Napi::Env env);

  void add(Engine* engine) { engines_.insert(engine); }
  void remove(Engine* engine) { engines_.erase(engine); }
  void dispose_all();

 private:
  std::set<Engine*> engines_;
};

}  // namespace crystalline::addon
