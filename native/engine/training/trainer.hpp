#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/base/result.hpp"
#include "engine/model/block_view.hpp"
#include "engine/model/gpt.hpp"
#include "engine/spheres/step_program.hpp"
#include "engine/sync/versioned_region.hpp"
#include "engine/text/corpus.hpp"
#include "engine/training/batch_plan.hpp"
#include "engine/training/divergence_guard.hpp"
#include "engine/training/optimizer.hpp"
#include "engine/training/parameter_parts.hpp"
#include "engine/training/schedule.hpp"
#include "engine/training/training_config.hpp"
#include "engine/training/validation.hpp"

namespace crystalline::training {

/// What a step did, or why it could not be done.
struct StepReport {
  std::uint64_t step = 0;
  double loss_nats = 0;  // mean over the batch's tokens, before the update
  double learning_rate = 0;
  double gradient_norm = 0;  // global, before clipping
  /// Set when a loss, gradient or weight was not finite, or a micro-batch was given up: the step
  /// was not taken, and the weights are those of the step before.
  std::optional<std::string> failure;
  /// With a failure: the optimiser's state is that of the step before, too, so that the run can go
  /// on otherwise.
  bool intact = true;
  /// With a failure: a micro-batch failed again and again.
  bool given_up = false;
  /// With a failure: everything is finite, but the loss has left its recent course.
  bool diverged = false;
  /// The step was given up on the way and nothing of it is left.
  bool abandoned = false;
};

/// Magnitudes of one block's gradients, of the whole batch and before clipping.
struct BlockGradients {
  std::uint64_t step = 0;
  int block = 0;
  std::vector<model::TensorMagnitudes> tensors;
};

/// The numbers of one run: weights in versions, optimiser state, gradient lanes. Says what a step
/// computes; the machine says where and when.
///
/// Threads: step_program, sweep_program, report, change_rate and the state belong to the thread
/// that conducts; weights() and averages() to any.
class Trainer {
 public:
  using Weights = sync::VersionedRegion<float>;

  /// Fresh weights from config.seed; step 0. The configuration is valid and fits the corpus.
  Trainer(const TrainingConfig& config, std::shared_ptr<const text::Corpus> corpus,
          std::uint32_t workers);

  [[nodiscard]] const TrainingConfig& config() const { return config_; }
  [[nodiscard]] const text::Corpus& corpus() const { return *corpus_; }
  [[nodiscard]] const model::ParameterLayout& layout() const { return layout_; }
  [[nodiscard]] const Weights& weights() const { return weights_; }
  /// The averaged weights, version for version those of weights(); nullptr: none are kept.
  [[nodiscard]] const Weights* averages() const { return averages_ ? &*averages_ : nullptr; }
  /// Optimiser updates done. Any thread.
  [[nodiscard]] std::uint64_t step() const { return step_.load(std::memory_order_acquire); }

  /// The step after which `version` of the weights was published. Any thread.
  [[nodiscard]] std::uint64_t step_of(std::uint64_t version) const { return version - unstepped_; }

  /// The program of step step() + 1. Runs before the next program is asked for.
  [[nodiscard]] spheres::StepProgram step_program();
  /// What the step just run did.
  [[nodiscard]] const StepReport& report() const { return report_; }
  /// Who is told inside a step, on worker threads: that its gradient is reduced, that its weights
  /// are published. Not of a step that is given up or fails before.
  struct Observer {
    std::function<void(const StepReport& report)> reduced;
    std::function<void(const StepReport& report, std::uint64_t version)> published;
  };
  /// Before the first step.
  void observe(Observer observer) { observer_ = std::move(observer); }
  /// Losses (sequences, context) and targets of a sequence (context) of the step just run, in batch
  /// order.
  [[nodiscard]] std::span<const float> losses() const { return losses_; }
  [[nodiscard]] std::span<const text::Token> targets(std::uint32_t sequence) const;

  /// Evaluates the present weights, or their average, on the validation windows.
  [[nodiscard]] spheres::SweepProgram sweep_program();
  /// What the sweep just run has found.
  [[nodiscard]] Validation validation() const;

  /// Any thread: gives up the step or the sweep under way, if there is one. Items under computation
  /// end, others are passed over; a step that has come to its update is still done.
  void abandon() { abandoned_.store(true, std::memory_order_relaxed); }
  /// Whether the sweep just run was given up.
  [[nodiscard]] bool sweep_abandoned() const { return abandoned_.load(std::memory_order_relaxed); }

  /// Any thread: the next step looks at this block's gradients, once, before the update.
  void look_at_gradients(int block) const { looked_at_.store(block, std::memory_order_relaxed); }
  /// What was seen last. Any thread; absent: nothing yet.
  [[nodiscard]] std::optional<BlockGradients> seen_gradients() const;

  /// Takes account of the validation loss of the present step: a plateau schedule may lower the
  /// rate. True: the run should stop, since nothing has improved for so long.
  bool take_validation(double loss_nats);
  [[nodiscard]] const PlateauState& plateau() const { return plateau_; }
  [[nodiscard]] const StoppingState& stopping() const { return stopping_; }

  /// From the next step on the schedule gives `rate` there, and later rates are scaled likewise.
  /// What had been changed from later steps on is forgotten. invalid-argument: no rate, or the
  /// schedule's own is 0 there.
  [[nodiscard]] base::Result<RateChange> change_rate(double rate);

  /// The optimiser's state as checkpoints name it.
  [[nodiscard]] std::vector<TensorGroup> state() { return optimizer_.state(); }
  /// What a trainer resumes from, but for the optimiser's state, which the caller has written.
  struct Resumption {
    std::span<const float> weights;
    std::span<const float> averages;  // none when none are kept
    std::uint64_t step = 0;
    PlateauState plateau;
    StoppingState stopping;
    /// Of the past; those of the configuration hold after `step`.
    std::span<const RateChange> rate_changes;
  };
  [[nodiscard]] base::Result<void> resume(const Resumption& from);

 private:
  spheres::StepProgram::ItemResult compute(std::uint32_t item, std::uint32_t lane,
                                           std::uint32_t worker);
  void ask_for_next_batch() const;
  void reduce(std::uint32_t part);
  void between();
  void update(std::uint32_t part, std::uint32_t worker);
  void average(std::uint32_t part);
  void clear_gradient(std::uint32_t part);
  std::uint64_t publish();
  void evaluate(std::uint32_t window, std::uint32_t worker);
  void see_gradients();
  void fail(std::string what);
  [[nodiscard]] std::string first_bad_tensor(std::span<const float> values) const;

  TrainingConfig config_;
  std::shared_ptr<const text::Corpus> corpus_;
  model::ParameterLayout layout_;
  std::vector<std::vector<Segment>> parts_;  // of the reduction
  Optimizer optimizer_;
  BatchPlan batches_;
  WindowPlan windows_;
  std::uint32_t lanes_;

  Weights weights_;
  std::optional<Weights> averages_;
  std::vector<base::AlignedVector<float>> gradients_;  // by lane; zero between steps
  std::vector<model::Workspace> workspaces_;           // by worker
  std::vector<float> losses_;
  std::vector<double> window_losses_;
  std::vector<model::TokenScore> window_scratch_;  // (workers, context)
  std::vector<ScoreTally> tallies_;                // of the sweep under way, by worker
  std::vector<std::uint32_t> token_bytes_;         // by token
  std::vector<double> norms_;                      // squared, by part
  std::vector<std::uint8_t> finite_;               // by part of the update
  PlateauState plateau_;
  StoppingState stopping_;
  DivergenceGuard guard_;

  std::atomic<std::uint64_t> step_{0};
  std::atomic<bool> abandoned_{false};
  static constexpr int kNoBlock = -1;
  mutable std::atomic<int> looked_at_{kNoBlock};
  mutable std::mutex seen_mutex_;  // guards seen_
  std::optional<BlockGradients> seen_;
  std::uint64_t unstepped_ = 0;  // version - step; constant once training begins
  // Of the step under way.
  std::optional<Weights::ReadOnly> reading_;
  std::optional<Weights::WriteOnly> writing_;
  std::optional<Weights::ReadOnly> reading_averages_;
  std::optional<Weights::WriteOnly> writing_averages_;
  StepReport report_;
  Observer observer_;
};

}  // namespace crystalline::training
