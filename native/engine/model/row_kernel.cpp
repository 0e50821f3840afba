#include "engine/model/row_kernel.hpp"

namespace crystalline::model {

const RowKernels& row_kernels(math::Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
    case math::Isa::kAvx512:
      return avx512_row_kernels();
    case math::Isa::kAvx2:
      return avx2_row_kernels();
    case math::Isa::kBaseline:
      break;
  }
#else
  static_cast<void>(isa);
#endif
  return baseline_row_kernels();
}

const RowKernels& active_row_kernels() {
  static const RowKernels& kernels = row_kernels(math::active_isa());
  return kernels;
}

}  // namespace crystalline::model
