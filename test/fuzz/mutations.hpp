#pragma once

#include <cstdint>
#include <string>

namespace crystalline::fuzz {

/// Damages `input` in one to four places: bits flipped, bytes set to awkward ones, stretches
/// removed, repeated or cut off, digits changed. The same two numbers give the same damage.
void damage(std::string& input, std::uint64_t seed, std::uint64_t number);

}  // namespace crystalline::fuzz
