// Runs a fuzz target without libFuzzer: every seed as it is, then a fixed series of damaged ones.
//   x_fuzz [inputs, default 20000]
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "fuzz/fuzz_target.hpp"
#include "fuzz/mutations.hpp"

int main(int count, char** words) {
  using namespace crystalline::fuzz;
  const std::uint64_t inputs = count > 1 ? std::strtoull(words[1], nullptr, 10) : 20'000;
  const std::vector<std::string> sound = seeds();
  const auto give = [](const std::string& input) {
    read({reinterpret_cast<const std::uint8_t*>(input.data()), input.size()});
  };
  for (const std::string& seed : sound) give(seed);
  give("");
  for (std::uint64_t i = 0; i < inputs; ++i) {
    std::string input = sound[i % sound.size()];
    damage(input, 1, i);
    give(input);
  }
  std::printf("%zu sound and %llu damaged inputs\n", sound.size(),
              static_cast<unsigned long long>(inputs));
}
