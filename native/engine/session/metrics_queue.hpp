#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

namespace crystalline::session {

/// The fields of a metrics row, in order; METRIC_FIELDS of engine-types.ts (a test compares).
inline constexpr std::array<std::string_view, 11> kMetricFields = {
    "step",           "lossNats",       "validationLossNats",        "learningRate",
    "gradientNorm",   "stepMs",         "validationPerplexity",      "validationBitsPerByte",
    "validationTop1", "validationTop5", "validationCalibrationError"};

/// One row a step. NaN, in all that validation measures: no validation was measured.
using MetricsRow = std::array<double, kMetricFields.size()>;

/// Rows not yet read, in order, at most 8,192. One writer (Node Zero) asks full() before the step
/// that will push, so no row is ever lost; any thread may drain.
class MetricsQueue {
 public:
  static constexpr std::size_t kCapacity = 8'192;

  MetricsQueue() { rows_.reserve(64); }
  [[nodiscard]] bool full() const {
    const std::lock_guard lock(mutex_);
    return rows_.size() - read_ >= kCapacity;
  }
  void push(const MetricsRow& row) {
    const std::lock_guard lock(mutex_);
    rows_.push_back(row);
  }
  /// Moves as many rows as fit into `into`, oldest first, kMetricFields.size() numbers each;
  /// returns rows.
  std::size_t drain(std::span<double> into) {
    const std::lock_guard lock(mutex_);
    std::size_t rows = 0;
    while (read_ < rows_.size() && into.size() >= kMetricFields.size()) {
      const MetricsRow& row = rows_[read_++];
      std::copy(row.begin(), row.end(), into.begin());
      into = into.subspan(row.size());
      ++rows;
    }
    if (read_ == rows_.size() || read_ >= kCapacity) {
      rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(read_));
      read_ = 0;
    }
    return rows;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<MetricsRow> rows_;
  std::size_t read_ = 0;  // of rows_, already drained
};

}  // namespace crystalline::session
