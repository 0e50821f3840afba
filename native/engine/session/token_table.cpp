#include "engine/session/token_table.hpp"

#include <array>
#include <cstdlib>
#include <numbers>

#include "engine/math/elementary.hpp"

namespace crystalline::session {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

std::vector<std::uint32_t> first_primes(std::size_t count) {
  std::vector<std::uint32_t> primes;
  primes.reserve(count);
  for (std::uint32_t n = 2; primes.size() < count; ++n) {
    bool prime = true;
    for (std::size_t i = 0; prime && i < primes.size() && primes[i] * primes[i] <= n; ++i) {
      prime = n % primes[i] != 0;
    }
    if (prime) primes.push_back(n);
  }
  return primes;
}

/// Wavelength in metres of a letter's sound; other characters count as m and n do.
double wavelength(std::uint32_t code_point) {
  const std::uint32_t letter =
      code_point >= 'A' && code_point <= 'Z' ? code_point - 'A' + 'a' : code_point;
  switch (letter) {
    case 'a':
      return 1.372;
    case 'e':
      return 0.980;
    case 'i':
    case 'w':
    case 'y':
      return 0.686;
    case 'o':
      return 1.143;
    case 'u':
      return 1.225;
    case 's':
    case 'z':
      return 0.086;
    case 'f':
    case 'v':
      return 0.098;
    case 't':
    case 'd':
      return 0.114;
    case 'k':
    case 'g':
      return 0.137;
    case 'p':
    case 'b':
      return 0.171;
    case 'l':
    case 'r':
      return 0.490;
    default:
      return 0.343;
  }
}

/// The fifteen triples of Plimpton 322: short side, long side, diagonal.
constexpr std::array<std::array<int, 3>, 15> kTriples = {{{119, 120, 169},
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

/// psi: the prime's turn within the diagonal of the nearest triple, in (-pi, pi].
double psi(int prime) {
  int nearest = 0;
  int least = 1 << 30;
  for (const auto& triple : kTriples) {
    for (const int side : triple) {
      if (std::abs(prime - side) < least) {
        least = std::abs(prime - side);
        nearest = triple[2];
      }
    }
  }
  const double angle = kTwoPi * (prime % nearest) / nearest;
  return angle > std::numbers::pi ? angle - kTwoPi : angle;
}

/// omega: 3/144000 / (1 + |p - 144000| / 144000), doubled at the founding bracket.
double omega(int prime) {
  const double correction = 3.0 / 144'000 / (1.0 + std::abs(prime - 144'000) / 144'000.0);
  return prime == 143'999 || prime == 144'001 ? 2 * correction : correction;
}

double theta_offset(int prime, std::uint32_t code_point) {
  const double phonetic = math::log(343.0 / wavelength(code_point)) / math::log(3.0);
  double theta = phonetic + omega(prime) + psi(prime);
  while (theta >= kTwoPi) theta -= kTwoPi;
  while (theta < 0) theta += kTwoPi;
  return theta;
}

}  // namespace

TokenTable::TokenTable(const text::Tokenizer& tokenizer) {
  const auto primes = first_primes(tokenizer.vocabulary());
  rows_.reserve(primes.size());
  for (std::size_t token = 0; token < primes.size(); ++token) {
    const std::uint32_t code_point = tokenizer.code_point(static_cast<text::Token>(token));
    const auto prime = static_cast<int>(primes[token]);
    rows_.push_back({primes[token], static_cast<float>(theta_offset(prime, code_point))});
  }
}

}  // namespace crystalline::session
