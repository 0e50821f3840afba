#pragma once

// Scalar elementary functions in double. The engine calls these and never <cmath>'s (no libm): a
// test inspects the symbols.
namespace crystalline::math {

[[nodiscard]] double exp(double x);
[[nodiscard]] double log(double x);
[[nodiscard]] double sqrt(double x);
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
[[nodiscard]] double tanh(double x);

}  // namespace crystalline::math
