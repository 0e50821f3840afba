// Joins a fuzz target to libFuzzer. One input in 64 is a seed with fresh damage: the searches that
// start from nothing would need long to find a file's first bytes.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "fuzz/fuzz_target.hpp"
#include "fuzz/mutations.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  crystalline::fuzz::read({data, size});
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  static const std::vector<std::string> sound = crystalline::fuzz::seeds();
  if (size > 1 && seed % 64 != 0) return LLVMFuzzerMutate(data, size, most);
  std::string input = sound[(seed / 64) % sound.size()];
  crystalline::fuzz::damage(input, seed, 0);
  const std::size_t length = std::min(input.size(), most);
  std::memcpy(data, input.data(), length);
  return length;
}
