#include "engine/primes/primality.hpp"

#include <array>
#include <bit>

#include "engine/primes/montgomery.hpp"

namespace crystalline::primes {
namespace {

constexpr std::array<std::uint64_t, 18> kSmallPrimes = {2,  3,  5,  7,  11, 13, 17, 19, 23,
                                                        29, 31, 37, 41, 43, 47, 53, 59, 61};

/// How many of the first primes suffice as bases below each bound (OEIS A014233).
struct BaseRule {
  std::uint64_t below;
  int bases;
};
constexpr std::array<BaseRule, 7> kBaseRules = {{{2'047, 1},
                                                 {1'373'653, 2},
                                                 {3'215'031'751, 4},
                                                 {3'474'749'660'383, 6},
                                                 {341'550'071'728'321, 7},
                                                 {3'825'123'056'546'413'051, 9},
                                                 {~std::uint64_t{0}, 12}}};

int bases_needed(std::uint64_t n) {
  for (const BaseRule& rule : kBaseRules) {
    if (n < rule.below) return rule.bases;
  }
  return 12;
}

bool passes(const Montgomery& field, std::uint64_t base) {
  const std::uint64_t n = field.modulus();
  const int twos = std::countr_zero(n - 1);
  const std::uint64_t one = field.one();
  const std::uint64_t minus_one = n - one;
  std::uint64_t x = field.power(field.enter(base), (n - 1) >> twos);
  if (x == one || x == minus_one) return true;
  for (int i = 1; i < twos; ++i) {
    x = field.multiply(x, x);
    if (x == minus_one) return true;
  }
  return false;
}

}  // namespace

bool is_prime(std::uint64_t n) {
  for (const std::uint64_t p : kSmallPrimes) {
    if (n % p == 0) return n == p;
  }
  if (n < 67 * 67) return n > 1;
  const Montgomery field(n);
  const int bases = bases_needed(n);
  for (int i = 0; i < bases; ++i) {
    if (!passes(field, kSmallPrimes[static_cast<std::size_t>(i)])) return false;
  }
  return true;
}

bool is_twin_prime(std::uint64_t n) {
  if (!is_prime(n)) return false;
  return (n > 2 && is_prime(n - 2)) || (n < ~std::uint64_t{0} - 2 && is_prime(n + 2));
}

std::uint64_t next_prime(std::uint64_t n) {
  if (n < 2) return 2;
  for (std::uint64_t candidate = (n + 1) | 1; candidate > n; candidate += 2) {
    if (is_prime(candidate)) return candidate;
  }
  return 0;
}

std::uint64_t previous_prime(std::uint64_t n) {
  if (n <= 2) return 0;
  if (n == 3) return 2;
  std::uint64_t candidate = (n & 1) == 0 ? n - 1 : n - 2;
  while (!is_prime(candidate)) candidate -= 2;
  return candidate;
}

}  // namespace crystalline::primes
