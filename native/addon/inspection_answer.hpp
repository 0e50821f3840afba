#pragma once

#include <napi.h>

#include "engine/control/health.hpp"
#include "engine/control/inspection.hpp"
#include "engine/session/event_inspection.hpp"

namespace crystalline::addon {

/// SphereInspection of src/shared/contract/spheres.ts.
[[nodiscard]] Napi::Object inspection_to_js(Napi::Env env,
                                            const control::SphereInspection& inspection);

/// MachineHealth of src/shared/contract/spheres.ts.
[[nodiscard]] Napi::Object health_to_js(Napi::Env env, const control::Health& health);

/// EventInspection of src/shared/contract/events.ts.
[[nodiscard]] Napi::Object event_to_js(Napi::Env env, const session::EventInspection& event);

}  // namespace crystalline::addon
