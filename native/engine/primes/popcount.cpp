#include "engine/primes/popcount.hpp"

namespace crystalline::primes {
namespace {

std::uint64_t count_plainly(std::span<const std::uint64_t> words) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : words) count += count_bits(word);
  return count;
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) std::uint64_t count_by_instruction(
    std::span<const std::uint64_t> words) {
  const std::uint64_t* const word = words.data();
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    count += static_cast<std::uint64_t>(__builtin_popcountll(word[i]));
  }
  return count;
}
#endif

}  // namespace

std::uint64_t count_bits(std::span<const std::uint64_t> words) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("popcnt") != 0;
  if (has_instruction) return count_by_instruction(words);
#endif
  return count_plainly(words);
}

}  // namespace crystalline::primes
