#include "engine/training/optimizer.hpp"

#include <algorithm>
#include <utility>

#include "engine/math/elementary.hpp"

namespace crystalline::training {
namespace {

/// Makes the root mean square of Muon's update that of AdamW's, some 0.2, so that one learning rate
/// serves both. Source: Liu et al., "Muon is scalable", arXiv:2502.16982.
constexpr double kMuonScale = 0.2;

bool has_first(OptimizerKind kind) {
  return kind != OptimizerKind::kSgd && kind != OptimizerKind::kRmsProp &&
         kind != OptimizerKind::kAdagrad;
}

bool has_second(OptimizerKind kind) {
  return kind == OptimizerKind::kRmsProp || kind == OptimizerKind::kAdagrad ||
         kind == OptimizerKind::kAdam || kind == OptimizerKind::kAdamW ||
         kind == OptimizerKind::kMuon;
}

std::size_t rows_of(const model::TensorSpec& tensor) {
  return static_cast<std::size_t>(tensor.dimensions[0]);
}
std::size_t columns_of(const model::TensorSpec& tensor) {
  return static_cast<std::size_t>(tensor.dimensions[1]);
}

/// Muon orthogonalises the blocks' weights.
bool is_muon_matrix(const model::TensorSpec& tensor) {
  return decay_group(tensor) == DecayGroup::kMatrix;
}
bool is_not_muon_matrix(const model::TensorSpec& tensor) { return !is_muon_matrix(tensor); }

/// Multiplications of a Newton-Schulz step, to do the longest first.
std::size_t cost_of(const model::TensorSpec& tensor) {
  return tensor.count * std::min(rows_of(tensor), columns_of(tensor));
}

}  // namespace

std::size_t state_vectors(OptimizerKind kind) {
  return (has_first(kind) ? 1 : 0) + (has_second(kind) ? 1 : 0);
}

Optimizer::Optimizer(const OptimizerConfig& config, const model::ParameterLayout& layout,
                     std::uint32_t workers, bool frozen_tables)
    : config_(config),
      layout_(layout),
      frozen_tables_(frozen_tables),
      first_(has_first(config.kind) ? layout.size() : 0),
      second_(has_second(config.kind) ? layout.size() : 0) {
  if (config.kind == OptimizerKind::kMuon) cut_for_muon();
  for (auto& segments : cut_into_parts(layout)) {
    if (config.kind == OptimizerKind::kMuon) {
      std::erase_if(segments, [](const Segment& s) { return s.group == DecayGroup::kMatrix; });
    }
    if (!segments.empty()) parts_.push_back({std::move(segments), std::nullopt});
  }
  if (config.kind != OptimizerKind::kMuon) return;
  const auto width = static_cast<std::size_t>(layout.shape().width);
  directions_.assign(workers, base::AlignedVector<float>(4 * width * width));
  for (std::uint32_t i = 0; i < workers; ++i) orthogonalisers_.emplace_back(width, 4 * width);
}

/// One part a matrix, the dearest first.
void Optimizer::cut_for_muon() {
  const auto& tensors = layout_.tensors();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (!is_muon_matrix(tensors[i])) continue;
    parts_.push_back({{{tensors[i].offset, padded_end(i), DecayGroup::kMatrix}}, i});
  }
  std::ranges::stable_sort(parts_, [&](const Part& a, const Part& b) {
    return cost_of(tensors[*a.matrix]) > cost_of(tensors[*b.matrix]);
  });
}

Optimizer::Factors Optimizer::factors_of(std::uint64_t step, double learning_rate,
                                         double gradient_scale, double decay) const {
  const OptimizerConfig& o = config_;
  const AdamWFactors adamw =
      adamw_factors(step, learning_rate, o.beta1, o.beta2, o.epsilon, decay, gradient_scale);
  return {.step = {.gradient_scale = adamw.gradient_scale,
                   .learning_rate = static_cast<float>(learning_rate),
                   .momentum = static_cast<float>(o.momentum),
                   .beta1 = adamw.beta1,
                   .one_minus_beta1 = adamw.one_minus_beta1,
                   .beta2 = adamw.beta2,
                   .one_minus_beta2 = adamw.one_minus_beta2,
                   .epsilon = adamw.epsilon,
                   .step_size = adamw.step_size,
                   .root_correction = adamw.root_correction,
                   .coupled_decay = static_cast<float>(decay),
                   .kept = adamw.kept},
          .adamw = adamw};
}

void Optimizer::prepare(std::uint64_t step, double learning_rate, double gradient_scale) {
  // Clipping by value has applied the scale by the time a kernel runs.
  const double scale = config_.clip_value > 0 ? 1.0 : gradient_scale;
  const double decays[] = {config_.weight_decay, config_.embedding_decay, config_.vector_decay};
  for (std::size_t group = 0; group < kDecayGroups; ++group) {
    factors_[group] = factors_of(step, learning_rate, scale, decays[group]);
  }
  learning_rate_ = learning_rate;
  clip_scale_ = static_cast<float>(gradient_scale);
}

bool Optimizer::update(std::uint32_t part, std::uint32_t worker, std::span<float> next,
                       std::span<const float> weights, std::span<float> gradient) {
  bool finite = true;
  for (const Segment& segment : parts_[part].segments) {
    const auto stretch = gradient.subspan(segment.begin, segment.end - segment.begin);
    if (frozen_tables_ && segment.group == DecayGroup::kEmbedding) {
      std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(segment.begin), stretch.size(),
                  next.begin() + static_cast<std::ptrdiff_t>(segment.begin));
      std::fill(stretch.begin(), stretch.end(), 0.0F);
      continue;
    }
    if (config_.clip_value > 0) {
      clip_by_value(stretch, clip_scale_, static_cast<float>(config_.clip_value));
    }
    const bool fit = parts_[part].matrix
                         ? update_matrix(*parts_[part].matrix, worker, next, weights, gradient)
                         : update_range(segment, next, weights, gradient);
    finite = finite && fit;
    std::fill(stretch.begin(), stretch.end(), 0.0F);
  }
  return finite;
}

bool Optimizer::update_range(const Segment& segment, std::span<float> next,
                             std::span<const float> weights, std::span<float> gradient) {
  const auto of = [&](auto&& values) {
    const std::span flat(values);
    return flat.empty() ? flat : flat.subspan(segment.begin, segment.end - segment.begin);
  };
  const Factors& factors = factors_[static_cast<std::size_t>(segment.group)];
  if (config_.kind == OptimizerKind::kAdamW || config_.kind == OptimizerKind::kMuon) {
    return adamw(of(next), of(weights), of(gradient), of(first_), of(second_), factors.adamw);
  }
  return optimizer_step(
      config_.kind, {of(next), of(weights), of(gradient), of(first_), of(second_)}, factors.step);
}

bool Optimizer::update_matrix(std::size_t tensor, std::uint32_t worker, std::span<float> next,
                              std::span<const float> weights, std::span<float> gradient) {
  const model::TensorSpec& spec = layout_.tensors()[tensor];
  const auto of = [&](auto&& values) { return std::span(values).subspan(spec.offset, spec.count); };
  const auto direction = std::span(directions_[worker]).first(spec.count);
  const Factors& factors = factors_[static_cast<std::size_t>(DecayGroup::kMatrix)];
  muon_momentum(direction, of(gradient), of(first_), factors.step.gradient_scale,
                factors.step.momentum);
  orthogonalisers_[worker](direction, rows_of(spec), columns_of(spec));
  const auto longer = static_cast<double>(std::max(rows_of(spec), columns_of(spec)));
  StepFactors step = factors.step;
  step.gradient_scale = 1;
  step.learning_rate = static_cast<float>(learning_rate_ * kMuonScale * math::sqrt(longer));
  const auto written = next.subspan(spec.offset, padded_end(tensor) - spec.offset);
  std::fill(written.begin() + static_cast<std::ptrdiff_t>(spec.count), written.end(), 0.0F);
  return optimizer_step(OptimizerKind::kSgd, {of(next), of(weights), direction, {}, {}}, step);
}

std::size_t Optimizer::padded_end(std::size_t tensor) const {
  const auto& tensors = layout_.tensors();
  return tensor + 1 < tensors.size() ? tensors[tensor + 1].offset : layout_.size();
}

std::vector<TensorGroup> Optimizer::state() {
  switch (config_.kind) {
    case OptimizerKind::kSgd:
      return {};
    case OptimizerKind::kMomentum:
    case OptimizerKind::kNesterov:
      return {{"momentum.", first_}};
    case OptimizerKind::kRmsProp:
      return {{"rmsprop.v.", second_}};
    case OptimizerKind::kAdagrad:
      return {{"adagrad.sum.", second_}};
    case OptimizerKind::kLion:
      return {{"lion.m.", first_}};
    case OptimizerKind::kMuon:
      return {{"muon.m.", first_, is_muon_matrix},
              {"adam.m.", first_, is_not_muon_matrix},
              {"adam.v.", second_, is_not_muon_matrix}};
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW:
      break;
  }
  return {{"adam.m.", first_}, {"adam.v.", second_}};
}

}  // namespace crystalline::training
