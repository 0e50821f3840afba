#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/exchange/number_writer.hpp"
#include "engine/model/gpt.hpp"
#include "engine/text/tokenizer.hpp"

namespace crystalline::exchange {

struct Written {
  std::uint64_t bytes = 0;
  /// What the file cannot carry, as sentences.
  std::vector<std::string> notes;
};

/// Writes a model for llama.cpp: GGUF version 3, architecture gpt2, tokenizer gpt2. Matrices are
/// stored as `type` says, vectors and positions as F32; a matrix whose rows are no multiple of 32
/// stays F16 when Q8_0 is asked for. Atomic. weights: layout.size() floats. `progress` is told of
/// the bytes written.
/// Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
[[nodiscard]] base::Result<Written> write_gguf(const std::string& path, const std::string& name,
                                               const model::ParameterLayout& layout,
                                               std::span<const float> weights,
                                               const text::Tokenizer& tokenizer, StoredType type,
                                               const base::Progress& progress = {});

}  // namespace crystalline::exchange
