#pragma once

#include <napi.h>

#include "engine/control/inspection.hpp"

namespace crystalline::addon {

/// SphereInspection of src/shared/contract/spheres.ts.
[[nodiscard]] Napi::Object inspection_to_js(Napi::Env env,
                                            const control::SphereInspection& inspection);

}  // namespace crystalline::addon
