#include <algorithm>
#include <utility>

#include "engine/session/run.hpp"
#include "engine/sync/clock.hpp"

// What the run does on Node Zero's thread: step after step, validations, what is told of them.
namespace crystalline::session {
namespace {

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

}  // namespace

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
      began_ms_ = sync::now_ms();
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
          sync::now_ms() - began_ms_};
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

}  // namespace crystalline::session
