#pragma once

#include <napi.h>

#include <string_view>

namespace crystalline::addon {

/// A JavaScript string of UTF-8; main thread.
[[nodiscard]] inline Napi::Value text(Napi::Env env, std::string_view value) {
  return Napi::String::New(env, value.data(), value.size());
}

}  // namespace crystalline::addon
