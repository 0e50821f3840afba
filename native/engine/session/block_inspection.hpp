#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/model/block_view.hpp"
#include "engine/text/tokenizer.hpp"
#include "engine/training/trainer.hpp"

// What is to be seen in one block of a run: attention over a text, and its matrices' magnitudes.
namespace crystalline::session {

/// Looked at, at most; fewer where the context is shorter.
inline constexpr std::size_t kMostTokens = 64;

struct BlockRequest {
  std::uint64_t block = 0;
  std::uint64_t head = 0;
  std::string text;                    // its last tokens are looked at; empty: a newline
  std::uint64_t tokens = kMostTokens;  // how many, from 1
};

struct BlockInspection {
  std::uint64_t step = 0;
  std::vector<std::string> tokens;  // texts, UTF-8
  std::vector<float> attention;     // (n, n), row-major; 0 above the diagonal
  std::vector<model::TensorMagnitudes> weights;
  /// Of the newest step that was looked at for this block; absent: none yet.
  std::optional<training::BlockGradients> gradients;
};

/// By the newest weights; asks the next step to look at the block's gradients. invalid-argument:
/// no such block or head, no token asked for, or characters that the tokenizer does not know. Any
/// thread; takes as long as a forward pass of the text.
[[nodiscard]] base::Result<BlockInspection> inspect_block(const training::Trainer& trainer,
                                                          const text::Tokenizer& tokenizer,
                                                          const BlockRequest& request);

}  // namespace crystalline::session
