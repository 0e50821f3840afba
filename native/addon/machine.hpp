#pragma once

#include <napi.h>

namespace crystalline::addon {

/// The object `machine` of the module, NativeMachine of src/main/host/engine/machine-types.ts:
/// what this machine is and what a tree of spheres on it would be. No state; every call works on a
/// pool thread and answers with a promise.
[[nodiscard]] Napi::Object machine_object(Napi::Env env);

}  // namespace crystalline::addon
