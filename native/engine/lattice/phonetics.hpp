#pragma once

// The wavelength of a letter, for the phonetic term. docs/maths/angular-position.md
namespace crystalline::lattice {

/// Metres of the sound that a letter stands for: a table over the Latin letters, upper and lower
/// case alike; 0.343 for all other characters. Sound travels 343 m/s, so 343 / wavelength is a
/// pitch in Hz.
[[nodiscard]] double phonetic_wavelength(char32_t character);

/// The speed of sound of the formulas, m/s.
inline constexpr double kSpeedOfSound = 343.0;
inline constexpr double kDefaultWavelength = 0.343;

}  // namespace crystalline::lattice
