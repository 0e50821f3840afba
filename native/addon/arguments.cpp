#include "addon/arguments.hpp"

#include "addon/errors.hpp"

namespace crystalline::addon {

Argument argument(const Napi::CallbackInfo& info, std::size_t index, const char* name) {
  return {info[index], name};
}

void Argument::refuse(const std::string& wanted) const {
  throw_invalid(value.Env(), name + " must be " + wanted + ".");
}

Argument Argument::member(const char* key) const {
  if (!value.IsObject()) refuse("an object");
  return {value.As<Napi::Object>().Get(key), name + "." + key};
}

double Argument::number() const {
  if (!value.IsNumber()) refuse("a number");
  return value.As<Napi::Number>().DoubleValue();
}

std::uint64_t Argument::whole(std::uint64_t most) const {
  const double given = number();
  const std::string range = "a whole number from 0 to " + std::to_string(most);
  if (!(given >= 0 && given <= static_cast<double>(most))) refuse(range);
  const auto truncated = static_cast<std::uint64_t>(given);
  if (static_cast<double>(truncated) != given) refuse(range);
  return truncated;
}

bool Argument::flag() const {
  if (absent()) return false;
  if (!value.IsBoolean()) refuse("true or false");
  return value.As<Napi::Boolean>().Value();
}

std::string Argument::text() const {
  if (!value.IsString()) refuse("a string");
  return value.As<Napi::String>().Utf8Value();
}

std::string Argument::path() const {
  std::string given = text();
  if (given.empty() || given.find('\0') != std::string::npos) refuse("a path");
  return given;
}

Napi::Array Argument::array() const {
  if (!value.IsArray()) refuse("an array");
  return value.As<Napi::Array>();
}

std::vector<std::string> Argument::texts() const {
  const Napi::Array list = array();
  std::vector<std::string> read;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    read.push_back(Argument{list.Get(i), name + "[" + std::to_string(i) + "]"}.text());
  }
  return read;
}

Napi::TypedArray Argument::typed(napi_typedarray_type type, const char* wanted) const {
  if (!value.IsTypedArray()) refuse(wanted);
  const auto given = value.As<Napi::TypedArray>();
  if (given.TypedArrayType() != type) refuse(wanted);
  return given;
}

Napi::Uint8Array Argument::bytes() const {
  return typed(napi_uint8_array, "a Uint8Array").As<Napi::Uint8Array>();
}

Napi::Float64Array Argument::doubles() const {
  return typed(napi_float64_array, "a Float64Array").As<Napi::Float64Array>();
}

Napi::Function Argument::function() const {
  if (!value.IsFunction()) refuse("a function");
  return value.As<Napi::Function>();
}

}  // namespace crystalline::addon
