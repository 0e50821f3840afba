#pragma once

#include <array>
#include <cstdint>

// The tablet's triples, for the term psi. docs/maths/angular-position.md, constants.md
namespace crystalline::lattice {

/// One Pythagorean triple: a^2 + b^2 = c^2.
struct PlimptonRow {
  std::uint32_t a;  // short side
  std::uint32_t b;  // long side
  std::uint32_t c;  // diagonal
};

/// The fifteen rows of the tablet Plimpton 322 as corrected by scholars. a and c are on the tablet
/// (transcription: D. Joyce, Clark University); b follows from its first column, (c/b)^2.
inline constexpr std::array<PlimptonRow, 15> kPlimptonRows = {{{119, 120, 169},
                                                               {3367, 3456, 4825},
                                                               {4601, 4800, 6649},
                                                               {12709, 13500, 18541},
                                                               {65, 72, 97},
                                                               {319, 360, 481},
                                                               {2291, 2700, 3541},
                                                               {799, 960, 1249},
                                                               {481, 600, 769},
                                                               {4961, 6480, 8161},
                                                               {45, 60, 75},
                                                               {1679, 2400, 2929},
                                                               {161, 240, 289},
                                                               {1771, 2700, 3229},
                                                               {56, 90, 106}}};

/// Index 0..14 of the row with a side nearest to p; the first of equals.
[[nodiscard]] int nearest_plimpton_row(std::uint64_t p);

}  // namespace crystalline::lattice
