#include <bit>

#include "engine/lattice/angular_kernel_body.hpp"

namespace crystalline::lattice {
namespace {

/// One position at a time.
struct BaselineLanes {
  using Value = double;
  using Bits = std::uint64_t;
  static constexpr std::size_t kWidth = 1;
  static constexpr double kShift = 0x1.8p52;

  static Bits load_bits(const std::uint64_t* from) { return *from; }
  static void store_bits(std::uint64_t* to, Bits a) { *to = a; }
  static Value load(const double* from) { return *from; }
  static void store(double* to, Value a) { *to = a; }
  static Value fill(double a) { return a; }
  static Bits fill_bits(std::uint64_t a) { return a; }
  static Value add(Value a, Value b) { return a + b; }
  static Value sub(Value a, Value b) { return a - b; }
  static Value mul(Value a, Value b) { return a * b; }
  static Value div(Value a, Value b) { return a / b; }
  static Value magnitude(Value a) { return a < 0 ? -a : a; }
  static Value nearest(Value a) { return (a + kShift) - kShift; }
  static bool all_above(Value a, double limit) { return a > limit; }
  /// value where a = b, else 0.
  static Value keep_equal(Value value, Value a, Value b) { return a == b ? value : 0.0; }
  static Bits add_bits(Bits a, Bits b) { return a + b; }
  static Bits upper32(Bits a) { return a >> 32; }
  static Bits lower32(Bits a) { return a & 0xFFFFFFFF; }
  static Bits raise32(Bits a) { return a << 32; }
  static Bits mul32(Bits a, Bits b) { return lower32(a) * lower32(b); }
  static Value to_double32(Bits a) { return static_cast<double>(static_cast<std::int64_t>(a)); }
  /// The whole number nearest to a, |a| < 2^51, modulo 2^64.
  static Bits to_integer(Value a) {
    return std::bit_cast<Bits>(a + kShift) - std::bit_cast<Bits>(kShift);
  }
};

}  // namespace

AngularKernel angular_kernel_baseline() { return angular_kernel<BaselineLanes>; }

}  // namespace crystalline::lattice
