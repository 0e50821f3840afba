#pragma once

#include <string_view>

// Which instruction set the vector kernels use: chosen once for a process, from what the processor
// offers. A run is reproducible to the bit on one instruction set, so its name is kept with the
// run.
namespace crystalline::math {

enum class Isa {
  kBaseline,  // x86-64 as of 2003 (SSE2), or any other architecture
  kAvx2,      // AVX2 and FMA
  kAvx512,    // AVX-512 F, BW, DQ and VL
};

/// "baseline", "avx2" or "avx512".
[[nodiscard]] std::string_view isa_name(Isa isa);

/// The best set this processor and operating system offer.
[[nodiscard]] Isa supported_isa();

/// The set in use: supported_isa(), or a lower one that the environment variable CRYSTALLINE_ISA
/// names; a higher or unknown name is ignored. Read at the first call, constant afterwards. Any
/// thread.
[[nodiscard]] Isa active_isa();

/// The rule of active_isa(): `wanted` if it names a set not above `supported`, else `supported`.
[[nodiscard]] Isa choose_isa(std::string_view wanted, Isa supported);

}  // namespace crystalline::math
