#include "engine/training/validation.hpp"

#include <algorithm>
#include <numbers>

#include "engine/math/elementary.hpp"

namespace crystalline::training {
namespace {

constexpr double kFixed = 4'294'967'296.0;  // 2^32

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double magnitude(double value) { return value < 0 ? -value : value; }

/// The bin of a confidence; what is no number goes with the least.
std::size_t bin_of(double confidence) {
  const double place = confidence * static_cast<double>(kCalibrationBins);
  return place >= 0 ? std::min(static_cast<std::size_t>(place), kCalibrationBins - 1) : 0;
}

}  // namespace

void ScoreTally::add(const model::TokenScore& score, std::uint64_t bytes) {
  const auto confidence = static_cast<double>(score.confidence);
  Bin& bin = bins_[bin_of(confidence)];
  ++bin.tokens;
  bin.right += score.rank == 0 ? 1 : 0;
  bin.confidence += confidence >= 0 ? static_cast<std::uint64_t>(confidence * kFixed + 0.5) : 0;
  top5_ += score.rank < 5 ? 1 : 0;
  bytes_ += bytes;
}

void ScoreTally::add(const ScoreTally& other) {
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    bins_[i].tokens += other.bins_[i].tokens;
    bins_[i].right += other.bins_[i].right;
    bins_[i].confidence += other.bins_[i].confidence;
  }
  top5_ += other.top5_;
  bytes_ += other.bytes_;
}

Validation ScoreTally::validation(std::uint64_t step, double loss_nats) const {
  Validation found{.step = step, .loss_nats = loss_nats};
  std::uint64_t right = 0;
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    const Bin& bin = bins_[i];
    found.tokens += bin.tokens;
    right += bin.right;
    found.bins[i] = {bin.tokens, share(bin.confidence, bin.tokens) / kFixed,
                     share(bin.right, bin.tokens)};
  }
  for (const CalibrationBin& bin : found.bins) {
    found.calibration_error +=
        share(bin.tokens, found.tokens) * magnitude(bin.accuracy - bin.confidence);
  }
  found.perplexity = math::exp(loss_nats);
  found.top1 = share(right, found.tokens);
  found.top5 = share(top5_, found.tokens);
  const double bits = loss_nats * static_cast<double>(found.tokens) / std::numbers::ln2;
  found.bits_per_byte = bytes_ == 0 ? 0 : bits / static_cast<double>(bytes_);
  return found;
}

}  // namespace crystalline::training
