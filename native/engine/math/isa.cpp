#include "engine/math/isa.hpp"

#include <cstdlib>

namespace crystalline::math {

std::string_view isa_name(Isa isa) {
  switch (isa) {
    case Isa::kAvx512:
      return "avx512";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kBaseline:
      break;
  }
  return "baseline";
}

Isa supported_isa() {
#if defined(__x86_64__)
  // __builtin_cpu_supports also asks the operating system (XGETBV) whether it saves the registers.
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    return Isa::kAvx512;
  }
  if (avx2) return Isa::kAvx2;
#endif
  return Isa::kBaseline;
}

Isa choose_isa(std::string_view wanted, Isa supported) {
  for (const Isa isa : {Isa::kBaseline, Isa::kAvx2, Isa::kAvx512}) {
    if (isa <= supported && wanted == isa_name(isa)) return isa;
  }
  return supported;
}

Isa active_isa() {
  static const Isa isa = [] {
    const char* const wanted = std::getenv("CRYSTALLINE_ISA");
    return choose_isa(wanted == nullptr ? std::string_view{} : wanted, supported_isa());
  }();
  return isa;
}

}  // namespace crystalline::math
