#pragma once

#include <bit>
#include <cstdint>

// Angles as exact fractions of a turn: multiples of an irrational number of turns lose nothing,
// however large the multiple, because whole turns fall off the top of an integer product.
// docs/maths/angular-position.md
namespace crystalline::lattice {

__extension__ using Wide = unsigned __int128;

/// A fraction of a turn in [0, 1): 192 bits after the point, highest word first.
struct Turns {
  std::uint64_t high = 0;
  std::uint64_t middle = 0;
  std::uint64_t low = 0;
};

/// count * unit modulo 1: wrong by less than count 2^-192 if `unit` was rounded down.
[[nodiscard]] constexpr Turns multiple(std::uint64_t count, const Turns& unit) {
  const Wide low = Wide{count} * unit.low;
  const Wide middle = Wide{count} * unit.middle + static_cast<std::uint64_t>(low >> 64);
  const Wide high = Wide{count} * unit.high + static_cast<std::uint64_t>(middle >> 64);
  return {static_cast<std::uint64_t>(high), static_cast<std::uint64_t>(middle),
          static_cast<std::uint64_t>(low)};
}

/// a + b modulo 1.
[[nodiscard]] constexpr Turns add(const Turns& a, const Turns& b) {
  const Wide low = Wide{a.low} + b.low;
  const Wide middle = Wide{a.middle} + b.middle + static_cast<std::uint64_t>(low >> 64);
  return {a.high + b.high + static_cast<std::uint64_t>(middle >> 64),
          static_cast<std::uint64_t>(middle), static_cast<std::uint64_t>(low)};
}

/// numerator / denominator modulo 1, rounded down at 2^-128; 0 <= numerator < denominator.
[[nodiscard]] constexpr Turns ratio(std::uint64_t numerator, std::uint64_t denominator) {
  const Wide first = Wide{numerator} << 64;
  const Wide second = (first % denominator) << 64;
  return {static_cast<std::uint64_t>(first / denominator),
          static_cast<std::uint64_t>(second / denominator), 0};
}

}  // namespace crystalline::lattice
