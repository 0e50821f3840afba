#include "engine/training/trainer.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/math/elementary.hpp"
#include "engine/training/reduction.hpp"
#include "engine/training/schedule.hpp"

namespace crystalline::training {
namespace {

constexpr double kInfinite = __builtin_inf();

bool is_finite(double value) { return value > -kInfinite && value < kInfinite; }

bool is_finite(float value) {
  return (std::bit_cast<std::uint32_t>(value) & 0x7f800000U) != 0x7f800000U;
}

}  // namespace

Trainer::Trainer(const TrainingConfig& config, std::shared_ptr<const text::Corpus> corpus,
                 std::uint32_t workers)
    : config_(config),
      corpus_(std::move(corpus)),
      layout_(config.shape),
      parts_(cut_into_parts(layout_)),
      batches_{config.seed, corpus_->train().size(),
               static_cast<std::size_t>(config.shape.context)},
      windows_(corpus_->validation().size(), static_cast<std::size_t>(config.shape.context),
               config.validation_windows),
      lanes_(lanes_of(config.batch)),
      weights_(layout_.size()),
      first_(layout_.size()),
      second_(layout_.size()),
      gradients_(lanes_, base::AlignedVector<float>(layout_.size())),
      losses_(std::size_t{config.batch} * static_cast<std::size_t>(config.shape.context)),
      window_losses_(windows_.count()),
      window_scratch_(std::size_t{workers} * static_cast<std::size_t>(config.shape.context)),
      norms_(parts_.size()),
      finite_(parts_.size()) {
  workspaces_.reserve(workers);
  for (std::uint32_t i = 0; i < workers; ++i) workspaces_.emplace_back(layout_);
  auto handle = std::move(weights_.write()).value();  // the first writer: nothing can refuse it
  model::initialise(layout_, handle.data().kernel_destination(), config.seed);
  unstepped_ = handle.commit();
}

spheres::StepProgram Trainer::step_program() {
  report_ = StepReport();
  report_.step = step() + 1;
  reading_.emplace(weights_.read());
  if (auto handle = weights_.write(); handle) {
    writing_.emplace(std::move(handle).value());
  } else {
    fail(handle.error().message);
  }
  return {.step = report_.step,
          .items = config_.batch,
          .lanes = lanes_,
          .parts = static_cast<std::uint32_t>(parts_.size()),
          .compute = [this](std::uint32_t item, std::uint32_t lane,
                            std::uint32_t worker) { return compute(item, lane, worker); },
          .reduce = [this](std::uint32_t part, std::uint32_t) { reduce(part); },
          .between = [this] { between(); },
          .update = [this](std::uint32_t part, std::uint32_t) { update(part); },
          .publish = [this] { return publish(); },
          .first_event = (report_.step - 1) * losses_.size() + 1,
          .events_per_item = static_cast<std::uint32_t>(batches_.context)};
}

std::span<const text::Token> Trainer::targets(std::uint32_t sequence) const {
  return corpus_->train().subspan(batches_.offset(report_.step, sequence) + 1, batches_.context);
}

spheres::StepProgram::ItemResult Trainer::compute(std::uint32_t item, std::uint32_t lane,
                                                  std::uint32_t worker) {
  const std::size_t context = batches_.context;
  const auto tokens = corpus_->train().subspan(batches_.offset(report_.step, item), context);
  const auto losses = std::span(losses_).subspan(item * context, context);
  const auto scale =
      static_cast<float>(1.0 / (static_cast<double>(config_.batch) * static_cast<double>(context)));
  const double squared =
      model::accumulate_gradient(layout_, reading_->data(), tokens, targets(item), scale,
                                 workspaces_[worker], gradients_[lane], losses);
  double sum = 0;
  for (const float loss : losses) sum += loss;
  return {.loss_nats = static_cast<float>(sum / static_cast<double>(context)),
          .gradient_norm =
              static_cast<float>(math::sqrt(squared) * static_cast<double>(config_.batch))};
}

void Trainer::reduce(std::uint32_t part) {
  const auto& segments = parts_[part];
  norms_[part] = reduce_lanes(gradients_, segments.front().begin, segments.back().end);
}

void Trainer::between() {
  double loss = 0;
  for (const float token_loss : losses_) loss += token_loss;
  loss /= static_cast<double>(losses_.size());
  double squared = 0;
  for (const double norm : norms_) squared += norm;
  const OptimizerConfig& o = config_.optimizer;
  report_.loss_nats = loss;
  report_.gradient_norm = math::sqrt(squared);
  report_.learning_rate = learning_rate(o, config_.steps, report_.step);
  if (!is_finite(squared)) {
    fail("the gradient of " + first_bad_tensor(gradients_[0]) + " is not finite");
  } else if (!is_finite(loss)) {
    fail("the loss is not finite");
  }
  const bool clips = o.clip_norm > 0 && report_.gradient_norm > o.clip_norm;
  const double scale = clips ? o.clip_norm / report_.gradient_norm : 1.0;
  decaying_ = adamw_factors(report_.step, report_.learning_rate, o.beta1, o.beta2, o.epsilon,
                            o.weight_decay, scale);
  constant_ = decaying_;
  constant_.kept = 1;
}

void Trainer::update(std::uint32_t part) {
  finite_[part] = 1;
  if (report_.failure) return;
  const auto next = writing_->data().kernel_destination();
  for (const Segment& segment : parts_[part]) {
    const auto of = [&](auto&& values) {
      return std::span(values).subspan(segment.begin, segment.end - segment.begin);
    };
    const auto gradient = of(gradients_[0]);
    const bool finite = adamw(of(next), of(reading_->data()), gradient, of(first_), of(second_),
                              segment.decays ? decaying_ : constant_);
    if (!finite) finite_[part] = 0;
    std::fill(gradient.begin(), gradient.end(), 0.0F);
  }
}

std::uint64_t Trainer::publish() {
  if (!report_.failure && std::find(finite_.begin(), finite_.end(), 0) != finite_.end()) {
    fail("the updated " + first_bad_tensor(writing_->data().kernel_destination()) +
         " is not finite");
  }
  const std::uint64_t version = report_.failure ? weights_.version() : writing_->commit();
  reading_.reset();
  writing_.reset();
  if (!report_.failure) step_.store(report_.step, std::memory_order_release);
  return version;
}

void Trainer::fail(std::string what) {
  report_.failure = "Step " + std::to_string(report_.step) + " was not taken: " + std::move(what) +
                    ". The weights are those of step " + std::to_string(report_.step - 1) + ".";
}

std::string Trainer::first_bad_tensor(std::span<const float> values) const {
  for (const model::TensorSpec& tensor : layout_.tensors()) {
    const auto stretch = values.subspan(tensor.offset, tensor.count);
    if (!std::all_of(stretch.begin(), stretch.end(), [](float v) { return is_finite(v); })) {
      return tensor.name;
    }
  }
  return "the sum of all tensors";  // each is finite, their squared norm is not
}

spheres::SweepProgram Trainer::sweep_program() {
  reading_.emplace(weights_.read());
  return {.step = step(),
          .items = windows_.count(),
          .evaluate = [this](std::uint32_t item, std::uint32_t worker) { evaluate(item, worker); }};
}

void Trainer::evaluate(std::uint32_t window, std::uint32_t worker) {
  const auto split = corpus_->validation();
  const std::size_t context = batches_.context;
  const std::size_t at = windows_.offset(window);
  const auto losses = std::span(window_scratch_).subspan(worker * context, context);
  model::evaluate(layout_, reading_->data(), split.subspan(at, context),
                  split.subspan(at + 1, context), workspaces_[worker], losses);
  double sum = 0;
  for (const float loss : losses) sum += loss;
  window_losses_[window] = sum / static_cast<double>(context);
}

double Trainer::validation_loss() const {
  double sum = 0;
  for (const double loss : window_losses_) sum += loss;
  return sum / static_cast<double>(window_losses_.size());
}

base::Result<void> Trainer::resume(std::span<const float> weights, std::uint64_t step) {
  auto handle = weights_.write();
  if (!handle) return std::move(handle).error();
  handle.value().data().copy_from(weights);
  unstepped_ = handle.value().commit() - step;
  step_.store(step, std::memory_order_release);
  return {};
}

}  // namespace crystalline::training
