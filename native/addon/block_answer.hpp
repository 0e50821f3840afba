#pragma once

#include <napi.h>

#include "addon/arguments.hpp"
#include "engine/session/block_inspection.hpp"

namespace crystalline::addon {

/// {block, head, text, tokens?}.
[[nodiscard]] session::BlockRequest read_block_request(const Argument& request);
/// NativeBlock of src/main/host/engine/engine-types.ts.
[[nodiscard]] Napi::Value block_to_js(Napi::Env env, const session::BlockInspection& seen);

}  // namespace crystalline::addon
