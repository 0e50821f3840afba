#include "engine/math/function_table.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "engine/math/elementary.hpp"

namespace crystalline::math {
namespace {

constexpr std::array<NamedFunction, 28> kFunctions = {{
    {"acos", acos, nullptr},   {"asin", asin, nullptr},   {"atan", atan, nullptr},
    {"atan2", nullptr, atan2}, {"cbrt", cbrt, nullptr},   {"ceil", ceil, nullptr},
    {"cos", cos, nullptr},     {"cosh", cosh, nullptr},   {"erf", erf, nullptr},
    {"exp", exp, nullptr},     {"exp2", exp2, nullptr},   {"expm1", expm1, nullptr},
    {"floor", floor, nullptr}, {"fmod", nullptr, fmod},   {"hypot", nullptr, hypot},
    {"log", log, nullptr},     {"log10", log10, nullptr}, {"log1p", log1p, nullptr},
    {"log2", log2, nullptr},   {"log3", log3, nullptr},   {"pow", nullptr, pow},
    {"round", round, nullptr}, {"sin", sin, nullptr},     {"sinh", sinh, nullptr},
    {"sqrt", sqrt, nullptr},   {"tan", tan, nullptr},     {"tanh", tanh, nullptr},
    {"trunc", trunc, nullptr},
}};

}  // namespace

std::span<const NamedFunction> named_functions() { return kFunctions; }

base::Result<NamedFunction> find_function(std::string_view name) {
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [name](const auto& entry) { return entry.name == name; });
  if (found != kFunctions.end()) return *found;
  std::string message = "function = " + std::string(name) + " is none of";
  for (const NamedFunction& entry : kFunctions) message += " " + std::string(entry.name);
  return base::invalid(std::move(message));
}

base::Result<double> evaluate(std::string_view name, std::span<const double> arguments) {
  const auto function = find_function(name);
  if (!function) return function.error();
  const NamedFunction& entry = function.value();
  const std::size_t wanted = entry.of_one != nullptr ? 1 : 2;
  if (arguments.size() != wanted) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "arguments = " + std::to_string(arguments.size()) + ", but " +
                           std::string(name) + " takes " + std::to_string(wanted)};
  }
  if (wanted == 1) return entry.of_one(arguments[0]);
  return entry.of_two(arguments[0], arguments[1]);
}

}  // namespace crystalline::math
