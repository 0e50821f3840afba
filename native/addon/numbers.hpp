#pragma once

#include <napi.h>

namespace crystalline::addon {

/// The object `numbers` of the module, NativeNumbers of src/main/host/engine/numbers-types.ts:
/// converts and forwards. It has no state: every call computes on a pool thread and answers with a
/// promise.
[[nodiscard]] Napi::Object numbers_object(Napi::Env env);

}  // namespace crystalline::addon
