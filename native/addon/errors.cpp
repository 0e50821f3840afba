#include "addon/errors.hpp"

#include <string>

#include "engine/session/layout.hpp"

namespace crystalline::addon {

Napi::Error to_js(Napi::Env env, const base::Error& error) {
  Napi::Error js = Napi::Error::New(env, error.message);
  js.Set("code", Napi::String::New(env, std::string(session::error_code_name(error.code))));
  return js;
}

void throw_invalid(Napi::Env env, const std::string& message) {
  throw to_js(env, {base::ErrorCode::kInvalidArgument, message});
}

}  // namespace crystalline::addon
