#include "engine/training/trainer.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/math/elementary.hpp"
#include "engine/training/reduction.hpp"

namespace crystalline::training {
namespace {

constexpr double kInfinite = __builtin_inf();
constexpr float kNone = __builtin_nanf("");

bool is_finite(double value) { return value > -kInfinite && value < kInfinite; }

bool is_finite(float value) {
  return (std::bit_cast<std::uint32_t>(value) & 0x7f800000U) != 0x7f800000U;
}

/// The token and position tables keep the values that they began with.
bool is_frozen(const TrainingConfig& config) {
  return config.tables == TableInitialisation::kLatticeFrozen;
}

/// Bytes of text that each token stands for.
std::vector<std::uint32_t> bytes_of_tokens(const text::Tokenizer& tokenizer) {
  std::vector<std::uint32_t> bytes(tokenizer.vocabulary());
  for (std::size_t token = 0; token < bytes.size(); ++token) {
    bytes[token] =
        static_cast<std::uint32_t>(tokenizer.bytes(static_cast<text::Token>(token)).size());
  }
  return bytes;
}

}  // namespace

Trainer::Trainer(const TrainingConfig& config, std::shared_ptr<const text::Corpus> corpus,
                 std::uint32_t workers)
    : config_(config),
      corpus_(std::move(corpus)),
      layout_(config.shape),
      parts_(cut_into_parts(layout_)),
      optimizer_(config_.optimizer, layout_, workers, is_frozen(config)),
      batches_{config.seed, corpus_->train().size(),
               static_cast<std::size_t>(config.shape.context)},
      windows_(corpus_->validation().size(), static_cast<std::size_t>(config.shape.context),
               config.validation_windows),
      lanes_(lanes_of(sequences_of(config))),
      weights_(layout_.size()),
      gradients_(lanes_, base::AlignedVector<float>(layout_.size())),
      losses_(std::size_t{sequences_of(config)} * static_cast<std::size_t>(config.shape.context)),
      window_losses_(windows_.count()),
      window_scratch_(std::size_t{workers} * static_cast<std::size_t>(config.shape.context)),
      tallies_(workers),
      token_bytes_(bytes_of_tokens(corpus_->tokenizer)),
      norms_(parts_.size()),
      finite_(optimizer_.parts()),
      guard_(config.divergence_factor) {
  workspaces_.reserve(workers);
  for (std::uint32_t i = 0; i < workers; ++i) workspaces_.emplace_back(layout_);
  auto handle = std::move(weights_.write()).value();  // the first writer: nothing can refuse it
  model::initialise(layout_, handle.data().kernel_destination(), config.seed);
  if (config.tables != TableInitialisation::kStandard) {
    fill_lattice_tables(layout_, corpus_->tokenizer, handle.data().kernel_destination());
  }
  if (config.optimizer.ema_decay > 0) {
    averages_.emplace(layout_.size());
    auto average = std::move(averages_->write()).value();
    average.data().copy_from(handle.data().kernel_destination());
    std::move(average).commit();
  }
  unstepped_ = std::move(handle).commit();
}

spheres::StepProgram Trainer::step_program() {
  report_ = StepReport();
  report_.step = step() + 1;
  abandoned_.store(false, std::memory_order_relaxed);
  ask_for_next_batch();
  reading_.emplace(weights_.read());
  if (auto handle = weights_.write(); handle) {
    writing_.emplace(std::move(handle).value());
  } else {
    fail(handle.error().message);
  }
  if (averages_) {
    reading_averages_.emplace(averages_->read());
    if (auto handle = averages_->write(); handle) {
      writing_averages_.emplace(std::move(handle).value());
    } else if (!report_.failure) {
      fail(handle.error().message);
    }
  }
  return {.step = report_.step,
          .items = sequences_of(config_),
          .lanes = lanes_,
          .parts = std::max(static_cast<std::uint32_t>(parts_.size()), optimizer_.parts()),
          .compute = [this](std::uint32_t item, std::uint32_t lane,
                            std::uint32_t worker) { return compute(item, lane, worker); },
          .reduce = [this](std::uint32_t part, std::uint32_t) { reduce(part); },
          .between = [this] { between(); },
          .update = [this](std::uint32_t part, std::uint32_t worker) { update(part, worker); },
          .publish = [this] { return publish(); },
          .first_event = (report_.step - 1) * losses_.size() + 1,
          .events_per_item = static_cast<std::uint32_t>(batches_.context),
          .clear_lane = [this](std::uint32_t lane) { std::ranges::fill(gradients_[lane], 0.0F); },
          .fail =
              [this](const std::string& what) {
                report_.given_up = true;
                fail(what);
              }};
}

/// A corpus larger than memory is read from the disk while the step before is computed.
void Trainer::ask_for_next_batch() const {
  for (std::uint32_t i = 0; i < sequences_of(config_); ++i) {
    const std::size_t at = batches_.offset(report_.step + 1, i);
    corpus_->tokens.will_need(corpus_->train().subspan(at, batches_.context + 1));
  }
}

std::span<const text::Token> Trainer::targets(std::uint32_t sequence) const {
  return corpus_->train().subspan(batches_.offset(report_.step, sequence) + 1, batches_.context);
}

spheres::StepProgram::ItemResult Trainer::compute(std::uint32_t item, std::uint32_t lane,
                                                  std::uint32_t worker) {
  if (abandoned_.load(std::memory_order_relaxed)) return {0, kNone};
  const std::size_t context = batches_.context;
  const auto tokens = corpus_->train().subspan(batches_.offset(report_.step, item), context);
  const auto losses = std::span(losses_).subspan(item * context, context);
  const auto sequences = static_cast<double>(sequences_of(config_));
  const auto scale = static_cast<float>(1.0 / (sequences * static_cast<double>(context)));
  const double squared =
      model::accumulate_gradient(layout_, reading_->data(), tokens, targets(item), scale,
                                 workspaces_[worker], gradients_[lane], losses, config_.loss);
  double sum = 0;
  for (const float loss : losses) sum += loss;
  return {.loss_nats = static_cast<float>(sum / static_cast<double>(context)),
          .gradient_norm = static_cast<float>(math::sqrt(squared) * sequences)};
}

void Trainer::reduce(std::uint32_t part) {
  if (part >= parts_.size()) return;  // the update has more
  const auto& segments = parts_[part];
  if (!is_frozen(config_)) {
    norms_[part] = reduce_lanes(gradients_, segments.front().begin, segments.back().end);
    return;
  }
  // The gradient of what does not move counts for nothing.
  norms_[part] = 0;
  for (const Segment& segment : segments) {
    const double norm = reduce_lanes(gradients_, segment.begin, segment.end);
    if (segment.group != DecayGroup::kEmbedding) norms_[part] += norm;
  }
}

void Trainer::between() {
  report_.abandoned = abandoned_.load(std::memory_order_relaxed);
  if (report_.abandoned) return;
  double loss = 0;
  for (const float token_loss : losses_) loss += token_loss;
  loss /= static_cast<double>(losses_.size());
  double squared = 0;
  for (const double norm : norms_) squared += norm;
  const OptimizerConfig& o = config_.optimizer;
  report_.loss_nats = loss;
  report_.gradient_norm = math::sqrt(squared);
  report_.learning_rate = learning_rate(o, config_.steps, report_.step, plateau_.reductions) *
                          rate_scale(config_.rate_changes, report_.step);
  if (!is_finite(squared)) {
    fail("the gradient of " + first_bad_tensor(gradients_[0]) + " is not finite");
  } else if (!is_finite(loss)) {
    fail("the loss is not finite");
  } else if (auto astray = guard_.judge(loss)) {
    fail(*std::move(astray));
    report_.diverged = true;
  }
  if (!report_.failure && observer_.reduced) observer_.reduced(report_);
  see_gradients();
  const bool clips = o.clip_norm > 0 && report_.gradient_norm > o.clip_norm;
  optimizer_.prepare(report_.step, report_.learning_rate,
                     clips ? o.clip_norm / report_.gradient_norm : 1.0);
}

std::optional<BlockGradients> Trainer::seen_gradients() const {
  const std::lock_guard lock(seen_mutex_);
  return seen_;
}

/// The reduction is done and the update has not begun: the first lane holds the batch's gradient.
void Trainer::see_gradients() {
  const int block = looked_at_.exchange(kNoBlock, std::memory_order_relaxed);
  if (block == kNoBlock) return;
  BlockGradients seen{report_.step, block, model::block_magnitudes(layout_, gradients_[0], block)};
  const std::lock_guard lock(seen_mutex_);
  seen_ = std::move(seen);
}

void Trainer::update(std::uint32_t part, std::uint32_t worker) {
  if (part >= optimizer_.parts()) return;  // the reduction has more
  finite_[part] = 1;
  if (report_.failure || report_.abandoned) return clear_gradient(part);
  const auto next = writing_->data().kernel_destination();
  finite_[part] = optimizer_.update(part, worker, next, reading_->data(), gradients_[0]) ? 1 : 0;
  if (averages_) average(part);
}

/// As an update leaves it: zero for the next step.
void Trainer::clear_gradient(std::uint32_t part) {
  for (const Segment& segment : optimizer_.segments(part)) {
    const auto stretch =
        std::span(gradients_[0]).subspan(segment.begin, segment.end - segment.begin);
    std::fill(stretch.begin(), stretch.end(), 0.0F);
  }
}

/// The averages of the first steps forget sooner: decay min(d, (1 + step) / (10 + step)).
void Trainer::average(std::uint32_t part) {
  const auto step = static_cast<double>(report_.step);
  const double decay = std::min(config_.optimizer.ema_decay, (1 + step) / (10 + step));
  const auto next = writing_averages_->data().kernel_destination();
  const auto weights = writing_->data().kernel_destination();
  for (const Segment& segment : optimizer_.segments(part)) {
    const std::size_t count = segment.end - segment.begin;
    average_weights(next.subspan(segment.begin, count),
                    reading_averages_->data().subspan(segment.begin, count),
                    weights.subspan(segment.begin, count), static_cast<float>(decay));
  }
}

std::uint64_t Trainer::publish() {
  if (!report_.failure && std::find(finite_.begin(), finite_.end(), 0) != finite_.end()) {
    fail("the updated " + first_bad_tensor(writing_->data().kernel_destination()) +
         " is not finite");
    report_.intact = false;  // what was updated with it is of the step not taken
  }
  const bool taken = !report_.failure && !report_.abandoned;
  if (averages_ && taken) std::move(*writing_averages_).commit();
  const std::uint64_t version = taken ? std::move(*writing_).commit() : weights_.version();
  reading_.reset();
  writing_.reset();
  reading_averages_.reset();
  writing_averages_.reset();
  if (!taken) return version;
  step_.store(report_.step, std::memory_order_release);
  if (observer_.published) observer_.published(report_, version);
  return version;
}

void Trainer::fail(std::string what) {
  if (report_.failure) return;  // the first reason is the one to tell
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

}  // namespace crystalline::training
