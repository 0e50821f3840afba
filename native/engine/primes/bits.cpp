#include "engine/primes/bits.hpp"

#include <array>
#include <bit>

#include "engine/primes/wheel.hpp"

// Each function's body is compiled twice: plainly, and for processors that count ones and find the
// lowest one by single instructions. Which one runs is decided once.
namespace crystalline::primes {
namespace {

/// Numbers of the bits of a word, less 30 times its first byte. One more for "no bit left".
constexpr std::array<std::uint8_t, 65> kNumberOfBit = [] {
  std::array<std::uint8_t, 65> numbers{};
  for (std::size_t bit = 0; bit < 64; ++bit) {
    numbers[bit] = static_cast<std::uint8_t>(bit / 8 * kWheel + kResidues[bit % 8]);
  }
  return numbers;
}();

std::uint64_t count_plainly(std::span<const std::uint64_t> words) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : words) count += count_bits(word);
  return count;
}

std::size_t extract_plainly(std::span<const std::uint64_t> words, std::uint64_t first_byte,
                            std::uint64_t* out) {
  std::uint64_t* at = out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t low = (first_byte + 8 * i) * kWheel;
    for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
      *at++ = low + kNumberOfBit[static_cast<std::size_t>(std::countr_zero(word))];
    }
  }
  return static_cast<std::size_t>(at - out);
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) std::uint64_t count_by_instruction(
    std::span<const std::uint64_t> words) {
  const std::uint64_t* const word = words.data();
  const std::size_t size = words.size();
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < size; ++i) {
    count += static_cast<std::uint64_t>(__builtin_popcountll(word[i]));
  }
  return count;
}

/// Eight at a time without asking whether they are there: most words have 9 to 16, so the loop's
/// end is foreseen. What is written past the last is overwritten or ignored.
__attribute__((target("popcnt,bmi"))) std::size_t extract_by_instruction(
    std::span<const std::uint64_t> words, std::uint64_t first_byte, std::uint64_t* out) {
  const std::uint64_t* const source = words.data();
  const std::size_t size = words.size();
  std::uint64_t* at = out;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t low = (first_byte + 8 * i) * kWheel;
    std::uint64_t word = source[i];
    const int count = __builtin_popcountll(word);
    for (int done = 0; done < count; done += 8) {
      std::uint64_t* const to = at + done;
      for (int k = 0; k < 8; ++k) {
        to[k] = low + kNumberOfBit.data()[__builtin_ia32_tzcnt_u64(word)];
        word &= word - 1;
      }
    }
    at += count;
  }
  return static_cast<std::size_t>(at - out);
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

std::size_t extract_primes(std::span<const std::uint64_t> words, std::uint64_t first_byte,
                           std::uint64_t* out) {
#if defined(__x86_64__)
  static const bool has_instructions =
      __builtin_cpu_supports("popcnt") != 0 && __builtin_cpu_supports("bmi") != 0;
  if (has_instructions) return extract_by_instruction(words, first_byte, out);
#endif
  return extract_plainly(words, first_byte, out);
}

}  // namespace crystalline::primes
