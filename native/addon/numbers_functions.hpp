#pragma once

#include <span>
#include <string_view>

// The scalar functions of engine/math by their names.
namespace crystalline::addon {

/// A function of one argument (`two` is null) or of two (`one` is null).
struct NamedFunction {
  std::string_view name;
  double (*one)(double);
  double (*two)(double, double);
};

/// All that can be evaluated.
[[nodiscard]] std::span<const NamedFunction> named_functions();

/// Null: there is none of that name.
[[nodiscard]] const NamedFunction* find_function(std::string_view name);

}  // namespace crystalline::addon
