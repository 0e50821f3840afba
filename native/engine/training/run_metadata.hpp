#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/text/corpus.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/schedule.hpp"
#include "engine/training/training_config.hpp"

namespace crystalline::training {

/// Key of the changes by hand: "120:0.5 300:0.25", from which step on, and the factor.
inline constexpr std::string_view kRateChangesKey = "learning_rate.changes";

/// How far a run has come, besides its tensors.
struct Progress {
  std::uint64_t step = 0;
  PlateauState plateau;
  StoppingState stopping;
  /// The validation that belongs to the step has not been done yet.
  bool validation_due = false;
  /// Changes of the learning rate by hand; of a checkpoint read, those begun by its step.
  std::vector<RateChange> rate_changes;
};

/// What a checkpoint says of its run, as text: step and data cursor, configuration and schedule,
/// batch plan and lanes, random generator, seed and streams, corpus and tokenizer, instruction set.
/// Reals are written so that they read back to the same bits. Settings that the optimiser or the
/// schedule has no use for are left out.
[[nodiscard]] Metadata run_metadata(const TrainingConfig& config, const text::Corpus& corpus,
                                    const Progress& progress, std::uint32_t threads,
                                    std::string_view isa);

/// Checks that `found` continues the run that `expected` describes: every key that decides its bits
/// must agree. A mismatch names the first one with both values. Threads, the step, steps added
/// beyond the schedule's horizon and how often is validated may differ; so may the instruction set
/// when this machine lacks the one recorded.
[[nodiscard]] base::Result<void> check_continues(const Metadata& expected, const Metadata& found,
                                                 const std::string& path);

/// Where a checkpoint was written; corrupt when it says none, or a step beyond `steps`.
[[nodiscard]] base::Result<Progress> progress_of(const Metadata& metadata, std::uint64_t steps,
                                                 const std::string& path);

}  // namespace crystalline::training
