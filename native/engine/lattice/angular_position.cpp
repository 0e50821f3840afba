#include "engine/lattice/angular_position.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "engine/lattice/boundary.hpp"
#include "engine/lattice/plimpton.hpp"
#include "engine/math/double_double.hpp"
#include "engine/math/log_core.hpp"

namespace crystalline::lattice {
namespace {

using math::DoubleDouble;

/// phi - 1 and 1 / (12 ln 3), both rounded down at 2^-192.
constexpr Turns kGoldenTurn = {0x9e3779b97f4a7c15, 0xf39cc0605cedc834, 0x1082276bf3a27251};
constexpr Turns kIndexTurn = {0x136b1ead2880e1cb, 0xa1e022d0e14d3239, 0xae55dc5c84d315fb};
constexpr DoubleDouble kTwoPi = {0x1.921fb54442d18p+2, 0x1.1a62633145c07p-52};
constexpr DoubleDouble kPerTwoPi = {0x1.45f306dc9c883p-3, -0x1.6b01ec5417056p-57};
constexpr DoubleDouble kPerLn3 = {0x1.d20ae03bcc153p-1, -0x1.3a34bf2f1ab83p-55};
constexpr DoubleDouble kLn343 = {0x1.759d602a5c3c1p+2, 0x1.fd4e3bdc46d72p-52};
constexpr double kOmegaNumerator = 3.0;

std::uint64_t distance_to_boundary(std::uint64_t p) {
  return p > kBoundary ? p - kBoundary : kBoundary - p;
}

/// What must be added to `metres` to get the number of micrometres it stands for; 0 if it stands
/// for none.
double decimal_correction(double metres) {
  constexpr double kMicro = 1e6;
  if (!(metres >= 1e-6 && metres < 1e6)) return 0;
  const double micrometres = static_cast<double>(static_cast<std::uint64_t>(metres * kMicro + 0.5));
  if (micrometres / kMicro != metres) return 0;
  const DoubleDouble back = math::two_product(metres, kMicro);
  return ((micrometres - back.hi) - back.lo) / kMicro;
}

/// log3(343 / lambda).
DoubleDouble phonetic_term(double wavelength_m) {
  double scaled = wavelength_m;
  double shift = 0;
  if (scaled < 0x1p-1022) {  // subnormal
    scaled *= 0x1p54;
    shift = -54;
  }
  math::LogReduced reduced = math::reduce_log(scaled);
  if (shift == 0) {
    // log(1 + correction / lambda) is correction / lambda: r grows by that times 1 + r.
    const double relative = decimal_correction(wavelength_m) / wavelength_m;
    reduced.correction += relative + relative * reduced.remainder;
  }
  reduced.exponent += shift;
  const DoubleDouble log_lambda = math::log_pair(reduced);
  const DoubleDouble difference = math::two_sum(kLn343.hi, -log_lambda.hi);
  const DoubleDouble natural =
      math::fast_two_sum(difference.hi, difference.lo + (kLn343.lo - log_lambda.lo));
  return math::multiply(natural, kPerLn3);
}

bool is_doubled(std::uint64_t p, DoublingSet doubling) {
  if (doubling == DoublingSet::kFoundingBracket) return p == kBoundary - 1 || p == kBoundary + 1;
  return p == 143'879 || p == 143'881 || p == 144'071 || p == 144'073;
}

/// (3 / 144,000) / (1 + d / 144,000) = 3 / (144,000 + d).
double omega_term(std::uint64_t p, DoublingSet doubling) {
  const double whole =
      static_cast<double>(kBoundary) + static_cast<double>(distance_to_boundary(p));
  const double omega = kOmegaNumerator / whole;
  return is_doubled(p, doubling) ? 2 * omega : omega;
}

/// |x| < 2^20 turns modulo 1, to 2^-106 of x's whole size.
Turns turns_of(DoubleDouble x) {
  // 64 bits of whole turns above the point, then the fraction, in two's complement.
  const auto to_fixed = [](double part) {
    const bool negative = part < 0;
    double rest = negative ? -part : part;
    const auto whole = static_cast<std::uint64_t>(rest);
    rest = (rest - static_cast<double>(whole)) * 0x1p64;
    const auto high = static_cast<std::uint64_t>(rest);
    rest = (rest - static_cast<double>(high)) * 0x1p64;
    const auto middle = static_cast<std::uint64_t>(rest);
    const Wide magnitude = (Wide{high} << 64) | middle;
    const Wide value = negative ? 0 - magnitude : magnitude;
    return Turns{static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value), 0};
  };
  return add(to_fixed(x.hi), to_fixed(x.lo));
}

Turns psi_turns(std::uint64_t p, int row) {
  const std::uint64_t c = kPlimptonRows[static_cast<std::size_t>(row)].c;
  return ratio(p % c, c);
}

/// 2 pi r / c with r = p mod c, minus 2 pi if that passes pi.
double psi_term(std::uint64_t p, int row) {
  const std::uint64_t c = kPlimptonRows[static_cast<std::size_t>(row)].c;
  const std::uint64_t r = p % c;
  if (2 * r <= c) return radians(ratio(r, c));
  return -radians(ratio(c - r, c));
}

/// A term's radians as a fraction of a turn.
Turns turns_of_radians(DoubleDouble term) { return turns_of(math::multiply(term, kPerTwoPi)); }

Turns offset_turns(std::uint64_t p, int row, DoubleDouble phonetic, double omega) {
  return add(add(turns_of_radians(phonetic), turns_of_radians({omega, 0})), psi_turns(p, row));
}

/// (n - 1) 2 pi / (12 ln 3).
double index_term(std::uint64_t dimension) {
  constexpr DoubleDouble kStep = {0x1.e809de48ac860p-2, 0x1.b755d57521c1fp-57};
  const std::uint64_t steps = dimension - 1;
  const std::uint64_t upper = steps & ~std::uint64_t{0x7FF};
  const DoubleDouble count = {static_cast<double>(upper), static_cast<double>(steps - upper)};
  const DoubleDouble product = math::multiply(math::fast_two_sum(count.hi, count.lo), kStep);
  return product.hi + product.lo;
}

using base::invalid;

}  // namespace

Turns spiral_turns(std::uint64_t k) { return multiple(k, kGoldenTurn); }

double spiral_angle(std::uint64_t k) { return radians(spiral_turns(k)); }

double radians(const Turns& turns) {
  std::uint64_t high = turns.high;
  std::uint64_t middle = turns.middle;
  std::uint64_t low = turns.low;
  int words = 0;
  while (high == 0 && words < 3) {
    high = middle;
    middle = low;
    low = 0;
    ++words;
  }
  if (words == 3) return 0;
  const int zeros = std::countl_zero(high);
  const Wide first = (Wide{high} << 64 | middle) << zeros;
  const std::uint64_t top = static_cast<std::uint64_t>(first >> 64);
  std::uint64_t next = static_cast<std::uint64_t>(first);
  if (zeros != 0) next |= low >> (64 - zeros);
  const double hi = static_cast<double>(top >> 11) * 0x1p-53;
  const double lo = static_cast<double>((top << 53 | next >> 11) >> 11) * 0x1p-106;
  const DoubleDouble product = math::multiply({hi, lo}, kTwoPi);
  return (product.hi + product.lo) * math::power_of_two(-64 * words - zeros);
}

base::Result<Turns> shared_turns(std::uint64_t dimension, double wavelength_m) {
  if (dimension == 0) return invalid("n = 0 is outside 1 to 18446744073709551615");
  if (!(wavelength_m > 0 && wavelength_m < math::kInfinity)) {
    return invalid("lambda = " + std::to_string(wavelength_m) +
                   " m is outside 0 (excluded) to 1.7976931348623157e308");
  }
  return add(multiple(dimension - 1, kIndexTurn), turns_of_radians(phonetic_term(wavelength_m)));
}

base::Result<AngularPosition> angular_position(const AngularInput& input) {
  if (input.prime == 0) return invalid("p = 0 is outside 1 to 18446744073709551615");
  const auto shared = shared_turns(input.dimension, input.wavelength_m);
  if (!shared) return shared.error();
  const std::uint64_t p = input.prime;
  const int row = nearest_plimpton_row(p);
  const DoubleDouble phonetic = phonetic_term(input.wavelength_m);
  const double omega = omega_term(p, input.doubling);
  const Turns spiral = spiral_turns(input.index);
  const Turns of_prime = add(turns_of_radians({omega, 0}), psi_turns(p, row));
  const Turns total = add(add(spiral, shared.value()), of_prime);
  const Wide hours = Wide{total.high} * 12;
  const double hour_fraction =
      static_cast<double>(static_cast<std::uint64_t>(hours) >> 11) * 0x1p-53;
  const std::uint64_t distance = distance_to_boundary(p);
  return AngularPosition{
      .terms = {radians(spiral), index_term(input.dimension), phonetic.hi + phonetic.lo, omega,
                psi_term(p, row)},
      .theta = radians(total),
      .clock_hour = static_cast<int>(hours >> 64),
      .clock_minute = std::min(hour_fraction * 60.0, 0x1.dffffffffffffp+5),
      .group = static_cast<int>(p % 12),
      .plimpton_row = row,
      .distance = distance,
      .near_boundary = distance <= kRegionRadius,
  };
}

double token_theta_offset(std::uint64_t prime, double wavelength_m, DoublingSet doubling) {
  assert(prime > 0 && wavelength_m > 0 && wavelength_m < math::kInfinity);
  return radians(offset_turns(prime, nearest_plimpton_row(prime), phonetic_term(wavelength_m),
                              omega_term(prime, doubling)));
}

double angular_distance(double a, double b) {
  const double apart = a > b ? a - b : b - a;
  return apart <= kTwoPi.hi / 2 ? apart : (kTwoPi.hi - apart) + kTwoPi.lo;
}

}  // namespace crystalline::lattice
