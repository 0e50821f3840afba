#include "engine/primes/factorisation.hpp"

#include <algorithm>
#include <numeric>

#include "engine/primes/montgomery.hpp"
#include "engine/primes/primality.hpp"

namespace crystalline::primes {
namespace {

constexpr std::uint64_t kTrialLimit = 256;

/// A proper divisor of odd composite n, or n when this constant finds none.
std::uint64_t divisor_by_rho(std::uint64_t n, std::uint64_t constant) {
  constexpr std::uint64_t kBatch = 128;  // differences multiplied before one gcd
  const Montgomery field(n);
  const std::uint64_t c = field.enter(constant);
  const auto step = [&](std::uint64_t x) { return field.add(field.multiply(x, x), c); };
  const auto apart = [](std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; };
  std::uint64_t y = field.enter(2);
  std::uint64_t x = y;
  std::uint64_t saved = y;
  std::uint64_t divisor = 1;
  for (std::uint64_t reach = 1; divisor == 1; reach *= 2) {
    x = y;
    for (std::uint64_t i = 0; i < reach; ++i) y = step(y);
    for (std::uint64_t done = 0; done < reach && divisor == 1; done += kBatch) {
      saved = y;
      std::uint64_t product = field.one();
      for (std::uint64_t i = 0; i < std::min(kBatch, reach - done); ++i) {
        y = step(y);
        product = field.multiply(product, apart(x, y));
      }
      divisor = std::gcd(product, n);
    }
  }
  if (divisor != n) return divisor;
  // Both of n's primes met within one batch: walk it again one by one.
  do {
    saved = step(saved);
    divisor = std::gcd(apart(x, saved), n);
  } while (divisor == 1);
  return divisor;
}

void split(std::uint64_t n, std::vector<std::uint64_t>& primes) {
  if (n == 1) return;
  if (is_prime(n)) {
    primes.push_back(n);
    return;
  }
  std::uint64_t divisor = n;
  for (std::uint64_t constant = 1; divisor == n; ++constant) divisor = divisor_by_rho(n, constant);
  split(divisor, primes);
  split(n / divisor, primes);
}

}  // namespace

base::Result<std::vector<PrimePower>> factorise(std::uint64_t n) {
  if (n == 0) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "n = 0 is outside 1 to 18446744073709551615"};
  }
  std::vector<std::uint64_t> primes;
  for (std::uint64_t d = 2; d < kTrialLimit; d += d == 2 ? 1 : 2) {
    for (; n % d == 0; n /= d) primes.push_back(d);
  }
  split(n, primes);
  std::sort(primes.begin(), primes.end());
  std::vector<PrimePower> powers;
  for (const std::uint64_t prime : primes) {
    if (powers.empty() || powers.back().prime != prime) powers.push_back({prime, 0});
    ++powers.back().exponent;
  }
  return powers;
}

}  // namespace crystalline::primes
