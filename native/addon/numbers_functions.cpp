#include "addon/numbers_functions.hpp"

#include <algorithm>
#include <array>

#include "engine/math/elementary.hpp"

namespace crystalline::addon {
namespace {

constexpr std::array kFunctions = {
    NamedFunction{"exp", math::exp, nullptr},     NamedFunction{"exp2", math::exp2, nullptr},
    NamedFunction{"expm1", math::expm1, nullptr}, NamedFunction{"log", math::log, nullptr},
    NamedFunction{"log1p", math::log1p, nullptr}, NamedFunction{"log2", math::log2, nullptr},
    NamedFunction{"log3", math::log3, nullptr},   NamedFunction{"log10", math::log10, nullptr},
    NamedFunction{"sqrt", math::sqrt, nullptr},   NamedFunction{"cbrt", math::cbrt, nullptr},
    NamedFunction{"sin", math::sin, nullptr},     NamedFunction{"cos", math::cos, nullptr},
    NamedFunction{"tan", math::tan, nullptr},     NamedFunction{"asin", math::asin, nullptr},
    NamedFunction{"acos", math::acos, nullptr},   NamedFunction{"atan", math::atan, nullptr},
    NamedFunction{"sinh", math::sinh, nullptr},   NamedFunction{"cosh", math::cosh, nullptr},
    NamedFunction{"tanh", math::tanh, nullptr},   NamedFunction{"erf", math::erf, nullptr},
    NamedFunction{"floor", math::floor, nullptr}, NamedFunction{"ceil", math::ceil, nullptr},
    NamedFunction{"trunc", math::trunc, nullptr}, NamedFunction{"round", math::round, nullptr},
    NamedFunction{"pow", nullptr, math::pow},     NamedFunction{"hypot", nullptr, math::hypot},
    NamedFunction{"atan2", nullptr, math::atan2}, NamedFunction{"fmod", nullptr, math::fmod},
};

}  // namespace

std::span<const NamedFunction> named_functions() { return kFunctions; }

const NamedFunction* find_function(std::string_view name) {
  const auto* found = std::ranges::find(kFunctions, name, &NamedFunction::name);
  return found == kFunctions.end() ? nullptr : found;
}

}  // namespace crystalline::addon
