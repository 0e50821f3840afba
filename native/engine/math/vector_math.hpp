#pragma once

#include <span>

// Element-wise kernels over float and double spans; AVX-512, AVX2 and baseline by run-time
// dispatch. `out` may be `in`. All take spans of one length (asserted). Bits may differ between
// instruction sets, never between calls on the same one. Largest error of each, on every set, as
// measured: 0.501 ULP for float, GELU's derivative 0.641 (docs/maths/vector-kernels.md). NaN
// gives NaN.
namespace crystalline::math {

/// out = e^in. Overflows to inf above 88.73, underflows to 0 below -103.98.
void exp(std::span<float> out, std::span<const float> in);

/// out = tanh(in).
void tanh(std::span<float> out, std::span<const float> in);

/// out = GELU in its tanh form, GPT-2's: 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
void gelu(std::span<float> out, std::span<const float> in);

/// out = gradient * GELU'(in), the tanh form's exact derivative. `out` may be `gradient`.
void gelu_backward(std::span<float> out, std::span<const float> in,
                   std::span<const float> gradient);

/// Writes e^(in - shift) to out and returns the sum, added in a fixed order: the middle of a
/// softmax.
float exp_shifted_sum(std::span<float> out, std::span<const float> in, float shift);

/// Natural logarithm, sine and cosine (radians, of any size; sizes past 2^19 one by one).
void log(std::span<float> out, std::span<const float> in);
void sin(std::span<float> out, std::span<const float> in);
void cos(std::span<float> out, std::span<const float> in);

// The same over doubles. Largest error as measured, on every set: exp and log 0.87 ULP, sin,
// cos and tanh 0.77 ULP.
void exp(std::span<double> out, std::span<const double> in);
void tanh(std::span<double> out, std::span<const double> in);
void log(std::span<double> out, std::span<const double> in);
void sin(std::span<double> out, std::span<const double> in);
void cos(std::span<double> out, std::span<const double> in);

}  // namespace crystalline::math
