#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/text/corpus.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/training_config.hpp"

namespace crystalline::training {

/// What a checkpoint says of its run, as text: step and data cursor, configuration and schedule,
/// batch plan and lanes, random generator, seed and streams, corpus and tokenizer, instruction set.
/// Reals are written so that they read back to the same bits.
[[nodiscard]] Metadata run_metadata(const TrainingConfig& config, const text::Corpus& corpus,
                                    std::uint64_t step, std::uint32_t threads,
                                    std::string_view isa);

/// Checks that `found` continues the run that `expected` describes: every key that decides its bits
/// must agree. A mismatch names the first one with both values. Threads, the step and how often is
/// validated may differ; so may the instruction set when this machine lacks the one recorded.
[[nodiscard]] base::Result<void> check_continues(const Metadata& expected, const Metadata& found,
                                                 const std::string& path);

/// The step a checkpoint was written after; corrupt when it is none, or beyond `steps`.
[[nodiscard]] base::Result<std::uint64_t> step_of(const Metadata& metadata, std::uint64_t steps,
                                                  const std::string& path);

}  // namespace crystalline::training
