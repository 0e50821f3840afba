#pragma once

// The argument of the trigonometric functions, less its whole quarter turns.
// docs/maths/trigonometry.md
namespace crystalline::math {

/// x = (4 n + quadrant) pi/2 + remainder + correction, |remainder| <= pi/4 (1 + 2^-40).
struct HalfPiReduced {
  double remainder;
  double correction;  // at most half an ULP of the remainder
  int quadrant;       // 0..3
};

/// For finite x. The relative error of remainder + correction is below 2^-70 however near x is to a
/// multiple of pi/2: Cody and Waite's subtraction below 2^19, Payne and Hanek's product with 256
/// bits of 2/pi above. Source: Payne, Hanek, "Radian reduction for trigonometric functions", 1983.
[[nodiscard]] HalfPiReduced reduce_half_pi(double x);

}  // namespace crystalline::math
