#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/philox.hpp"
#include "engine/model/gpt.hpp"
#include "reference_layers.hpp"

// Test data and comparisons of the model's tests.
namespace crystalline::model {

/// Numbers uniform in (-1, 1), the same for one seed.
inline std::vector<float> random_floats(std::size_t count, std::uint64_t seed) {
  std::vector<float> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = base::random_words(seed, base::RandomStream::kSampling, 7, i);
    out[i] = static_cast<float>(2.0 * base::uniform(words[0], words[1]) - 1.0);
  }
  return out;
}

inline reference::Array doubles(std::span<const float> in) { return {in.begin(), in.end()}; }

inline std::vector<Token> random_tokens(std::size_t count, int vocab, std::uint64_t seed) {
  std::vector<Token> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = base::random_words(seed, base::RandomStream::kBatches, 7, i);
    out[i] = static_cast<Token>(
        base::uniform_below(static_cast<std::uint64_t>(vocab), words[0], words[1]));
  }
  return out;
}

/// Every element within `tolerance` of the oracle, as a share of the oracle's largest magnitude.
inline void expect_close(std::span<const float> got, const reference::Array& oracle,
                         double tolerance, const std::string& what) {
  ASSERT_EQ(got.size(), oracle.size()) << what;
  double largest = 1e-30;
  for (const double value : oracle) largest = std::max(largest, std::abs(value));
  double worst = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = std::abs(static_cast<double>(got[i]) - oracle[i]) / largest;
    if (!(error <= worst)) worst = error, at = i;
  }
  EXPECT_LE(worst, tolerance) << what << ", element " << at << ": " << got[at] << " instead of "
                              << oracle[at];
}

/// Weights that exercise every parameter: gains near 1, all else of a size that keeps activations
/// lively.
inline std::vector<float> lively_weights(const ParameterLayout& layout, std::uint64_t seed) {
  std::vector<float> weights(layout.size());
  const std::vector<float> noise = random_floats(layout.size(), seed);
  for (const TensorSpec& tensor : layout.tensors()) {
    const bool gain = !tensor.decays && tensor.name.find(".ln_") != std::string::npos &&
                      tensor.name.ends_with(".weight");
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.count; ++i) {
      weights[i] = (gain ? 1.0F : 0.0F) + 0.3F * noise[i];
    }
  }
  return weights;
}

}  // namespace crystalline::model
