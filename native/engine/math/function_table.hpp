#pragma once

#include <span>
#include <string_view>

#include "engine/base/result.hpp"

namespace crystalline::math {

/// An elementary function by name, so that any oracle can be held against it from outside.
struct NamedFunction {
  std::string_view name;
  double (*of_one)(double);          // null where it takes two
  double (*of_two)(double, double);  // null where it takes one
};

/// All of them, sorted by name.
[[nodiscard]] std::span<const NamedFunction> named_functions();

/// The function of that name; kInvalidArgument lists the names.
[[nodiscard]] base::Result<NamedFunction> find_function(std::string_view name);

/// The function's value; kInvalidArgument where the name is unknown or the number of arguments is
/// not the function's.
[[nodiscard]] base::Result<double> evaluate(std::string_view name,
                                            std::span<const double> arguments);

}  // namespace crystalline::math
