#pragma once

#include <cstdint>

#include "engine/base/result.hpp"
#include "engine/lattice/fixed_point.hpp"

// theta(p, k, n, lambda) = k pi (1 + sqrt 5) + (n - 1) 2 pi / (12 ln 3) + log3(343 / lambda)
//                        + omega(p) + psi(p):
// where a prime stands on the lattice. docs/maths/angular-position.md
namespace crystalline::lattice {

/// Which primes have their omega term doubled.
enum class DoublingSet {
  kFoundingBracket,  // 143,999 and 144,001, as the founding document has it (144,001 = 11 13 19 53)
  kTrueTwins,        // 143,879 143,881 and 144,071 144,073: the nearest pairs that are prime
};
/// The founding document's, so that its reference values come out; the window says so.
inline constexpr DoublingSet kDefaultDoubling = DoublingSet::kFoundingBracket;

struct AngularInput {
  std::uint64_t prime = 2;      // p >= 1; any number, the formula does not ask for a prime
  std::uint64_t index = 1;      // k, the prime's 1-based index
  std::uint64_t dimension = 1;  // n >= 1
  double wavelength_m = 0.343;  // lambda > 0, finite
  DoublingSet doubling = kDefaultDoubling;
};

/// The five terms in radians. spiral is reduced to [0, 2 pi), the others are as the formula has
/// them.
struct AngularTerms {
  double spiral;    // 2 pi frac(k phi), within 1 ULP for every k < 2^64
  double index;     // (n - 1) 2 pi / (12 ln 3)
  double phonetic;  // log3(343 / lambda)
  double omega;     // (3 / 144,000) / (1 + |p - 144,000| / 144,000), doubled in the doubling set
  double psi;       // 2 pi (p mod c) / c of the nearest Plimpton row, in (-pi, pi]
};

struct AngularPosition {
  AngularTerms terms;
  double theta;            // the sum, reduced to [0, 2 pi)
  int clock_hour;          // 0..11; 0 is twelve o'clock
  double clock_minute;     // [0, 60)
  int group;               // p mod 12
  int plimpton_row;        // 0..14
  std::uint64_t distance;  // |p - 144,000|
  bool near_boundary;      // distance <= 100
};

/// theta within 1 ULP: all terms are summed as fractions of a turn with more than 64 bits and
/// reduced once. A wavelength that is the double nearest to a number of micrometres stands for that
/// number exactly (0.343 is 343,000 micrometres). kInvalidArgument names argument and range.
[[nodiscard]] base::Result<AngularPosition> angular_position(const AngularInput& input);

/// The part of a token's theta that no event changes: phonetic + omega + psi of its prime, reduced
/// to [0, 2 pi). prime >= 1, wavelength > 0 and finite (asserted).
[[nodiscard]] double token_theta_offset(std::uint64_t prime, double wavelength_m,
                                        DoublingSet doubling = kDefaultDoubling);

/// What all positions of one dimension n and wavelength share: the index and phonetic terms as a
/// fraction of a turn. kInvalidArgument as for angular_position.
[[nodiscard]] base::Result<Turns> shared_turns(std::uint64_t dimension, double wavelength_m);

/// frac(k phi): the golden spiral's turn of index k.
[[nodiscard]] Turns spiral_turns(std::uint64_t k);
/// 2 pi times that, within 1 ULP.
[[nodiscard]] double spiral_angle(std::uint64_t k);

/// Radians in [0, 2 pi) of a fraction of a turn, within 1 ULP.
[[nodiscard]] double radians(const Turns& turns);

/// Shortest arc between two angles in [0, 2 pi): 0..pi.
[[nodiscard]] double angular_distance(double a, double b);

}  // namespace crystalline::lattice
