#pragma once

#include <cstddef>
#include <cstdint>

// How the matrix kernels lay panels and left sides out in memory: a part of gemm_kernel_body.hpp,
// under the same rules.
namespace crystalline::model {
namespace {

template <typename Lanes>
void pack(float* panel, const float* source, std::size_t stride, std::size_t depth, int columns) {
  constexpr auto kWidth = static_cast<int>(Lanes::kWidth);
  for (std::size_t k = 0; k < depth; ++k) {
    int c = 0;
    for (; c + kWidth <= columns; c += kWidth) Lanes::store(panel + c, Lanes::load(source + c));
    if (c < columns) Lanes::store(panel + c, Lanes::load_part(source + c, columns - c));
    panel += Lanes::kTileVectors * kWidth;
    source += stride;
  }
}

/// A square of kWidth x kWidth, turned in registers.
template <typename Lanes>
void turn_square(float* panel, const float* source, std::size_t stride) {
  constexpr std::size_t kPanel = Lanes::kTileVectors * Lanes::kWidth;
  typename Lanes::Value square[Lanes::kWidth];
#pragma GCC unroll 16
  for (std::size_t r = 0; r < Lanes::kWidth; ++r) square[r] = Lanes::load(source + r * stride);
  Lanes::transpose(square);
#pragma GCC unroll 16
  for (std::size_t i = 0; i < Lanes::kWidth; ++i) Lanes::store(panel + i * kPanel, square[i]);
}

/// A part of a square; missing rows become zeros.
template <typename Lanes>
void turn_part(float* panel, const float* source, std::size_t stride, std::size_t depth,
               std::size_t rows) {
  constexpr std::size_t kPanel = Lanes::kTileVectors * Lanes::kWidth;
  for (std::size_t i = 0; i < depth; ++i) {
    for (std::size_t r = 0; r < Lanes::kWidth; ++r) {
      panel[i * kPanel + r] = r < rows ? source[r * stride + i] : 0.0F;
    }
  }
}

template <typename Lanes>
void pack_transposed(float* panel, const float* source, std::size_t stride, std::size_t depth,
                     int columns) {
  constexpr std::size_t kWidth = Lanes::kWidth;
  constexpr std::size_t kPanel = Lanes::kTileVectors * kWidth;
  const auto rows = static_cast<std::size_t>(columns);
  for (std::size_t c = 0; c < rows; c += kWidth) {
    const float* const from = source + c * stride;
    std::size_t k = 0;
    for (; k + kWidth <= depth && c + kWidth <= rows; k += kWidth) {
      turn_square<Lanes>(panel + k * kPanel + c, from + k, stride);
    }
    if (k < depth) turn_part<Lanes>(panel + k * kPanel + c, from + k, stride, depth - k, rows - c);
  }
}

/// Strip columns of `source` as left sides: whole cache lines, read once, some depths ahead.
template <typename Lanes, std::size_t Strip>
void pack_strip(float* packed, const float* source, std::size_t stride, std::size_t depth) {
  constexpr std::size_t kRows = Lanes::kTileRows;
  constexpr std::size_t kAhead = 8;
  constexpr std::size_t kLine = 16;  // floats
  for (std::size_t k = 0; k < depth; ++k) {
    const float* const from = source + k * stride;
    const auto ahead = reinterpret_cast<std::uintptr_t>(from) + kAhead * stride * sizeof(float);
#pragma GCC unroll 4
    for (std::size_t line = 0; line < Strip; line += kLine) {
      __builtin_prefetch(reinterpret_cast<const void*>(ahead + line * sizeof(float)));
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Strip; r += kRows) {
      __builtin_memcpy(packed + r * depth + k * kRows, from + r, kRows * sizeof(float));
    }
  }
}

template <typename Lanes>
void pack_left(float* packed, const float* source, std::size_t stride, std::size_t depth,
               std::size_t rows) {
  constexpr std::size_t kRows = Lanes::kTileRows;
  std::size_t row = 0;
  for (; row + 64 <= rows; row += 64) {
    pack_strip<Lanes, 64>(packed + row * depth, source + row, stride, depth);
  }
  for (; row + 16 <= rows; row += 16) {
    pack_strip<Lanes, 16>(packed + row * depth, source + row, stride, depth);
  }
  for (; row < rows; row += kRows) {
    const std::size_t count = rows - row < kRows ? rows - row : kRows;
    for (std::size_t k = 0; k < depth; ++k) {
      for (std::size_t r = 0; r < count; ++r) {
        packed[row * depth + k * kRows + r] = source[k * stride + row + r];
      }
    }
  }
}

}  // namespace
}  // namespace crystalline::model
