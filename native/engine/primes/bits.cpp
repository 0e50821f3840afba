#include "engine/primes/bits.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>
#include <bit>

#include "engine/primes/wheel.hpp"

// Each function is written plainly, and for processors that count ones by an instruction or have
// AVX2. Which one runs is decided once.
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

/// The residues of a byte's bits, ascending, and how many there are.
struct ByteNumbers {
  std::array<std::array<std::uint8_t, 8>, 256> residues{};
  std::array<std::uint8_t, 256> counts{};
};
constexpr ByteNumbers kByteNumbers = [] {
  ByteNumbers table;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      if ((byte >> bit & 1) != 0) table.residues[byte][table.counts[byte]++] = kResidues[bit];
    }
  }
  return table;
}();

/// Byte by byte from a table, four at once: few bytes have more. What is written past the last is
/// overwritten or ignored.
__attribute__((target("avx2"))) std::size_t extract_by_bytes(std::span<const std::uint64_t> words,
                                                             std::uint64_t first_byte,
                                                             std::uint64_t* out) {
  const auto* const source = reinterpret_cast<const unsigned char*>(words.data());
  const std::size_t size = words.size() * 8;
  const __m256i step = _mm256_set1_epi64x(kWheel);
  __m256i low = _mm256_set1_epi64x(static_cast<long long>(first_byte * kWheel));
  std::uint64_t* at = out;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t byte = source[i];
    const __m128i residues = _mm_loadu_si64(kByteNumbers.residues.data()[byte].data());
    const __m256i four = _mm256_add_epi64(low, _mm256_cvtepu8_epi64(residues));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), four);
    const std::size_t count = kByteNumbers.counts.data()[byte];
    if (count > 4) {
      const __m256i rest = _mm256_cvtepu8_epi64(_mm_srli_si128(residues, 4));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(at + 4), _mm256_add_epi64(low, rest));
    }
    at += count;
    low = _mm256_add_epi64(low, step);
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
  static const bool has_vectors = __builtin_cpu_supports("avx2") != 0;
  if (has_vectors) return extract_by_bytes(words, first_byte, out);
#endif
  return extract_plainly(words, first_byte, out);
}

}  // namespace crystalline::primes
