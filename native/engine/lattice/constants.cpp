#include "engine/lattice/constants.hpp"

#include <algorithm>
#include <utility>

#include "engine/lattice/boundary.hpp"
#include "engine/lattice/plimpton.hpp"
#include "engine/primes/abacus.hpp"
#include "engine/primes/factorisation.hpp"
#include "engine/primes/primality.hpp"

namespace crystalline::lattice {
namespace {

__extension__ using Wide = unsigned __int128;
__extension__ using Signed = __int128;

constexpr std::uint64_t kDecimals = 1'000'000'000'000'000'000;  // 10^18
/// Fixed point: units of 2^-100, so that 60 truncated terms stay far below 10^-18.
constexpr int kFractionBits = 100;
constexpr Wide kOne = Wide{1} << kFractionBits;
/// Half a unit of the 18th decimal place.
constexpr Wide kHalfPlace = kOne / (2 * Wide{kDecimals});

Verdict verdict_of(bool holds) { return holds ? Verdict::kTrue : Verdict::kFalse; }

std::string number(std::uint64_t n) { return std::to_string(n); }

std::string factors_of(std::uint64_t n) {
  std::string text;
  const auto factors = primes::factorise(n);
  for (const primes::PrimePower& power : factors.value()) {
    if (!text.empty()) text += " * ";
    text += number(power.prime);
    if (power.exponent > 1) text += "^" + std::to_string(power.exponent);
  }
  return text;
}

std::string prime_or_factors(std::uint64_t n) {
  return number(n) + (primes::is_prime(n) ? " is prime" : " = " + factors_of(n));
}

/// arctan(1/n) (or, without alternating signs, artanh) in units of 2^-100, by its series.
Wide inverse_tangent(std::uint64_t n, bool alternating) {
  Signed sum = 0;
  Wide power = kOne / n;
  for (std::uint64_t k = 1; power != 0; k += 2, power /= n * n) {
    const auto term = static_cast<Signed>(power / k);
    sum += alternating && k % 4 == 3 ? -term : term;
  }
  return static_cast<Wide>(sum);
}

/// pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin, 1706) and ln 3 = 2 artanh(1/2), in units of
/// 2^-64.
Wide pi_in_fixed_point() { return 16 * inverse_tangent(5, true) - 4 * inverse_tangent(239, true); }
Wide ln3_in_fixed_point() { return 2 * inverse_tangent(2, false); }

/// whole + places 10^-18 in units of 2^-100.
Wide decimal(std::uint64_t whole, std::uint64_t places) {
  const Wide upper = Wide{places} << 64;
  const Wide lower = (upper % kDecimals) << (kFractionBits - 64);
  return Wide{whole} * kOne + ((upper / kDecimals) << (kFractionBits - 64)) + lower / kDecimals;
}

Wide gap(Wide a, Wide b) { return a > b ? a - b : b - a; }

/// Whether x rounds to a decimal with 18 places.
bool agrees(Wide x, std::uint64_t whole, std::uint64_t places) {
  return gap(x, decimal(whole, places)) <= kHalfPlace;
}

/// a b in units of 2^-100, for a and b below 16; rounded down by less than 3 units.
Wide product(Wide a, Wide b) {
  const Wide a_high = a >> 64;
  const Wide b_high = b >> 64;
  const Wide a_low = static_cast<std::uint64_t>(a);
  const Wide b_low = static_cast<std::uint64_t>(b);
  return ((a_high * b_high) << 28) + ((a_high * b_low + a_low * b_high) >> 36) +
         ((a_low * b_low) >> 100);
}

ConstantClaim culmination() {
  const bool identity = 3 * 12 * 12 * 12 * 250 == kBoundary * 9;
  return {"vector-culmination", "144000", "3 * 12^3 * 250/9",
          "144000 = " + factors_of(kBoundary) + "; 3 * 1728 * 250 = " + number(3 * 1728 * 250) +
              ", 144000 * 9 = " + number(kBoundary * 9),
          verdict_of(identity)};
}

ConstantClaim bracket() {
  const bool twins = primes::is_prime(kBoundary - 1) && primes::is_prime(kBoundary + 1);
  return {"boundary-bracket", "143999, 144001", "143999 and 144001 are twin primes",
          prime_or_factors(kBoundary - 1) + "; " + prime_or_factors(kBoundary + 1),
          verdict_of(twins)};
}

std::uint64_t twin_below(std::uint64_t n) {
  std::uint64_t p = primes::previous_prime(n);
  while (!primes::is_prime(p - 2)) p = primes::previous_prime(p);
  return p - 2;
}

std::uint64_t twin_above(std::uint64_t n) {
  std::uint64_t p = primes::next_prime(n);
  while (!primes::is_prime(p + 2)) p = primes::next_prime(p);
  return p;
}

ConstantClaim true_twins() {
  const std::uint64_t below = twin_below(kBoundary);
  const std::uint64_t above = twin_above(kBoundary);
  const auto pair = [](std::uint64_t p) { return "(" + number(p) + ", " + number(p + 2) + ")"; };
  return {"true-twins", "(143879, 143881), (144071, 144073)",
          "the nearest twin primes below and above 144000",
          "searched down and up from 144000: " + pair(below) + " and " + pair(above),
          verdict_of(below == 143'879 && above == 144'071)};
}

ConstantClaim neighbours() {
  const std::uint64_t below = primes::previous_prime(kBoundary);
  const std::uint64_t above = primes::next_prime(kBoundary);
  return {"neighbour-primes", "143999, 144013", "the primes next to 144000",
          "searched: " + number(below) + " and " + number(above),
          verdict_of(below == 143'999 && above == 144'013)};
}

ConstantClaim prime_count() {
  const std::uint64_t count = primes::count_primes({0, kBoundary}).value();
  return {"primes-below", "13343", "primes up to 144000", "sieved: " + number(count),
          verdict_of(count == 13'343)};
}

ConstantClaim even_groups() {
  const auto groups = primes::count_by_group({0, kBoundary}).value();
  std::string counts;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    counts += (g == 0 ? "" : " ") + std::to_string(g) + ":" + number(groups[g]);
  }
  const auto [least, most] = std::minmax_element(groups.begin(), groups.end());
  return {"twelve-groups", "12", "all classes modulo 12 carry primes evenly",
          "primes up to 144000 by class: " + counts, verdict_of(*least * 2 > *most)};
}

ConstantClaim lambda() {
  return {"lambda", "1/48000", "\"Einstein's Lambda\" 3/144000; not the physical constant",
          "3 * 48000 = " + number(3 * 48'000) + ": 3/144000 = 1/48000 in lowest terms",
          Verdict::kNameOnly};
}

ConstantClaim golden_ratio() {
  // phi^2 = phi + 1, between the decimal and the next one, in whole numbers of 10^-36.
  constexpr Wide kPhi = Wide{1'618'033'988'749'894'848U};
  const auto excess = [](Wide x) {
    return static_cast<Signed>(x * x) - static_cast<Signed>(x * kDecimals) -
           static_cast<Signed>(Wide{kDecimals} * kDecimals);
  };
  return {"phi", "1.618033988749894848", "(1 + sqrt 5)/2, to 18 places",
          "x^2 - x - 1 changes its sign between this decimal and the next, in 128-bit integers",
          verdict_of(excess(kPhi) <= 0 && excess(kPhi + 1) > 0)};
}

ConstantClaim ln3() {
  return {"ln3", "1.098612288668109691", "ln 3, to 18 places",
          "2 artanh(1/2) summed in fixed point",
          verdict_of(agrees(ln3_in_fixed_point(), 1, 98'612'288'668'109'691U))};
}

ConstantClaim pi_twelfth() {
  return {"pi/12", "0.261799387799149437", "pi/12, to 18 places", "Machin's formula in fixed point",
          verdict_of(agrees(pi_in_fixed_point() / 12, 0, 261'799'387'799'149'437U))};
}

ConstantClaim index_step() {
  const Wide back = product(decimal(0, 476'600'144'563'354'545U), 6 * ln3_in_fixed_point());
  return {"index-step", "0.476600144563354545", "2 pi/(12 ln 3), to 18 places",
          "times 6 ln 3 gives pi, in fixed point",
          verdict_of(gap(back, pi_in_fixed_point()) <= 7 * kHalfPlace)};
}

ConstantClaim spiral_step() {
  // phi = 1.9E3779B97F4A7C15F39CC060... in base 16.
  const Wide phi = kOne + (Wide{0x9E3779B97F4A7C15U} << 36) + (0xF39CC0605CEDC834U >> 28);
  return {"spiral-step", "10.166407384630519632", "pi (1 + sqrt 5) = 2 pi phi: phi turns",
          "2 pi times phi in fixed point",
          verdict_of(agrees(product(2 * pi_in_fixed_point(), phi), 10, 166'407'384'630'519'632U))};
}

ConstantClaim dimensional() {
  std::string composite;
  std::string values;
  for (const std::uint32_t frequency : kDimensionalFrequencies) {
    values += (values.empty() ? "" : ", ") + number(frequency);
    if (!primes::is_prime(frequency)) composite += " " + number(frequency);
  }
  return {"dimensional-frequencies", values, "24 primes",
          composite.empty() ? "all are prime" : "not prime:" + composite,
          verdict_of(composite.empty())};
}

ConstantClaim cymatic() {
  std::string values;
  for (const std::uint32_t frequency : kCymaticFrequencies) {
    values += (values.empty() ? "" : ", ") + number(frequency);
  }
  return {"cymatic-frequencies", values, "frequencies in Hz",
          "nothing to compute: the \"solfeggio\" set and 432", Verdict::kNameOnly};
}

ConstantClaim plimpton(std::size_t index) {
  const PlimptonRow& row = kPlimptonRows[index];
  const std::uint64_t sum = std::uint64_t{row.a} * row.a + std::uint64_t{row.b} * row.b;
  const std::uint64_t square = std::uint64_t{row.c} * row.c;
  return {"plimpton-" + number(index + 1),
          number(row.a) + ", " + number(row.b) + ", " + number(row.c), "a^2 + b^2 = c^2",
          number(sum) + (sum == square ? " = " : " is not ") + number(square),
          verdict_of(sum == square)};
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kTrue:
      return "true";
    case Verdict::kFalse:
      return "false";
    case Verdict::kNameOnly:
      break;
  }
  return "name-only";
}

std::vector<ConstantClaim> verify_constants() {
  std::vector<ConstantClaim> claims = {culmination(), bracket(),     true_twins(), neighbours(),
                                       prime_count(), even_groups(), lambda(),     golden_ratio(),
                                       ln3(),         pi_twelfth(),  index_step(), spiral_step(),
                                       dimensional(), cymatic()};
  for (std::size_t i = 0; i < kPlimptonRows.size(); ++i) claims.push_back(plimpton(i));
  return claims;
}

}  // namespace crystalline::lattice
