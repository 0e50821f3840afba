#include <cstdio>
#include <cstdlib>

#include "fuzz/fuzz_target.hpp"

namespace crystalline::fuzz {

void expect(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace crystalline::fuzz
