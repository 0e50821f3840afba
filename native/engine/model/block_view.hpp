#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/gpt.hpp"

// What a person looks at in one block: a head's attention over a text, and how large the numbers of
// its matrices are.
namespace crystalline::model {

/// How many numbers have which magnitude. Bin 2 i holds |x| from 2^(i - 24) to 1.5 times that, bin
/// 2 i + 1 from there to 2^(i - 23); the first and the last bin hold what is smaller or larger,
/// too.
struct MagnitudeHistogram {
  static constexpr std::size_t kBins = 56;
  std::array<std::uint64_t, kBins> bins{};
  std::uint64_t zeros = 0;
  std::uint64_t not_finite = 0;
  double root_mean_square = 0;  // of the finite ones
};

[[nodiscard]] MagnitudeHistogram magnitudes(std::span<const float> numbers);

/// A matrix of a block by its name, and its numbers' magnitudes.
struct TensorMagnitudes {
  std::string name;
  MagnitudeHistogram histogram;
};

/// The four matrices of a block (0 to blocks - 1), of weights or of gradients.
[[nodiscard]] std::vector<TensorMagnitudes> block_magnitudes(const ParameterLayout& layout,
                                                             std::span<const float> numbers,
                                                             int block);

/// Attention of `head` in `block` over `tokens` (1 to context): (n, n), row t the probabilities
/// with which token t looks at those up to itself, 0 beyond. Allocates room for one block of n
/// tokens. Thread-safe.
[[nodiscard]] std::vector<float> attention_pattern(const ParameterLayout& layout,
                                                   std::span<const float> weights,
                                                   std::span<const Token> tokens, int block,
                                                   int head);

}  // namespace crystalline::model
