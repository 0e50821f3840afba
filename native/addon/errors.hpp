#pragma once

#include <napi.h>

#include "engine/base/result.hpp"

namespace crystalline::addon {

/// A JavaScript Error with `code`: one of ERROR_CODES of src/shared/contract/errors.ts.
[[nodiscard]] Napi::Error to_js(Napi::Env env, const base::Error& error);

/// The value, or a thrown Error.
template <typename T>
T unwrap(Napi::Env env, base::Result<T> result) {
  if (!result) throw to_js(env, result.error());
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

/// Throws invalid-argument.
[[noreturn]] void throw_invalid(Napi::Env env, const std::string& message);

}  // namespace crystalline::addon
