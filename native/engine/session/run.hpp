#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/control/node_zero.hpp"
#include "engine/session/loop_events.hpp"
#include "engine/session/metrics_queue.hpp"
#include "engine/session/run_state.hpp"
#include "engine/session/sample.hpp"
#include "engine/telemetry/event_ring.hpp"
#include "engine/text/corpus.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/run_metadata.hpp"
#include "engine/training/trainer.hpp"

namespace crystalline::session {

/// What a run shares with its session: its state, its loop events, and whom it calls on Node Zero's
/// thread after it has paused itself, completed or failed (who is called must not call the run).
struct RunLife {
  RunStateCell state;
  LoopEvents events;
  std::function<void()> changed;
};

/// Why a run has paused itself before its goal.
enum class PauseReason { kNone, kNotFinite, kNoProgress, kGivenUp, kDiverged };

struct RunStatus {
  RunState state = RunState::kPaused;
  std::uint64_t step = 0;
  std::uint64_t weights_version = 0;
  std::uint64_t newest_event = 0;
  std::string failure;
  /// Why the run has paused itself before its goal; empty: it has not.
  PauseReason pause_reason = PauseReason::kNone;
  std::string pause_message;
};

struct Saved {
  std::uint64_t step = 0;
  std::uint64_t bytes = 0;
  std::string weights_sha256;
};

/// One training under way: the trainer's numbers on the machine's threads, its metrics and events.
///
/// Threads: every call may come from any thread; pause, save and end wait for the step under way
/// and must not run at the same time as one another (Session sees to that). The rest answers at
/// once.
class Run {
 public:
  /// Allocates everything; fresh weights, step 0, paused. The configuration is valid and fits;
  /// `life` outlives the run.
  [[nodiscard]] static base::Result<std::shared_ptr<Run>> create(
      const training::TrainingConfig& config, const control::MachineConfig& machine,
      std::shared_ptr<const text::Corpus> corpus, RunLife& life);
  ~Run();

  [[nodiscard]] const text::Corpus& corpus() const { return trainer_.corpus(); }
  [[nodiscard]] const training::Trainer& trainer() const { return trainer_; }
  [[nodiscard]] const control::NodeZero& machine() const { return *machine_; }
  [[nodiscard]] const telemetry::EventRing& events() const { return events_; }
  [[nodiscard]] RunStatus status() const;
  /// The newest since the run was created or restored; nullopt: none yet.
  [[nodiscard]] std::optional<training::Validation> validation() const;

  /// Trains until `until` is done, then pauses, or completes at config.steps. While running it
  /// moves the goal. wrong-state: completed, failed, ended or pausing.
  [[nodiscard]] base::Result<void> run_until(std::uint64_t until);
  /// Answers within the micro-batches or windows under way: the rest of the step, or of the
  /// validation, is given up and done again when the run goes on, with the same bits. Only the
  /// validation of the last step is waited for. Returns the step.
  [[nodiscard]] base::Result<std::uint64_t> pause();
  /// Drains metrics; training that waited for room goes on.
  std::size_t read_metrics(std::span<double> into);
  /// Writes a checkpoint between two steps; a running run goes on afterwards.
  [[nodiscard]] base::Result<Saved> save(const std::string& path);
  /// Between two steps; a running run goes on afterwards. training::Trainer::change_rate.
  [[nodiscard]] base::Result<training::RateChange> change_rate(double rate);
  /// Fresh runs only: begins with these weights (layout.size() floats) instead of random ones.
  [[nodiscard]] base::Result<void> begin_with(std::span<const float> weights);
  /// Fresh runs only, once it is loaded: its life shows its state from now on.
  void appear();
  /// Fresh runs only: takes over a checkpoint whose metadata fit, as it stood there.
  [[nodiscard]] base::Result<void> load(training::CheckpointFile& file,
                                        const training::Progress& progress);
  /// Continues the prompt by the newest weights, or by their average. cancelled: end() was called;
  /// wrong-state: no average is kept.
  [[nodiscard]] base::Result<Sample> sample(const SampleRequest& request,
                                            SampleStream* stream) const;
  [[nodiscard]] std::string weights_sha256() const;
  /// Stops the machine and cancels samples. Idempotent.
  void end();

 private:
  Run(const training::TrainingConfig& config, const control::MachineConfig& machine,
      std::shared_ptr<const text::Corpus> corpus, RunLife& life);

  using Program =
      std::variant<control::Conductor::Nothing, spheres::StepProgram, spheres::SweepProgram>;
  Program next();
  void completed();
  void step_completed();
  void sweep_completed();
  void append_events();
  void settle(RunState state);
  void become(RunState state);
  void tell(LoopEventKind kind, std::uint64_t step, double value, std::string message = {});
  void tell_begin(std::uint64_t step);
  void tell_end(const training::StepReport& report);
  [[nodiscard]] std::uint64_t epoch_of(std::uint64_t step) const;
  [[nodiscard]] base::Result<Saved> write(const std::string& path);
  void pause_itself(PauseReason reason, std::string message);
  void push_unvalidated_row();
  void take_validation(const training::Validation& found);
  void start_if_due();
  void hold();
  void release();
  [[nodiscard]] std::vector<training::TensorGroup> checkpoint_groups(std::span<float> averages);
  [[nodiscard]] bool validation_due(std::uint64_t step) const;
  [[nodiscard]] bool is_sweep_due() const;

  training::Trainer trainer_;
  std::uint32_t threads_;
  RunLife& life_;
  telemetry::EventRing events_;
  std::vector<telemetry::EventRow> event_rows_;
  MetricsQueue metrics_;
  std::atomic<bool> ended_{false};

  // Node Zero's thread only.
  MetricsRow row_{};
  bool sweeping_ = false;
  bool has_row_ = false;  // row_ is of the present step and waits for its validation
  double began_ms_ = 0;
  std::uint64_t epoch_ = 0;  // of the last step begun; 0: none
  double epoch_loss_ = 0;    // sum over epoch_steps_, steps of it that were done here
  std::uint64_t epoch_steps_ = 0;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable settled_;
  RunState state_ = RunState::kPaused;
  std::string failure_;
  PauseReason pause_reason_ = PauseReason::kNone;
  std::string pause_message_;
  std::optional<training::Validation> validation_;
  std::uint64_t until_ = 0;
  bool pausing_ = false;    // pause() waits
  bool moving_ = false;     // the machine runs, or has been told to
  bool held_ = false;       // something needs the run to stand still
  bool saving_ = false;     // a checkpoint is being written: what state_ is then shows afterwards
  bool waiting_ = false;    // for room among the metrics rows
  bool sweep_due_ = false;  // the last step's validation has not run yet

  std::unique_ptr<control::NodeZero> machine_;  // last: its thread uses all of the above
};

}  // namespace crystalline::session
