#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/lattice/angular_kernels.hpp"

// The kernel's one body. Included once by each angular_kernels_<isa>.cpp after its target pragma,
// with a Lanes type: static functions on Lanes::Value (doubles) and Lanes::Bits (64-bit integers).
// In an anonymous namespace, so that no instruction set's code can be linked into another's.
// docs/maths/angular-position.md derives the error.
namespace crystalline::lattice {
namespace {

template <typename Lanes>
struct AngularOp {
  using Value = typename Lanes::Value;
  using Bits = typename Lanes::Bits;

  static constexpr double kWord = 0x1p32;

  /// k frac(phi) modulo 1 in units of 2^-64, at most 4 too small. mul32 multiplies lower halves.
  static Bits spiral(Bits k) {
    // frac(phi) = 9E3779B9 7F4A7C15 F39CC060 5CEDC834 / 2^128
    const Bits w3 = Lanes::fill_bits(0x9E3779B9);
    const Bits w2 = Lanes::fill_bits(0x7F4A7C15);
    const Bits w1 = Lanes::fill_bits(0xF39CC060);
    const Bits w0 = Lanes::fill_bits(0x5CEDC834);
    const Bits k_high = Lanes::upper32(k);
    const Bits crossed = Lanes::add_bits(Lanes::mul32(k, w3), Lanes::mul32(k_high, w2));
    const Bits whole = Lanes::add_bits(Lanes::mul32(k, w2), Lanes::raise32(crossed));
    const Bits below = Lanes::add_bits(Lanes::upper32(Lanes::mul32(k_high, w0)),
                                       Lanes::upper32(Lanes::mul32(k, w1)));
    return Lanes::add_bits(Lanes::add_bits(whole, Lanes::mul32(k_high, w1)), below);
  }

  /// x - n c for the n that makes it smallest; whole x below 2^40, inverse = 1 / c.
  static Value remainder(Value x, Value c, Value inverse) {
    return Lanes::sub(x, Lanes::mul(Lanes::nearest(Lanes::mul(x, inverse)), c));
  }

  /// psi = (p mod c) / c modulo 1 in units of 2^-64, wrong by at most 1.
  static Bits psi(Bits p, Value p_high, Value p_low, Value size, const std::uint16_t* diagonals) {
    constexpr double kLargest = static_cast<double>(kLargestSide);
    constexpr double kWordModLargest = 4'294'967'296 % kLargestSide;
    Value c = Lanes::fill(kLargest);
    Value inverse = Lanes::fill(1.0 / kLargest);
    if (!Lanes::all_above(size, kLargest)) {  // there, p has no upper half
      std::uint64_t each[Lanes::kWidth];
      double diagonal[Lanes::kWidth];
      Lanes::store_bits(each, p);
      for (std::size_t i = 0; i < Lanes::kWidth; ++i) {
        diagonal[i] = each[i] <= kLargestSide ? diagonals[each[i]] : kLargest;
      }
      c = Lanes::load(diagonal);
      inverse = Lanes::div(Lanes::fill(1.0), c);
    }
    const Value high = Lanes::mul(remainder(p_high, c, inverse), Lanes::fill(kWordModLargest));
    const Value r = remainder(Lanes::add(high, p_low), c, inverse);
    // Long division with two digits of 32 bits.
    const Value word = Lanes::fill(kWord);
    const Value digit = Lanes::nearest(Lanes::mul(Lanes::mul(r, inverse), word));
    const Value rest = Lanes::sub(Lanes::mul(r, word), Lanes::mul(digit, c));
    return Lanes::add_bits(Lanes::raise32(Lanes::to_integer(digit)),
                           Lanes::to_integer(Lanes::mul(Lanes::mul(rest, inverse), word)));
  }

  /// omega / 2 pi in units of 2^-64, wrong by at most 1.
  static Bits omega(Value size, bool founding_bracket) {
    constexpr double kBoundary = 144'000;
    constexpr double kNumerator = 0x1.e8ec8a4aeacc4p+62;  // 3 / 2 pi 2^64
    const Value distance = Lanes::magnitude(Lanes::sub(size, Lanes::fill(kBoundary)));
    const Value once =
        Lanes::div(Lanes::fill(kNumerator), Lanes::add(Lanes::fill(kBoundary), distance));
    const Value more =
        founding_bracket
            ? Lanes::keep_equal(once, distance, Lanes::fill(1.0))
            : Lanes::add(Lanes::add(Lanes::keep_equal(once, size, Lanes::fill(143'879)),
                                    Lanes::keep_equal(once, size, Lanes::fill(143'881))),
                         Lanes::add(Lanes::keep_equal(once, size, Lanes::fill(144'071)),
                                    Lanes::keep_equal(once, size, Lanes::fill(144'073))));
    return Lanes::to_integer(Lanes::add(once, more));
  }

  /// 2 pi turns / 2^64. The first product is exact, so only the last addition rounds noticeably.
  static Value radians(Bits turns) {
    constexpr double kUpper = 0x1.921fbp-30;            // 2 pi / 2^32, its first 21 bits
    constexpr double kRest = 0x1.5110b4611a626p-52;     // and the others
    constexpr double kLowUnit = 0x1.921fb54442d18p-62;  // 2 pi / 2^64
    const Value high = Lanes::to_double32(Lanes::upper32(turns));
    const Value low = Lanes::to_double32(Lanes::lower32(turns));
    const Value rest =
        Lanes::add(Lanes::mul(high, Lanes::fill(kRest)), Lanes::mul(low, Lanes::fill(kLowUnit)));
    return Lanes::add(Lanes::mul(high, Lanes::fill(kUpper)), rest);
  }

  static Value apply(Bits p, Bits k, const AngularKernelInput& shared) {
    const Value p_high = Lanes::to_double32(Lanes::upper32(p));
    const Value p_low = Lanes::to_double32(Lanes::lower32(p));
    const Value size = Lanes::add(Lanes::mul(p_high, Lanes::fill(kWord)), p_low);
    const Bits of_prime = Lanes::add_bits(psi(p, p_high, p_low, size, shared.diagonals),
                                          omega(size, shared.founding_bracket));
    const Bits common = Lanes::fill_bits(shared.shared_turns);
    return radians(Lanes::add_bits(Lanes::add_bits(spiral(k), common), of_prime));
  }
};

template <typename Lanes>
void angular_kernel(double* theta, const std::uint64_t* primes, const std::uint64_t* indices,
                    std::size_t count, const AngularKernelInput& shared) {
  constexpr std::size_t kWidth = Lanes::kWidth;
  std::size_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    Lanes::store(theta + i, AngularOp<Lanes>::apply(Lanes::load_bits(primes + i),
                                                    Lanes::load_bits(indices + i), shared));
  }
  if (i == count) return;
  std::uint64_t last_primes[kWidth];
  std::uint64_t last_indices[kWidth];
  double last[kWidth];
  for (std::size_t lane = 0; lane < kWidth; ++lane) {
    last_primes[lane] = i + lane < count ? primes[i + lane] : 1;
    last_indices[lane] = i + lane < count ? indices[i + lane] : 1;
  }
  Lanes::store(last, AngularOp<Lanes>::apply(Lanes::load_bits(last_primes),
                                             Lanes::load_bits(last_indices), shared));
  for (std::size_t lane = 0; i + lane < count; ++lane) theta[i + lane] = last[lane];
}

}  // namespace
}  // namespace crystalline::lattice
