#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

// What the matrix bench calls of OpenBLAS and oneDNN, where CMake found them (libopenblas-dev,
// libdnnl-dev): their own declarations, so that no header of theirs is needed.

extern "C" {
void cblas_sgemm(int order, int a_form, int b_form, int m, int n, int k, float alpha,
                 const float* a, int a_stride, const float* b, int b_stride, float beta, float* c,
                 int c_stride);
char* openblas_get_corename();
int dnnl_sgemm(char a_form, char b_form, std::int64_t m, std::int64_t n, std::int64_t k,
               float alpha, const float* a, std::int64_t a_stride, const float* b,
               std::int64_t b_stride, float beta, float* c, std::int64_t c_stride);
}

namespace crystalline::bench {

/// One product out = left right, or out += left right, in a library's own terms: row-major
/// matrices, each with its own stride, either side as it lies or transposed.
struct Product {
  std::size_t rows;
  std::size_t columns;
  std::size_t depth;
  bool left_transposed;
  bool right_transposed;
  const float* left;
  std::size_t left_stride;
  const float* right;
  std::size_t right_stride;
  float* out;
  std::size_t out_stride;
  bool adds;
};

/// Starts this program again where its environment would hold a peer back or let it use threads
/// that nobody counts: OpenBLAS reads its settings before main. Does not return then.
inline void give_peers_a_fair_start(char** arguments) {
  const char* const threads = std::getenv("OMP_NUM_THREADS");
  const char* const pool = std::getenv("OPENBLAS_NUM_THREADS");
  const bool single = threads != nullptr && std::strcmp(threads, "1") == 0 && pool != nullptr &&
                      std::strcmp(pool, "1") == 0;
  const bool preset =
      std::getenv("OPENBLAS_CORETYPE") != nullptr || std::getenv("OPENBLAS_L2_SIZE") != nullptr;
  if (single && !preset) return;
  unsetenv("OPENBLAS_CORETYPE");
  unsetenv("OPENBLAS_L2_SIZE");
  setenv("OMP_NUM_THREADS", "1", 1);
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  execv("/proc/self/exe", arguments);
}

#ifdef HAVE_OPENBLAS
inline void openblas(const Product& p) {
  constexpr int kRowMajor = 101;
  constexpr int kAsIs = 111;
  constexpr int kTransposed = 112;
  const auto of = [](std::size_t n) { return static_cast<int>(n); };
  cblas_sgemm(kRowMajor, p.left_transposed ? kTransposed : kAsIs,
              p.right_transposed ? kTransposed : kAsIs, of(p.rows), of(p.columns), of(p.depth),
              1.0F, p.left, of(p.left_stride), p.right, of(p.right_stride), p.adds ? 1.0F : 0.0F,
              p.out, of(p.out_stride));
}
#endif

#ifdef HAVE_DNNL
inline void one_dnn(const Product& p) {
  const auto of = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  dnnl_sgemm(p.left_transposed ? 'T' : 'N', p.right_transposed ? 'T' : 'N', of(p.rows),
             of(p.columns), of(p.depth), 1.0F, p.left, of(p.left_stride), p.right,
             of(p.right_stride), p.adds ? 1.0F : 0.0F, p.out, of(p.out_stride));
}
#endif

}  // namespace crystalline::bench
