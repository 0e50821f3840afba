#include "engine/session/run.hpp"

#include <cassert>
#include <utility>

namespace crystalline::session {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

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
