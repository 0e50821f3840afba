#pragma once

#include <span>
#include <string>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/exchange/number_writer.hpp"
#include "engine/model/gpt.hpp"

namespace crystalline::exchange {

/// Writes weights as transformers' GPT2LMHeadModel stores them: its names, linear layers input by
/// output, the tied head left out. F32 or F16 (asserted). Atomic; returns the file's bytes.
/// `progress` is told of them.
[[nodiscard]] base::Result<std::uint64_t> write_safetensors(const std::string& path,
                                                            const model::ParameterLayout& layout,
                                                            std::span<const float> weights,
                                                            StoredType type,
                                                            const base::Progress& progress = {});

}  // namespace crystalline::exchange
