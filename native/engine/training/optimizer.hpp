#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/model/gpt.hpp"
#include "engine/training/adamw.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/optimizer_config.hpp"
#include "engine/training/optimizer_kernels.hpp"
#include "engine/training/orthogonalise.hpp"
#include "engine/training/parameter_parts.hpp"

namespace crystalline::training {

/// Flat vectors of optimiser state that a kind keeps: 0, 1 or 2.
[[nodiscard]] std::size_t state_vectors(OptimizerKind kind);

/// An optimiser with its state. One update is cut into parts that depend on the layout only: ranges
/// of the flat vector, or, of Muon, one matrix of a block each. Whatever worker does a part, the
/// bits are the same.
class Optimizer {
 public:
  /// `frozen_tables`: the token and position tables keep their values.
  Optimizer(const OptimizerConfig& config, const model::ParameterLayout& layout,
            std::uint32_t workers, bool frozen_tables = false);

  [[nodiscard]] std::uint32_t parts() const { return static_cast<std::uint32_t>(parts_.size()); }
  /// The stretches of the flat vector that a part updates, by ascending place.
  [[nodiscard]] std::span<const Segment> segments(std::uint32_t part) const {
    return parts_[part].segments;
  }

  /// Before a step's parts: the factors of step `step` (from 1).
  void prepare(std::uint64_t step, double learning_rate, double gradient_scale);
  /// Each part once a step, on any worker: writes `next`, clears the gradient behind. All vectors
  /// are of layout.size() floats. False when a written weight is not finite.
  [[nodiscard]] bool update(std::uint32_t part, std::uint32_t worker, std::span<float> next,
                            std::span<const float> weights, std::span<float> gradient);

  /// The state as checkpoints name it.
  [[nodiscard]] std::vector<TensorGroup> state();

 private:
  struct Part {
    std::vector<Segment> segments;
    std::optional<std::size_t> matrix;  // of the layout's tensors: Muon's
  };
  struct Factors {
    StepFactors step;
    AdamWFactors adamw;
  };
  void cut_for_muon();
  /// Where the tensor's padding ends.
  [[nodiscard]] std::size_t padded_end(std::size_t tensor) const;
  bool update_range(const Segment& segment, std::span<float> next, std::span<const float> weights,
                    std::span<float> gradient);
  bool update_matrix(std::size_t tensor, std::uint32_t worker, std::span<float> next,
                     std::span<const float> weights, std::span<float> gradient);
  [[nodiscard]] Factors factors_of(std::uint64_t step, double learning_rate, double gradient_scale,
                                   double decay) const;

  OptimizerConfig config_;
  const model::ParameterLayout& layout_;
  bool frozen_tables_;
  std::vector<Part> parts_;
  base::AlignedVector<float> first_;
  base::AlignedVector<float> second_;
  std::array<Factors, kDecayGroups> factors_;  // by decay group
  double learning_rate_ = 0;
  float clip_scale_ = 1;
  // Muon only, by worker.
  std::vector<Orthogonaliser> orthogonalisers_;
  std::vector<base::AlignedVector<float>> directions_;
};

}  // namespace crystalline::training
