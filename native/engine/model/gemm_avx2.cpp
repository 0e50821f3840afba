#include "engine/model/gemm_kernel.hpp"
namespace crystalline::model {
const GemmKernel& avx2_gemm_kernel() { return baseline_gemm_kernel(); }
}  // namespace crystalline::model
