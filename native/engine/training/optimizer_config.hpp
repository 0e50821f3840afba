#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/result.hpp"

// The optimiser and its learning-rate schedule; src/shared/contract/optimizer.ts has the same
// kinds and fields.
namespace crystalline::training {

enum class OptimizerKind : std::uint8_t {
  kSgd,
  kMomentum,
  kNesterov,
  kRmsProp,
  kAdagrad,
  kAdam,   // decay coupled: added to the gradient
  kAdamW,  // decay decoupled, as of all the others
  kLion,
  kMuon,  // of the blocks' matrices; AdamW of the rest
};

/// In enumeration order, as the contract spells them.
inline constexpr std::array<std::string_view, 9> kOptimizerNames = {
    "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw", "lion", "muon"};

enum class ScheduleKind : std::uint8_t {
  kConstant,
  kWarmUp,
  kLinear,
  kCosine,
  kExponential,
  kStep,
  kPolynomial,
  kOneCycle,
  kCyclical,
  kWarmUpStableDecay,
  kPlateau,
};

inline constexpr std::array<std::string_view, 11> kScheduleNames = {
    "constant", "warm-up",    "linear",    "cosine",   "exponential",
    "step",     "polynomial", "one-cycle", "cyclical", "warm-up-stable-decay",
    "plateau"};

template <typename Kind, std::size_t N>
[[nodiscard]] constexpr std::optional<Kind> kind_named(const std::array<std::string_view, N>& names,
                                                       std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

[[nodiscard]] constexpr std::string_view name_of(OptimizerKind kind) {
  return kOptimizerNames[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::string_view name_of(ScheduleKind kind) {
  return kScheduleNames[static_cast<std::size_t>(kind)];
}

/// How the learning rate moves; schedule.hpp says what each kind makes of these.
struct ScheduleConfig {
  ScheduleKind kind = ScheduleKind::kCosine;
  std::uint64_t warmup_steps = 100;
  double min_learning_rate = 1e-4;
  std::uint64_t cycle_steps = 0;
  double cycle_growth = 1;
  double factor = 0.5;
  double power = 2;
  std::uint64_t decay_steps = 200;
  std::uint64_t patience = 5;  // validations
  double min_delta = 0;        // nats
  /// Steps the schedule is laid out for; 0: the run's. Later steps keep its last rate.
  std::uint64_t horizon = 0;
};

struct OptimizerConfig {
  OptimizerKind kind = OptimizerKind::kAdamW;
  double learning_rate = 1e-3;  // the schedule's largest
  ScheduleConfig schedule = {};
  double momentum = 0.9;  // of momentum, nesterov, muon
  double beta1 = 0.9;     // of adam, adamw, lion, and muon's AdamW
  double beta2 = 0.99;    // likewise, and of rmsprop
  double epsilon = 1e-8;
  double weight_decay = 0.1;       // of the blocks' matrices
  double embedding_decay = 0.1;    // of the token and position tables
  double vector_decay = 0;         // of biases and gains
  double clip_norm = 1.0;          // largest global gradient norm; 0: no clipping
  double clip_value = 0;           // largest gradient element, after clip_norm; 0: no clipping
  std::uint32_t accumulation = 1;  // batches an update
  double ema_decay = 0;            // of the averaged weights; 0: none are kept
};

/// Checks every field against its range; the message names field, value and range.
[[nodiscard]] base::Result<void> validate(const OptimizerConfig& config);

}  // namespace crystalline::training
