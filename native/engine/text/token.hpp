#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/aligned.hpp"

namespace crystalline::text {

/// A token's id; the model's Token is the same type.
using Token = std::uint16_t;
using Tokens = base::AlignedVector<Token>;

/// Distinct tokens that a 16-bit id can tell apart.
inline constexpr std::size_t kMostTokens = 65'536;

/// Marks the end of a document in byte-pair vocabularies, as in GPT-2's.
inline constexpr char kEndOfText[] = "<|endoftext|>";

}  // namespace crystalline::text
