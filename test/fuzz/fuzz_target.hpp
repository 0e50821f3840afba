#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// A fuzz target is one file that defines these two. Linked with libFuzzer (clang, -DFUZZ=ON) it is
// searched by coverage; linked with mutation_driver.cpp (any compiler) it is a test that runs a
// fixed series of damaged inputs.
namespace crystalline::fuzz {

/// Sound inputs, the grounds of the search.
std::vector<std::string> seeds();

/// Reads one input as the engine would. Must return for any bytes; aborts when a promise is broken.
void read(std::span<const std::uint8_t> input);

/// Aborts, so that every build notices: `promise` says what was broken.
void expect(bool kept, const char* promise);

}  // namespace crystalline::fuzz
