#pragma once

#include <array>
#include <cstdint>

// The wheel of 30: only 8 of 30 numbers are prime to 2, 3 and 5, so a byte holds 30 numbers, one
// bit for each of the residues below. Beyond 3 these lie in the classes 1, 5, 7 and 11 modulo 12,
// the only ones that carry primes.
namespace crystalline::primes {

inline constexpr std::uint64_t kWheel = 30;
inline constexpr std::array<std::uint8_t, 8> kResidues = {1, 7, 11, 13, 17, 19, 23, 29};

/// Bit 0..7 of each residue, -1 where the number is divisible by 2, 3 or 5.
inline constexpr std::array<std::int8_t, 30> kBitOfResidue = [] {
  std::array<std::int8_t, 30> bits{};
  bits.fill(-1);
  for (std::size_t bit = 0; bit < 8; ++bit) {
    bits[kResidues[bit]] = static_cast<std::int8_t>(bit);
  }
  return bits;
}();

/// p = 30 q + residue c times m = 30 t + residue j is in byte p t + q residue_j + carry and clears
/// bit.
struct WheelProduct {
  std::uint8_t carry;
  std::uint8_t keep;  // all bits but the product's
};
inline constexpr std::array<std::array<WheelProduct, 8>, 8> kProducts = [] {
  std::array<std::array<WheelProduct, 8>, 8> table{};
  for (std::size_t c = 0; c < 8; ++c) {
    for (std::size_t j = 0; j < 8; ++j) {
      const unsigned product = unsigned{kResidues[c]} * kResidues[j];
      const auto bit = static_cast<unsigned>(kBitOfResidue[product % 30]);
      table[c][j] = {static_cast<std::uint8_t>(product / 30),
                     static_cast<std::uint8_t>(~(1U << bit) & 0xFFU)};
    }
  }
  return table;
}();

}  // namespace crystalline::primes
