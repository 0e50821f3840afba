#include "engine/math/half_pi_reduction.hpp"

#include <bit>
#include <cstdint>

#include "engine/math/double_double.hpp"
#include "engine/math/two_over_pi_table.hpp"

namespace crystalline::math {
namespace {

constexpr DoubleDouble kHalfPi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

/// |x| < 2^19: pi/2 in pieces of 33 bits, so that their multiples below 2^20 are exact.
HalfPiReduced reduce_by_subtraction(double x) {
  constexpr double kPiece1 = 0x1.921fb544p+0;
  constexpr double kPiece2 = 0x1.0b4611a6p-34;
  constexpr double kPiece3 = 0x1.3198a2ep-69;
  constexpr double kPiece4 = 0x1.b839a252049c1p-104;
  constexpr double kRest = kPiece3 + kPiece4;
  constexpr double kShift = 0x1.8p52;
  const double shifted = x * 0x1.45f306dc9c883p-1 + kShift;
  const double n = shifted - kShift;
  const int quadrant = static_cast<int>(bits_of(shifted) & 3);
  const DoubleDouble second = two_sum(x - n * kPiece1, -(n * kPiece2));
  if (absolute(second.hi) > 0x1p-20) [[likely]] {
    // Two pieces and a rounded third leave an error of 2^-103.
    const DoubleDouble r = fast_two_sum(second.hi, second.lo - n * kRest);
    return {r.hi, r.lo, quadrant};
  }
  const DoubleDouble third = two_sum(second.hi, -(n * kPiece3));
  const DoubleDouble r = fast_two_sum(third.hi, (second.lo + third.lo) - n * kPiece4);
  return {r.hi, r.lo, quadrant};
}

__extension__ using Wide = unsigned __int128;

/// 256 bits, most significant word first.
struct Words {
  std::uint64_t word[4];
};

/// The 256 bits of 2/pi that start where x's own exponent makes them count less than 4.
Words window_of_two_over_pi(int start) {
  const int word = start >> 6;
  const int shift = start & 63;
  Words window{};
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t upper = tables::kTwoOverPi[word + i];
    const std::uint64_t lower = tables::kTwoOverPi[word + i + 1];
    window.word[i] = shift == 0 ? upper : (upper << shift) | (lower >> (64 - shift));
  }
  return window;
}

/// mantissa times window modulo 2^256.
Words multiply_low(std::uint64_t mantissa, const Words& window) {
  Words product{};
  std::uint64_t carry = 0;
  for (int i = 3; i >= 0; --i) {
    const Wide sum = Wide{mantissa} * window.word[i] + carry;
    product.word[i] = static_cast<std::uint64_t>(sum);
    carry = static_cast<std::uint64_t>(sum >> 64);
  }
  return product;
}

/// a shifted left by 0..255 bits.
Words shift_left(const Words& a, int count) {
  const int words = count >> 6;
  const int bits = count & 63;
  Words result{};
  for (int i = 0; i + words < 4; ++i) {
    const std::uint64_t upper = a.word[i + words];
    const std::uint64_t lower = i + words + 1 < 4 ? a.word[i + words + 1] : 0;
    result.word[i] = bits == 0 ? upper : (upper << bits) | (lower >> (64 - bits));
  }
  return result;
}

Words negate(const Words& a) {
  Words result{};
  std::uint64_t carry = 1;
  for (int i = 3; i >= 0; --i) {
    result.word[i] = ~a.word[i] + carry;
    carry = carry != 0 && result.word[i] == 0 ? 1 : 0;
  }
  return result;
}

int leading_zeros(const Words& a) {
  int count = 0;
  for (const std::uint64_t word : a.word) {
    if (word != 0) return count + std::countl_zero(word);
    count += 64;
  }
  return count;
}

/// |x| >= 2^19.
HalfPiReduced reduce_by_product(double x) {
  const std::uint64_t bits = magnitude_bits(x);
  const int exponent = static_cast<int>(bits >> 52) - 1075;  // |x| = mantissa 2^exponent
  const std::uint64_t mantissa = (bits & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{1} << 52);
  // |x| 2/pi modulo 4 in units of 2^-254; the table starts with 64 zeros.
  Words turns = multiply_low(mantissa, window_of_two_over_pi(exponent + 62));
  int quadrant = static_cast<int>(turns.word[0] >> 62);
  turns = shift_left(turns, 2);
  const bool upper_half_turn = (turns.word[0] >> 63) != 0;
  if (upper_half_turn) {
    quadrant += 1;
    turns = negate(turns);
  }
  const int zeros = leading_zeros(turns);  // at most about 62: no double is nearer to a multiple
  turns = shift_left(turns, zeros);
  // The fraction is 0.1..., 106 bits of it in two doubles.
  const double hi = static_cast<double>(turns.word[0] >> 11) * 0x1p-53;
  const std::uint64_t below = (turns.word[0] << 53) | (turns.word[1] >> 11);
  const double lo = static_cast<double>(below >> 11) * 0x1p-106;
  const DoubleDouble angle = multiply(fast_two_sum(hi, lo), kHalfPi);
  const double unit = power_of_two(-zeros);
  const double sign = upper_half_turn != is_negative(x) ? -unit : unit;
  return {angle.hi * sign, angle.lo * sign, (is_negative(x) ? -quadrant : quadrant) & 3};
}

}  // namespace

HalfPiReduced reduce_half_pi(double x) {
  const double size = absolute(x);
  if (size < 0x1.921fb54442d18p-1) return {x, 0.0, 0};
  return size < 0x1p19 ? reduce_by_subtraction(x) : reduce_by_product(x);
}

}  // namespace crystalline::math
