#include <algorithm>
#include <utility>

#include "engine/training/trainer.hpp"

// What a trainer does between its steps: validation, changes of the rate, going on from a
// checkpoint.
namespace crystalline::training {

spheres::SweepProgram Trainer::sweep_program() {
  abandoned_.store(false, std::memory_order_relaxed);
  std::fill(tallies_.begin(), tallies_.end(), ScoreTally());
  reading_.emplace(config_.validation_by_averages ? averages_->read() : weights_.read());
  return {.step = step(),
          .items = windows_.count(),
          .evaluate = [this](std::uint32_t item, std::uint32_t worker) { evaluate(item, worker); }};
}

void Trainer::evaluate(std::uint32_t window, std::uint32_t worker) {
  if (abandoned_.load(std::memory_order_relaxed)) return;
  const auto split = corpus_->validation();
  const std::size_t context = batches_.context;
  const std::size_t at = windows_.offset(window);
  const auto scores = std::span(window_scratch_).subspan(worker * context, context);
  const auto targets = split.subspan(at + 1, context);
  model::evaluate(layout_, reading_->data(), split.subspan(at, context), targets,
                  workspaces_[worker], scores);
  double sum = 0;
  for (std::size_t t = 0; t < context; ++t) {
    sum += scores[t].loss_nats;
    tallies_[worker].add(scores[t], token_bytes_[targets[t]]);
  }
  window_losses_[window] = sum / static_cast<double>(context);
}

Validation Trainer::validation() const {
  double sum = 0;
  for (const double loss : window_losses_) sum += loss;
  ScoreTally all;
  for (const ScoreTally& tally : tallies_) all.add(tally);
  return all.validation(step(), sum / static_cast<double>(window_losses_.size()));
}

bool Trainer::take_validation(double loss_nats) {
  if (config_.optimizer.schedule.kind == ScheduleKind::kPlateau) {
    plateau_.validated(config_.optimizer.schedule, loss_nats);
  }
  return stopping_.validated(config_.stop_patience, config_.stop_delta, step(), loss_nats);
}

base::Result<RateChange> Trainer::change_rate(double rate) {
  const auto refuse = [](const std::string& why) {
    return base::Error{base::ErrorCode::kInvalidArgument, why};
  };
  if (!(rate > 0 && __builtin_isfinite(rate))) {
    return refuse("learningRate is " + std::to_string(rate) + "; it must be above 0.");
  }
  const std::uint64_t from = step() + 1;
  const double scheduled =
      learning_rate(config_.optimizer, config_.steps, from, plateau_.reductions);
  if (scheduled <= 0) {
    return refuse("The schedule's learning rate is 0 at step " + std::to_string(from) +
                  " and cannot be scaled.");
  }
  auto& changes = config_.rate_changes;
  std::erase_if(changes, [&](const RateChange& change) { return change.from_step >= from; });
  changes.push_back({from, rate / scheduled});
  return changes.back();
}

base::Result<void> Trainer::resume(const Resumption& from) {
  auto handle = weights_.write();
  if (!handle) return std::move(handle).error();
  if (averages_) {
    auto average = averages_->write();
    if (!average) return std::move(average).error();
    average.value().data().copy_from(from.averages);
    std::move(average).value().commit();
  }
  handle.value().data().copy_from(from.weights);
  unstepped_ = std::move(handle).value().commit() - from.step;
  plateau_ = from.plateau;
  stopping_ = from.stopping;
  guard_.restart();
  auto& changes = config_.rate_changes;
  std::erase_if(changes, [&](const RateChange& change) { return change.from_step <= from.step; });
  changes.insert(changes.begin(), from.rate_changes.begin(), from.rate_changes.end());
  step_.store(from.step, std::memory_order_release);
  return {};
}

}  // namespace crystalline::training
