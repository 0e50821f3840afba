#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/model/gpt.hpp"

namespace crystalline::training {

/// Bins of confidence that calibration is measured in: as wide as one another over 0..1.
inline constexpr std::size_t kCalibrationBins = 15;

/// Predictions of like confidence, and how many of them were right.
struct CalibrationBin {
  std::uint64_t tokens = 0;
  double confidence = 0;  // mean of the likeliest token's probability; 0 without tokens
  double accuracy = 0;    // share whose likeliest token was the target; 0 without tokens
};

/// What a sweep over the validation windows has found.
struct Validation {
  std::uint64_t step = 0;
  std::uint64_t tokens = 0;
  double loss_nats = 0;  // mean a token
  double perplexity = 0;
  double bits_per_byte = 0;  // of the text that the targets stand for
  double top1 = 0;           // share of tokens that were the likeliest
  double top5 = 0;           // share that were among the five likeliest
  /// Expected calibration error: mean over the tokens of |accuracy - confidence| of their bin.
  /// Source: Guo et al., "On calibration of modern neural networks", arXiv:1706.04599.
  double calibration_error = 0;
  std::array<CalibrationBin, kCalibrationBins> bins{};
};

/// Scores added up in whole numbers, so that the sums do not depend on who added what when. One
/// thread a tally.
class ScoreTally {
 public:
  /// `bytes`: of text that the target stands for.
  void add(const model::TokenScore& score, std::uint64_t bytes);
  void add(const ScoreTally& other);
  /// `loss_nats`: mean a token, which is not kept here.
  [[nodiscard]] Validation validation(std::uint64_t step, double loss_nats) const;

 private:
  struct Bin {
    std::uint64_t tokens = 0;
    std::uint64_t right = 0;
    std::uint64_t confidence = 0;  // sum, in 2^-32
  };
  std::array<Bin, kCalibrationBins> bins_{};
  std::uint64_t top5_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace crystalline::training
