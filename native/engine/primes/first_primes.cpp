#include "engine/primes/first_primes.hpp"

namespace crystalline::primes {

base::Result<std::vector<std::uint32_t>> first_primes(std::size_t count) {
  if (count > kMostTokens) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "count = " + std::to_string(count) + " is outside 0 to 65536"};
  }
  std::vector<std::uint32_t> primes;
  primes.reserve(count);
  if (count > 0) primes.push_back(2);
  // Eratosthenes over the odd numbers: composite[i] is about 2 i + 3.
  std::vector<bool> composite((kLastTokenPrime - 3) / 2 + 1, false);
  for (std::size_t i = 0; i < composite.size() && primes.size() < count; ++i) {
    if (composite[i]) continue;
    const std::size_t prime = 2 * i + 3;
    primes.push_back(static_cast<std::uint32_t>(prime));
    for (std::size_t j = (prime * prime - 3) / 2; j < composite.size(); j += prime) {
      composite[j] = true;
    }
  }
  return primes;
}

}  // namespace crystalline::primes
