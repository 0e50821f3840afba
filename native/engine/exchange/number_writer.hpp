#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "engine/base/result.hpp"

namespace crystalline::exchange {

/// How the numbers of a weight matrix are stored.
enum class StoredType { kF32, kF16, kQ80 };

/// Values a block of Q8_0 holds.
inline constexpr std::size_t kQ80Block = 32;

/// Bytes that `count` values take; a multiple of kQ80Block for kQ80.
[[nodiscard]] std::uint64_t stored_bytes(StoredType type, std::uint64_t count);

using WriteBytes = std::function<base::Result<void>(std::span<const std::byte>)>;

/// A matrix seen transposed or as it is: value(row, column) = data[row * row_step + column *
/// column_step].
struct MatrixView {
  const float* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t row_step = 0;
  std::size_t column_step = 1;
};

/// Writes a matrix row by row, little-endian. Q8_0 (ggml): each 32 values as a half-precision
/// scale, the largest size over 127, and 32 signed bytes; columns must be a multiple of 32.
[[nodiscard]] base::Result<void> write_numbers(const MatrixView& matrix, StoredType type,
                                               const WriteBytes& write);

}  // namespace crystalline::exchange
