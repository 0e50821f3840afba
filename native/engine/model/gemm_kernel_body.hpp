#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/model/gemm_kernel.hpp"
#include "engine/model/gemm_pack_body.hpp"

// The matrix kernels' one body. Included once by each kernels_<isa>.cpp after its target pragma,
// with a Lanes type: static functions on Lanes::Value, Lanes::kWidth floats, and the tile's size
// (kTileRows, kTileVectors) chosen so that its sums, one row of the panel and one broadcast fill
// the registers. Everything is in an anonymous namespace so that no instruction set's code can be
// linked into another's.
namespace crystalline::model {
namespace {

/// A tile of Rows x Vectors sums, in registers once the loops are unrolled and the parts inlined.
template <typename Lanes, int Rows, int Vectors>
struct TileKernel {
  using Value = typename Lanes::Value;
  using Sums = Value[Rows][Vectors];
  static constexpr auto kWidth = static_cast<int>(Lanes::kWidth);
  static constexpr std::size_t kPanel = Lanes::kTileVectors * Lanes::kWidth;
  /// Rows of an unpacked matrix asked for ahead: they lie too far apart for the hardware to guess.
  static constexpr std::size_t kPrefetchRows = 12;

  static constexpr int kToSecondLevel = 2;

  /// Asks for any address: one past the end of a matrix does no harm.
  [[gnu::always_inline]] static void prefetch(std::uintptr_t address) {
    __builtin_prefetch(reinterpret_cast<const void*>(address));
  }

  [[gnu::always_inline]] static void clear(Sums& sums) {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) sums[r][v] = Lanes::fill(0.0F);
    }
  }

  /// The chains of multiply-adds.
  [[gnu::always_inline]] static void walk(Sums& sums, const Tile& tile) {
    if (tile.packed == nullptr) {
      walk_panel<false>(sums, tile);
    } else {
      walk_panel<true>(sums, tile);
    }
  }

  template <bool Packs>
  [[gnu::always_inline]] static void walk_panel(Sums& sums, const Tile& tile) {
    const float* a = tile.a;
    const float* b = tile.panel;
    std::uintptr_t ahead = tile.ahead;
    const std::size_t ahead_step = tile.ahead_step;
    float* packed = tile.packed;
    const std::size_t row = tile.a_row;
    const std::size_t step = tile.a_step;
    const std::size_t panel_stride = tile.panel_stride;
    const std::size_t prefetch_distance = kPrefetchRows * panel_stride * sizeof(float);
    const int last = tile.columns - (Vectors - 1) * kWidth;
    for (std::size_t k = tile.depth; k > 0; --k) {
      Value right[Vectors];
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) {
        if constexpr (Packs) {
          prefetch(reinterpret_cast<std::uintptr_t>(b + v * kWidth) + prefetch_distance);
          right[v] = v + 1 == Vectors ? load(b + v * kWidth, last) : Lanes::load(b + v * kWidth);
          Lanes::store(packed + v * kWidth, right[v]);
        } else {
          right[v] = Lanes::load(b + v * kWidth);
        }
      }
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r) {
        const Value left = Lanes::fill(a[static_cast<std::size_t>(r) * row]);
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) sums[r][v] = Lanes::fma(left, right[v], sums[r][v]);
      }
      __builtin_prefetch(reinterpret_cast<const void*>(ahead), 0, kToSecondLevel);
      ahead += ahead_step;
      a += step;
      b += panel_stride;
      if constexpr (Packs) packed += kPanel;
    }
  }

  [[gnu::always_inline]] static Value load(const float* from, int count) {
    return count == kWidth ? Lanes::load(from) : Lanes::load_part(from, count);
  }

  [[gnu::always_inline]] static void store(float* to, Value value, int count) {
    if (count == kWidth) {
      Lanes::store(to, value);
    } else {
      Lanes::store_part(to, value, count);
    }
  }

  /// What is done to a finished product on its way out. Vectors may alias anything, so the tile is
  /// a copy whose fields stay in registers.
  [[gnu::always_inline]] static void finish(const Sums& sums, const Tile tile) {
    const int last = tile.columns - (Vectors - 1) * kWidth;
    const bool plain = tile.residual == nullptr && tile.factor == nullptr;
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const auto row = static_cast<std::size_t>(r);
      float* const out = tile.out + row * tile.out_stride;
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) {
        const int count = v + 1 == Vectors ? last : kWidth;
        const std::size_t column = static_cast<std::size_t>(v) * Lanes::kWidth;
        Value value = sums[r][v];
        if (!plain && tile.residual != nullptr) {
          value =
              Lanes::add(value, load(tile.residual + row * tile.residual_stride + column, count));
        }
        if (!plain && tile.factor != nullptr) {
          value = Lanes::mul(value, load(tile.factor + row * tile.factor_stride + column, count));
        }
        store(out + v * kWidth, value, count);
      }
    }
  }

  /// Asks for the tile's rows of a matrix that is needed when the sums are done.
  [[gnu::always_inline]] static void ask_for(const float* from, std::size_t stride) {
    if (from == nullptr) return;
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const float* const row = from + static_cast<std::size_t>(r) * stride;
#pragma GCC unroll 4
      for (int c = 0; c < Vectors * kWidth; c += 16) __builtin_prefetch(row + c);
      __builtin_prefetch(row + Vectors * kWidth - 1);
    }
  }

  static void product(const Tile& tile) {
    ask_for(tile.out_next, tile.out_stride);
    ask_for(tile.residual, tile.residual_stride);
    ask_for(tile.factor, tile.factor_stride);
    Sums sums;
    const int last = tile.columns - (Vectors - 1) * kWidth;
    const float* const start = tile.resume ? tile.out : tile.bias;
    const std::size_t stride = tile.resume ? tile.out_stride : 0;
    if (start == nullptr) {
      clear(sums);
    } else {
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r) {
        const float* const from = start + static_cast<std::size_t>(r) * stride;
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) {
          sums[r][v] = load(from + v * kWidth, v + 1 == Vectors ? last : kWidth);
        }
      }
    }
    walk(sums, tile);
    finish(sums, tile);
  }

  static void accumulate(const Tile& shared, float* into) {
    const Tile tile = shared;  // vectors may alias anything: a copy stays in registers
    ask_for(tile.out, tile.out_stride);
    Sums sums;
    clear(sums);
    walk(sums, tile);
    const int last = tile.columns - (Vectors - 1) * kWidth;
    Value squares[Vectors];
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) squares[v] = Lanes::fill(0.0F);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      float* const out = tile.out + static_cast<std::size_t>(r) * tile.out_stride;
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) {
        const int count = v + 1 == Vectors ? last : kWidth;
        squares[v] = Lanes::fma(sums[r][v], sums[r][v], squares[v]);
        store(out + v * kWidth, Lanes::add(load(out + v * kWidth, count), sums[r][v]), count);
      }
    }
#pragma GCC unroll 4
    for (int v = 1; v < Vectors; ++v) squares[0] = Lanes::add(squares[0], squares[v]);
    Lanes::store(into, Lanes::add(Lanes::load(into), squares[0]));
  }
};

/// The kernels of a tile size known at run time: TileKernel<Lanes, rows, vectors>.
template <typename Lanes>
struct TileTable {
  using Product = void (*)(const Tile&);
  using Accumulate = void (*)(const Tile&, float*);
  Product product[Lanes::kTileRows][Lanes::kTileVectors];
  Accumulate accumulate[Lanes::kTileRows][Lanes::kTileVectors];

  template <int Rows, int Vectors>
  constexpr void fill() {
    product[Rows - 1][Vectors - 1] = TileKernel<Lanes, Rows, Vectors>::product;
    accumulate[Rows - 1][Vectors - 1] = TileKernel<Lanes, Rows, Vectors>::accumulate;
    if constexpr (Vectors > 1) {
      fill<Rows, Vectors - 1>();
    } else if constexpr (Rows > 1) {
      fill<Rows - 1, Lanes::kTileVectors>();
    }
  }

  constexpr TileTable() : product(), accumulate() { fill<Lanes::kTileRows, Lanes::kTileVectors>(); }
};

template <typename Lanes>
constexpr TileTable<Lanes> kTiles;

template <typename Lanes>
int vectors_of(int columns) {
  constexpr auto kWidth = static_cast<int>(Lanes::kWidth);
  return (columns + kWidth - 1) / kWidth;
}

template <typename Lanes>
void product(const Tile& tile) {
  kTiles<Lanes>.product[tile.rows - 1][vectors_of<Lanes>(tile.columns) - 1](tile);
}

template <typename Lanes>
void accumulate(const Tile& tile, float* squares) {
  kTiles<Lanes>.accumulate[tile.rows - 1][vectors_of<Lanes>(tile.columns) - 1](tile, squares);
}

template <typename Lanes>
constexpr GemmKernel kGemmKernel = {Lanes::kTileRows,
                                    Lanes::kTileVectors* static_cast<int>(Lanes::kWidth),
                                    static_cast<int>(Lanes::kWidth),
                                    product<Lanes>,
                                    accumulate<Lanes>,
                                    pack<Lanes>,
                                    pack_transposed<Lanes>,
                                    pack_left<Lanes>};

}  // namespace
}  // namespace crystalline::model
