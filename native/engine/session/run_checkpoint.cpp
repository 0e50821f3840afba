#include <cassert>
#include <utility>

#include "engine/math/isa.hpp"
#include "engine/session/run.hpp"

// A run's state written and taken over, while the machine stands still.
namespace crystalline::session {

using base::Result;

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
    return base::Error{base::ErrorCode::kWrongState,
                       "The run has failed; its state is not saved. " + status().failure};
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

}  // namespace crystalline::session
