#include <cstddef>

#include "engine/model/gemm_kernel_body.hpp"
#include "engine/model/row_exponential_body.hpp"

namespace crystalline::model {
namespace {

/// Four floats as the compiler's portable vector: SSE on x86-64, NEON on ARM. 8 sums, 2 vectors of
/// the panel, a broadcast and a product fit sixteen registers.
struct BaselineLanes {
  using Value [[gnu::vector_size(16)]] = float;
  static constexpr std::size_t kWidth = 4;
  static constexpr int kTileRows = 4;
  static constexpr int kTileVectors = 2;

  static Value load(const float* from) {
    Value value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
  }
  static Value load_part(const float* from, int count) {
    Value value = {};
    for (int i = 0; i < count; ++i) value[i] = from[i];
    return value;
  }
  static void store(float* to, Value a) { __builtin_memcpy(to, &a, sizeof a); }
  static void store_part(float* to, Value a, int count) {
    for (int i = 0; i < count; ++i) to[i] = a[i];
  }
  static Value fill(float a) { return Value{a, a, a, a}; }
  static Value add(Value a, Value b) { return a + b; }
  static Value sub(Value a, Value b) { return a - b; }
  static Value mul(Value a, Value b) { return a * b; }
  static Value div(Value a, Value b) { return a / b; }
  static Value max(Value a, Value b) { return a > b ? a : b; }  // b where one is NaN
  static Value min(Value a, Value b) { return a < b ? a : b; }
  /// 2^n for shifted = 1.5 2^23 + n, whose last bits are those of n.
  static Value two_to(Value shifted) {
    using Bits [[gnu::vector_size(16)]] = unsigned;
    Bits bits;
    __builtin_memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 23) + 0x3f80'0000U;
    Value value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
  }
  /// value, and 0 where x < limit.
  static Value zero_below(Value value, Value x, Value limit) { return x < limit ? Value{} : value; }
  static Value keep_part(Value a, int count) {
    for (int i = count; i < static_cast<int>(kWidth); ++i) a[i] = 0.0F;
    return a;
  }
  static Value fma(Value a, Value b, Value c) { return a * b + c; }  // two roundings
  static float largest(Value a) {
    const float low = a[0] > a[1] ? a[0] : a[1];
    const float high = a[2] > a[3] ? a[2] : a[3];
    return low > high ? low : high;
  }
  static double sum(Value a) {
    return (static_cast<double>(a[0]) + static_cast<double>(a[2])) +
           (static_cast<double>(a[1]) + static_cast<double>(a[3]));
  }
  static void transpose(Value (&rows)[4]) {
    const Value a = rows[0];
    const Value b = rows[1];
    const Value c = rows[2];
    const Value d = rows[3];
    rows[0] = Value{a[0], b[0], c[0], d[0]};
    rows[1] = Value{a[1], b[1], c[1], d[1]};
    rows[2] = Value{a[2], b[2], c[2], d[2]};
    rows[3] = Value{a[3], b[3], c[3], d[3]};
  }
};

}  // namespace

const GemmKernel& baseline_gemm_kernel() { return kGemmKernel<BaselineLanes>; }
const RowKernels& baseline_row_kernels() { return kRowKernels<BaselineLanes>; }

}  // namespace crystalline::model
