#include "engine/session/run.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

#include "engine/math/isa.hpp"

namespace crystalline::session {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr double kNone = __builtin_nan("");
// Fields of kMetricFields.
constexpr std::size_t kValidationLoss = 2;
constexpr std::size_t kPerplexity = 6;

PauseReason reason_of(const training::StepReport& report) {
  if (report.given_up) return PauseReason::kGivenUp;
  return report.diverged ? PauseReason::kDiverged : PauseReason::kNotFinite;
}

void put_validation(MetricsRow& row, const training::Validation& found) {
  row[kValidationLoss] = found.loss_nats;
  const double rest[] = {found.perplexity, found.bits_per_byte, found.top1, found.top5,
                         found.calibration_error};
  std::ranges::copy(rest, row.begin() + kPerplexity);
}

double now_ms() {
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Error wrong_state(std::string message) { return {ErrorCode::kWrongState, std::move(message)}; }

}  // namespace

Run::Run(const training::TrainingConfig& config, const control::MachineConfig& machine,
         std::shared_ptr<const text::Corpus> corpus, RunLife& life)
    : trainer_(config, std::move(corpus), machine.threads),
      threads_(machine.threads),
      life_(life),
      event_rows_(trainer_.losses().size()) {
  trainer_.observe({.reduced =
                        [this](const training::StepReport& report) {
                          tell(LoopEventKind::kGradientSync, report.step, report.gradient_norm);
                        },
                    .published =
                        [this](const training::StepReport& report, std::uint64_t version) {
                          tell(LoopEventKind::kWeightUpdate, report.step,
                               static_cast<double>(version));
                        }});
}

Result<std::shared_ptr<Run>> Run::create(const training::TrainingConfig& config,
                                         const control::MachineConfig& machine_config,
                                         std::shared_ptr<const text::Corpus> corpus,
                                         RunLife& life) {
  std::shared_ptr<Run> run(new Run(config, machine_config, std::move(corpus), life));
  control::Conductor conductor{.next = [self = run.get()] { return self->next(); },
                               .completed = [self = run.get()] { self->completed(); }};
  auto machine = control::NodeZero::create(machine_config, std::move(conductor));
  if (!machine) return std::move(machine).error();
  run->machine_ = std::move(machine).value();
  return run;
}

Run::~Run() { end(); }

RunStatus Run::status() const {
  const std::lock_guard lock(mutex_);
  return {.state = saving_ ? RunState::kCheckpointing : state_,
          .step = trainer_.step(),
          .weights_version = trainer_.weights().version(),
          .newest_event = events_.newest(),
          .failure = failure_,
          .pause_reason = pause_reason_,
          .pause_message = pause_message_};
}

std::optional<training::Validation> Run::validation() const {
  const std::lock_guard lock(mutex_);
  return validation_;
}

Result<void> Run::run_until(std::uint64_t until) {
  const std::lock_guard lock(mutex_);
  if (ended_) return wrong_state("The run has ended.");
  if (state_ == RunState::kFailed) return wrong_state("The run has failed: " + failure_);
  if (state_ == RunState::kCompleted)
    return wrong_state("The run is complete: all steps are done.");
  if (pausing_) return wrong_state("The run is being paused.");
  const std::uint64_t steps = trainer_.config().steps;
  if (until <= trainer_.step() || until > steps) {
    return Error{ErrorCode::kInvalidArgument,
                 "untilStep is " + std::to_string(until) + "; it must be from " +
                     std::to_string(trainer_.step() + 1) + " to " + std::to_string(steps) + "."};
  }
  until_ = until;
  become(RunState::kRunning);
  pause_reason_ = PauseReason::kNone;
  pause_message_.clear();
  start_if_due();
  return {};
}

/// Starts the machine when the run is to go on and nothing holds it. Called with the lock, which
/// the conductor does not need while the machine stands still.
void Run::start_if_due() {
  if (ended_ || state_ != RunState::kRunning || moving_ || held_ || waiting_) return;
  moving_ = machine_->start().ok();  // refused only when end() has stopped it
}

Result<std::uint64_t> Run::pause() {
  std::unique_lock lock(mutex_);
  if (ended_) return wrong_state("The run has ended.");
  if (state_ == RunState::kRunning && !moving_) {
    settle(RunState::kPaused);
  } else if (state_ == RunState::kRunning) {
    pausing_ = true;
    if (trainer_.step() < trainer_.config().steps) trainer_.abandon();
    settled_.wait(lock, [this] { return state_ != RunState::kRunning || ended_; });
    pausing_ = false;
  }
  lock.unlock();
  // A machine that never ran cannot pause: it stands still already.
  if (machine_->state() == control::ControlState::kRunning) (void)machine_->pause();
  return trainer_.step();
}

/// The run stands still from here on. Called with the lock.
void Run::settle(RunState state) {
  become(state);
  waiting_ = false;
  settled_.notify_all();
}

/// Called with the lock. While a checkpoint is written, its life says so until it is done.
void Run::become(RunState state) {
  state_ = state;
  if (saving_) return;
  [[maybe_unused]] const bool moved = life_.state.move_to(state);
  assert(moved);
}

void Run::appear() {
  const std::lock_guard lock(mutex_);
  become(state_);
}

std::size_t Run::read_metrics(std::span<double> into) {
  const std::size_t rows = metrics_.drain(into);
  const std::lock_guard lock(mutex_);
  if (rows > 0 && waiting_) {
    waiting_ = false;
    start_if_due();
  }
  return rows;
}

// --- Node Zero's thread

Run::Program Run::next() {
  std::unique_lock lock(mutex_);
  const bool finished = trainer_.step() >= trainer_.config().steps;
  if (sweep_due_ && (finished || (state_ == RunState::kRunning && !pausing_))) {
    sweep_due_ = false;
    sweeping_ = true;
    return trainer_.sweep_program();
  }
  if (sweep_due_) push_unvalidated_row();
  if (state_ == RunState::kRunning && (finished || pausing_ || trainer_.step() >= until_)) {
    settle(finished ? RunState::kCompleted : RunState::kPaused);
  }
  if (state_ == RunState::kRunning) {
    if (!metrics_.full()) {
      Program program = trainer_.step_program();  // with the lock: a pause from now on ends it
      lock.unlock();
      began_ms_ = now_ms();
      tell_begin(trainer_.step() + 1);
      return program;
    }
    waiting_ = true;
  }
  moving_ = false;
  const bool rests = state_ != RunState::kRunning;
  lock.unlock();
  if (rests && life_.changed) life_.changed();
  return control::Conductor::Nothing{};
}

void Run::completed() {
  if (std::exchange(sweeping_, false)) {
    sweep_completed();
  } else {
    step_completed();
  }
}

void Run::step_completed() {
  const training::StepReport& report = trainer_.report();
  if (report.abandoned) return;
  if (report.failure && report.intact) {
    return pause_itself(reason_of(report), *report.failure);
  }
  if (report.failure) {
    tell(LoopEventKind::kError, report.step, 0, *report.failure);
    const std::lock_guard lock(mutex_);
    failure_ = *report.failure;
    settle(RunState::kFailed);  // next() tells
    return;
  }
  row_ = {static_cast<double>(report.step),
          report.loss_nats,
          kNone,
          report.learning_rate,
          report.gradient_norm,
          now_ms() - began_ms_};
  std::fill(row_.begin() + kPerplexity, row_.end(), kNone);
  append_events();
  tell_end(report);
  if (validation_due(report.step)) {
    const std::lock_guard lock(mutex_);
    sweep_due_ = true;
    has_row_ = true;
  } else {
    metrics_.push(row_);
  }
}

/// A sweep that was given up is due again. Its row, already told without a validation, is told once
/// more with it: the newer one holds.
void Run::sweep_completed() {
  if (trainer_.sweep_abandoned() && trainer_.step() < trainer_.config().steps) {
    const std::lock_guard lock(mutex_);
    sweep_due_ = true;
    return;
  }
  const training::Validation found = trainer_.validation();
  if (row_[0] == static_cast<double>(trainer_.step())) {
    put_validation(row_, found);
    metrics_.push(row_);
  }
  has_row_ = false;
  take_validation(found);
}

void Run::take_validation(const training::Validation& found) {
  {
    const std::lock_guard lock(mutex_);
    validation_ = found;
  }
  const bool stops = trainer_.take_validation(found.loss_nats);
  if (!stops || trainer_.step() >= trainer_.config().steps) return;
  const training::StoppingState& stopping = trainer_.stopping();
  pause_itself(PauseReason::kNoProgress, "Validation has not improved for " +
                                             std::to_string(trainer_.config().stop_patience) +
                                             " validations: the best loss was " +
                                             std::to_string(stopping.best_nats) + " nats at step " +
                                             std::to_string(stopping.best_step) + ".");
}

/// The run rests, its validation still to come: what is known of the step is told now.
void Run::push_unvalidated_row() {
  if (std::exchange(has_row_, false)) metrics_.push(row_);
}

/// Node Zero's thread: the run comes to rest before its goal; next() tells.
void Run::pause_itself(PauseReason reason, std::string message) {
  if (reason != PauseReason::kNoProgress) {
    tell(LoopEventKind::kError, trainer_.report().step, 0, message);
  }
  const std::lock_guard lock(mutex_);
  pause_reason_ = reason;
  pause_message_ = std::move(message);
  settle(RunState::kPaused);
}

// --- loop events

void Run::tell(LoopEventKind kind, std::uint64_t step, double value, std::string message) {
  life_.events.tell({.kind = kind,
                     .step = step,
                     .epoch = epoch_of(std::max<std::uint64_t>(step, 1)),
                     .value = value,
                     .message = std::move(message)});
}

std::uint64_t Run::epoch_of(std::uint64_t step) const {
  return 1 + (step - 1) * event_rows_.size() / corpus().train().size();
}

void Run::tell_begin(std::uint64_t step) {
  if (const std::uint64_t epoch = epoch_of(step); epoch != epoch_) {
    epoch_ = epoch;
    epoch_loss_ = 0;
    epoch_steps_ = 0;
    tell(LoopEventKind::kEpochStart, step, 0);
  }
  tell(LoopEventKind::kBatchStart, step, 0);
}

void Run::tell_end(const training::StepReport& report) {
  tell(LoopEventKind::kBatchEnd, report.step, report.loss_nats);
  epoch_loss_ += report.loss_nats;
  epoch_steps_ += 1;
  if (epoch_of(report.step + 1) != epoch_ || report.step == trainer_.config().steps) {
    tell(LoopEventKind::kEpochEnd, report.step, epoch_loss_ / static_cast<double>(epoch_steps_));
  }
}

bool Run::validation_due(std::uint64_t step) const {
  const training::TrainingConfig& config = trainer_.config();
  const std::uint64_t every = config.validation_every_steps;
  return step == config.steps || (every > 0 && step % every == 0);
}

void Run::append_events() {
  const auto losses = trainer_.losses();
  const auto context = static_cast<std::size_t>(trainer_.config().shape.context);
  const std::uint32_t sequences = training::sequences_of(trainer_.config());
  for (std::uint32_t sequence = 0; sequence < sequences; ++sequence) {
    const auto targets = trainer_.targets(sequence);
    for (std::size_t t = 0; t < context; ++t) {
      const std::size_t i = sequence * context + t;
      event_rows_[i] = {targets[t], telemetry::half_from_float(losses[i])};
    }
  }
  events_.append(event_rows_);
}

bool Run::is_sweep_due() const {
  const std::lock_guard lock(mutex_);
  return sweep_due_;
}

// --- checkpoints

/// Makes the machine stand still between two steps, until release().
void Run::hold() {
  {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  if (machine_->state() == control::ControlState::kRunning) (void)machine_->pause();
  const std::lock_guard lock(mutex_);
  moving_ = false;
}

void Run::release() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  start_if_due();
}

Result<Saved> Run::save(const std::string& path) {
  hold();
  auto saved = write(path);
  release();
  return saved;
}

/// Writes a checkpoint while the machine stands still, and tells of it.
Result<Saved> Run::write(const std::string& path) {
  const auto show = [this](bool saving) {
    const std::lock_guard lock(mutex_);
    saving_ = saving;
    if (!saving) return become(state_);
    [[maybe_unused]] const bool moved = life_.state.move_to(RunState::kCheckpointing);
    assert(moved);
  };
  if (status().state == RunState::kFailed) {
    return wrong_state("The run has failed; its state is not saved. " + status().failure);
  }
  show(true);
  const training::Progress progress{trainer_.step(), trainer_.plateau(), trainer_.stopping(),
                                    is_sweep_due(), trainer_.config().rate_changes};
  const auto weights = trainer_.weights().read();
  base::AlignedVector<float> averages;
  if (trainer_.averages() != nullptr) {
    const auto newest = trainer_.averages()->read();
    averages.assign(newest.data().begin(), newest.data().end());
  }
  const auto groups = checkpoint_groups(averages);
  auto written = training::write_checkpoint(
      path, trainer_.layout(), {weights.data(), groups},
      training::run_metadata(trainer_.config(), trainer_.corpus(), progress, threads_,
                             math::isa_name(math::active_isa())));
  show(false);
  if (!written) {
    tell(LoopEventKind::kError, progress.step, 0, written.error().message);
    return std::move(written).error();
  }
  tell(LoopEventKind::kCheckpoint, progress.step, static_cast<double>(written.value().bytes));
  return Saved{progress.step, written.value().bytes, std::move(written).value().weights_sha256};
}

std::vector<training::TensorGroup> Run::checkpoint_groups(std::span<float> averages) {
  auto groups = trainer_.state();
  if (!averages.empty()) groups.push_back({"ema.", averages});
  return groups;
}

Result<training::RateChange> Run::change_rate(double rate) {
  hold();
  auto changed = trainer_.change_rate(rate);
  release();
  return changed;
}

Result<void> Run::begin_with(std::span<const float> weights) {
  const auto averages = trainer_.averages() == nullptr ? std::span<const float>() : weights;
  training::Trainer::Resumption beginning{};
  beginning.weights = weights;
  beginning.averages = averages;
  return trainer_.resume(beginning);
}

Result<void> Run::load(training::CheckpointFile& file, const training::Progress& progress) {
  const std::size_t size = trainer_.layout().size();
  base::AlignedVector<float> weights(size);
  base::AlignedVector<float> averages(trainer_.averages() == nullptr ? 0 : size);
  auto loaded = file.load(trainer_.layout(), weights, checkpoint_groups(averages));
  if (!loaded) return loaded;
  auto resumed = trainer_.resume({weights, averages, progress.step, progress.plateau,
                                  progress.stopping, progress.rate_changes});
  if (!resumed) return resumed;
  events_.restart(progress.step * event_rows_.size());
  const std::lock_guard lock(mutex_);
  sweep_due_ = progress.validation_due && progress.step < trainer_.config().steps;
  if (progress.step == trainer_.config().steps) state_ = RunState::kCompleted;
  return {};
}

// --- reading the weights

Result<Sample> Run::sample(const SampleRequest& request, SampleStream* stream) const {
  if (request.averaged && trainer_.averages() == nullptr) {
    return wrong_state("The run keeps no average of its weights (emaDecay is 0).");
  }
  const auto weights = request.averaged ? trainer_.averages()->read() : trainer_.weights().read();
  auto sample = write_sample(trainer_.layout(), weights.data(), corpus().tokenizer, request, stream,
                             [this] { return ended_.load(std::memory_order_relaxed); });
  if (ended_) return Error{ErrorCode::kCancelled, "The run ended while the text was sampled."};
  if (sample) sample.value().step = trainer_.step_of(weights.version());
  return sample;
}

std::string Run::weights_sha256() const {
  return training::weights_sha256(trainer_.layout(), trainer_.weights().read().data());
}

void Run::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    settled_.notify_all();
  }
  if (machine_) (void)machine_->stop();
}

}  // namespace crystalline::session
