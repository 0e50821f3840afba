#include "engine/exchange/number_writer.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <vector>

#include "engine/telemetry/event_ring.hpp"

namespace crystalline::exchange {
namespace {

constexpr std::size_t kQ80Bytes = 2 + kQ80Block;

/// Away from zero at a half, as C's roundf.
std::int8_t rounded(float value) {
  return static_cast<std::int8_t>(value < 0 ? value - 0.5F : value + 0.5F);
}

void store_half(float value, std::byte* into) {
  const std::uint16_t half = telemetry::half_from_float(value);
  std::memcpy(into, &half, sizeof(half));
}

void store_block(std::span<const float> values, std::byte* into) {
  float largest = 0;
  for (const float v : values) largest = std::max(largest, v < 0 ? -v : v);
  const float scale = largest / 127.0F;
  const float inverse = scale == 0 ? 0.0F : 1.0F / scale;
  store_half(scale, into);
  for (std::size_t i = 0; i < kQ80Block; ++i) {
    into[2 + i] = static_cast<std::byte>(rounded(values[i] * inverse));
  }
}

void store_row(std::span<const float> row, StoredType type, std::byte* into) {
  switch (type) {
    case StoredType::kF32:
      std::memcpy(into, row.data(), row.size_bytes());
      return;
    case StoredType::kF16:
      for (std::size_t i = 0; i < row.size(); ++i) store_half(row[i], into + 2 * i);
      return;
    case StoredType::kQ80:
      for (std::size_t i = 0; i < row.size(); i += kQ80Block) {
        store_block(row.subspan(i, kQ80Block), into + i / kQ80Block * kQ80Bytes);
      }
      return;
  }
}

}  // namespace

std::uint64_t stored_bytes(StoredType type, std::uint64_t count) {
  switch (type) {
    case StoredType::kF32:
      return count * 4;
    case StoredType::kF16:
      return count * 2;
    case StoredType::kQ80:
      break;
  }
  return count / kQ80Block * kQ80Bytes;
}

base::Result<void> write_numbers(const MatrixView& matrix, StoredType type,
                                 const WriteBytes& write) {
  assert(type != StoredType::kQ80 || matrix.columns % kQ80Block == 0);
  std::vector<float> row(matrix.columns);
  std::vector<std::byte> bytes(stored_bytes(type, matrix.columns));
  for (std::size_t r = 0; r < matrix.rows; ++r) {
    const float* const from = matrix.data + r * matrix.row_step;
    for (std::size_t c = 0; c < matrix.columns; ++c) row[c] = from[c * matrix.column_step];
    store_row(row, type, bytes.data());
    if (auto written = write(bytes); !written) return written;
  }
  return {};
}

}  // namespace crystalline::exchange
