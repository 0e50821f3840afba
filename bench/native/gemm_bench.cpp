#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/math/isa.hpp"
#include "engine/model/gemm.hpp"
#include "fma_peak.hpp"

// The products of the baby and big models, one sequence as micro-batch: forward, gradient of the
// input, gradient of the weight. One JSON line a product and library; one thread, one core,
// time the thread ran.
// Usage: gemm_bench [repetitions]. Ours alternates with OpenBLAS and oneDNN where they are linked
// (weak symbols: link with -lopenblas or -ldnnl to have them; set OMP_NUM_THREADS=1, or a thread of
// their own does the work uncounted).

extern "C" {
[[gnu::weak]] void cblas_sgemm(int order, int a_form, int b_form, int m, int n, int k, float alpha,
                               const float* a, int a_stride, const float* b, int b_stride,
                               float beta, float* c, int c_stride);
[[gnu::weak]] void openblas_set_num_threads(int count);
[[gnu::weak]] int dnnl_sgemm(char a_form, char b_form, std::int64_t m, std::int64_t n,
                             std::int64_t k, float alpha, const float* a, std::int64_t a_stride,
                             const float* b, std::int64_t b_stride, float beta, float* c,
                             std::int64_t c_stride);
}

namespace crystalline::bench {
namespace {

enum class Form { kForward, kInputGradient, kWeightGradient };

constexpr const char* kFormNames[] = {"forward", "input_gradient", "weight_gradient"};

/// A linear layer of `inputs` to `outputs` over `tokens` rows.
struct Layer {
  const char* name;
  std::size_t tokens;
  std::size_t inputs;
  std::size_t outputs;
};

constexpr Layer kLayers[] = {
    {"baby_attention_in", 64, 128, 384},  {"baby_attention_out", 64, 128, 128},
    {"baby_feed_in", 64, 128, 512},       {"baby_feed_out", 64, 512, 128},
    {"big_attention_in", 256, 384, 1152}, {"big_attention_out", 256, 384, 384},
    {"big_feed_in", 256, 384, 1536},      {"big_feed_out", 256, 1536, 384}};

/// One product out = left right, in the library's own terms: rows, columns, depth, transposed
/// sides.
struct Product {
  std::size_t rows;
  std::size_t columns;
  std::size_t depth;
  bool left_transposed;
  bool right_transposed;
  const float* left;
  const float* right;
  float* out;
};

/// Matrices of one layer and the product of a form among them.
struct Operands {
  base::AlignedVector<float> in, weight, out;

  explicit Operands(const Layer& layer)
      : in(layer.tokens * layer.inputs, 0.5F),
        weight(layer.inputs * layer.outputs, 0.25F),
        out(layer.tokens * layer.outputs, 0.125F) {}

  Product product(const Layer& layer, Form form) {
    const auto [name, t, i, o] = layer;
    switch (form) {
      case Form::kForward:
        return {t, o, i, false, false, in.data(), weight.data(), out.data()};
      case Form::kInputGradient:
        return {t, i, o, false, true, out.data(), weight.data(), in.data()};
      case Form::kWeightGradient:
        break;
    }
    return {i, o, t, true, false, in.data(), out.data(), weight.data()};
  }
};

void ours(const Product& p, model::PanelBuffer& panels) {
  const model::ProductSize size{p.rows, p.columns, p.depth};
  const std::size_t left_stride = p.left_transposed ? p.rows : p.depth;
  const std::size_t right_stride = p.right_transposed ? p.depth : p.columns;
  const model::ConstMatrix left{p.left, left_stride};
  const model::ConstMatrix right{p.right, right_stride};
  const model::Matrix out{p.out, p.columns};
  if (p.left_transposed) {
    model::accumulate_transposed(size, left, right, out, panels);
  } else if (p.right_transposed) {
    model::multiply_transposed(size, left, right, out, panels);
  } else {
    model::multiply(size, left, right, out, panels);
  }
}

void openblas(const Product& p) {
  constexpr int kRowMajor = 101;
  constexpr int kAsIs = 111;
  constexpr int kTransposed = 112;
  cblas_sgemm(kRowMajor, p.left_transposed ? kTransposed : kAsIs,
              p.right_transposed ? kTransposed : kAsIs, static_cast<int>(p.rows),
              static_cast<int>(p.columns), static_cast<int>(p.depth), 1.0F, p.left,
              static_cast<int>(p.left_transposed ? p.rows : p.depth), p.right,
              static_cast<int>(p.right_transposed ? p.depth : p.columns),
              p.left_transposed ? 1.0F : 0.0F, p.out, static_cast<int>(p.columns));
}

void one_dnn(const Product& p) {
  const auto signed_of = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  dnnl_sgemm(p.left_transposed ? 'T' : 'N', p.right_transposed ? 'T' : 'N', signed_of(p.rows),
             signed_of(p.columns), signed_of(p.depth), 1.0F, p.left,
             signed_of(p.left_transposed ? p.rows : p.depth), p.right,
             signed_of(p.right_transposed ? p.depth : p.columns), p.left_transposed ? 1.0F : 0.0F,
             p.out, signed_of(p.columns));
}

struct Library {
  std::string name;
  std::function<void(const Product&)> run;
  std::vector<double> seconds = {};
};

/// Medians of `repetitions` alternating runs, each of about a millisecond.
void measure(const Layer& layer, Form form, std::vector<Library>& libraries, int repetitions,
             double peak) {
  Operands operands(layer);
  const Product product = operands.product(layer, form);
  const double operations = 2.0 * static_cast<double>(layer.tokens * layer.inputs * layer.outputs);
  const int calls = std::max(1, static_cast<int>(1e8 / operations));
  for (Library& library : libraries) {
    library.seconds.clear();
    library.run(product);
  }
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    for (Library& library : libraries) {
      const double start = thread_seconds_now();
      for (int call = 0; call < calls; ++call) library.run(product);
      library.seconds.push_back((thread_seconds_now() - start) / calls);
    }
  }
  for (Library& library : libraries) {
    std::sort(library.seconds.begin(), library.seconds.end());
    const double median = library.seconds[library.seconds.size() / 2];
    std::printf(
        "{\"bench\":\"gemm\",\"layer\":\"%s\",\"form\":\"%s\",\"library\":\"%s\",\"isa\":\"%s\","
        "\"microseconds\":%.2f,\"gflops\":%.1f,\"gflops_best\":%.1f,\"peak_gflops\":%.1f}\n",
        layer.name, kFormNames[static_cast<int>(form)], library.name.c_str(),
        math::isa_name(math::active_isa()).data(), median * 1e6, operations / median / 1e9,
        operations / library.seconds.front() / 1e9, peak);
  }
  std::fflush(stdout);
}

void run(int repetitions) {
  model::PanelBuffer panels(2048, 48);
  std::vector<Library> libraries = {{"crystalline", [&](const Product& p) { ours(p, panels); }}};
  if (cblas_sgemm != nullptr) {
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
    libraries.push_back({"openblas", openblas});
  }
  if (dnnl_sgemm != nullptr) libraries.push_back({"onednn", one_dnn});
  const double peak = fma_peak_gflops(math::active_isa());
  for (const Layer& layer : kLayers) {
    for (const Form form : {Form::kForward, Form::kInputGradient, Form::kWeightGradient}) {
      measure(layer, form, libraries, repetitions, peak);
    }
  }
}

}  // namespace
}  // namespace crystalline::bench

int main(int count, char** arguments) {
  crystalline::bench::run(count > 1 ? std::max(1, std::atoi(arguments[1])) : 21);
  return 0;
}
