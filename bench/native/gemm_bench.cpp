#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/aligned.hpp"
#include "engine/math/isa.hpp"
#include "engine/model/gemm.hpp"
#include "fma_peak.hpp"
#include "gemm_peers.hpp"

// The products of the baby and big models, one sequence as micro-batch, beside OpenBLAS and oneDNN
// in alternating runs: medians of the time that the one thread ran, in 10^9 operations a second.
// Usage: gemm_bench [--json] [repetitions].
namespace crystalline::bench {
namespace {

enum class Form { kForward, kInputGradient, kWeightGradient };
constexpr const char* kFormNames[] = {"forward", "input_gradient", "weight_gradient"};

/// A linear layer of `inputs` to `outputs` over `tokens` rows, forward weight (inputs, outputs);
/// or, with a stride, one head's scores or mixture within wider arrays.
struct Layer {
  const char* name;
  std::size_t tokens;
  std::size_t inputs;
  std::size_t outputs;
  std::size_t stride = 0;  // of the head's queries, keys and values
  bool tied = false;       // the weight is the token table (outputs, inputs)
};

constexpr Layer kLayers[] = {
    {"baby attention in", 64, 128, 384},  {"baby attention out", 64, 128, 128},
    {"baby feed in", 64, 128, 512},       {"baby feed out", 64, 512, 128},
    {"baby head", 64, 128, 65, 0, true},  {"baby scores", 64, 32, 64, 384},
    {"baby mixture", 64, 64, 32, 384},    {"big attention in", 256, 384, 1152},
    {"big attention out", 256, 384, 384}, {"big feed in", 256, 384, 1536},
    {"big feed out", 256, 1536, 384},     {"big head", 256, 384, 65},
    {"big scores", 256, 64, 256, 1152},   {"big mixture", 256, 256, 64, 1152}};

/// Matrices of one layer, random, and the product of a form among them.
struct Operands {
  base::AlignedVector<float> in, weight, out;

  explicit Operands(const Layer& layer)
      : in(layer.tokens * std::max(layer.inputs, layer.stride)),
        weight(std::max(layer.inputs, layer.outputs) * std::max(layer.outputs, layer.stride)),
        out(layer.tokens * std::max(layer.outputs, layer.stride)) {
    std::uint32_t state = 1;
    for (auto* const matrix : {&in, &weight, &out}) {
      for (float& value : *matrix) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<float>(state >> 8) * 0x1p-24F - 0.5F;
      }
    }
  }

  /// Attention's scores multiply queries by keys as they lie (a transposed right side), its mixture
  /// probabilities by values.
  Product attention(const Layer& layer) {
    const auto& [name, t, i, o, stride, tied] = layer;
    const bool scores = o == t;
    return {t,
            o,
            i,
            false,
            scores,
            in.data(),
            scores ? stride : i,
            weight.data(),
            stride,
            out.data(),
            scores ? o : stride / 3,
            false};
  }

  Product head(const Layer& layer, Form form) {
    const auto& [name, t, i, o, stride, tied] = layer;
    switch (form) {
      case Form::kForward:
        return {t, o, i, false, true, in.data(), i, weight.data(), i, out.data(), o, false};
      case Form::kInputGradient:
        return {t, i, o, false, false, out.data(), o, weight.data(), i, in.data(), i, false};
      case Form::kWeightGradient:
        break;
    }
    return {o, i, t, true, false, out.data(), o, in.data(), i, weight.data(), i, true};
  }

  Product product(const Layer& layer, Form form) {
    const auto& [name, t, i, o, stride, tied] = layer;
    if (stride > 0) return attention(layer);
    if (tied) return head(layer, form);
    switch (form) {
      case Form::kForward:
        return {t, o, i, false, false, in.data(), i, weight.data(), o, out.data(), o, false};
      case Form::kInputGradient:
        return {t, i, o, false, true, out.data(), o, weight.data(), o, in.data(), i, false};
      case Form::kWeightGradient:
        break;
    }
    return {i, o, t, true, false, in.data(), i, out.data(), o, weight.data(), o, true};
  }
};

void ours(const Product& p, model::PanelBuffer& panels) {
  const model::ProductSize size{p.rows, p.columns, p.depth};
  const model::ConstMatrix left{p.left, p.left_stride};
  const model::ConstMatrix right{p.right, p.right_stride};
  const model::Matrix out{p.out, p.out_stride};
  if (p.left_transposed) {
    model::accumulate_transposed(size, left, right, out, panels);
  } else if (p.right_transposed) {
    model::multiply_transposed(size, left, right, out, panels);
  } else {
    model::multiply(size, left, right, out, panels);
  }
}

struct Library {
  std::string name;
  std::function<void(const Product&)> run;
  std::vector<double> seconds = {};
  double log_ratio = 0;  // sum over the products of log(its rate / ours)

  [[nodiscard]] double median() {
    std::sort(seconds.begin(), seconds.end());
    return seconds[seconds.size() / 2];
  }
};

/// Alternating runs, each of about a millisecond.
void time_product(const Product& product, std::vector<Library>& libraries, int repetitions) {
  const double operations = 2.0 * static_cast<double>(product.rows * product.columns) *
                            static_cast<double>(product.depth);
  const int calls = std::max(1, static_cast<int>(1e8 / operations));
  for (Library& library : libraries) {
    library.seconds.clear();
    library.run(product);
  }
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    for (Library& library : libraries) {
      const double start = thread_seconds_now();
      for (int call = 0; call < calls; ++call) library.run(product);
      library.seconds.push_back((thread_seconds_now() - start) / calls / operations);
    }
  }
}

class Output {
 public:
  Output(bool json, double peak, const std::vector<Library>& libraries) : json_(json), peak_(peak) {
    if (json_) return;
    std::printf("%s, measured peak %.0f GF/s\n%-36s", math::isa_name(math::active_isa()).data(),
                peak_, "GF/s, one thread");
    for (const Library& library : libraries) std::printf("%24s", library.name.c_str());
    std::printf("   %% of peak\n");
  }

  void line(const std::string& name, std::vector<Library>& libraries) const {
    if (!json_) std::printf("%-36s", name.c_str());
    const double own = 1e-9 / libraries.front().median();
    for (Library& library : libraries) {
      const double rate = 1e-9 / library.median();
      library.log_ratio += std::log(own / rate);
      if (json_) {
        std::printf(
            "{\"bench\":\"gemm\",\"product\":\"%s\",\"library\":\"%s\",\"isa\":\"%s\","
            "\"gflops\":%.1f,\"ours_to_it\":%.3f,\"peak_gflops\":%.1f}\n",
            name.c_str(), library.name.c_str(), math::isa_name(math::active_isa()).data(), rate,
            own / rate, peak_);
      } else if (&library == &libraries.front()) {
        std::printf("%24.1f", rate);
      } else {
        std::printf("%16.1f (%5.2f)", rate, own / rate);
      }
    }
    if (!json_) std::printf("%12.0f\n", 100 * own / peak_);
    std::fflush(stdout);
  }

  /// Geometric means of ours to each peer.
  void summary(const std::vector<Library>& libraries, int products) const {
    for (std::size_t i = 1; i < libraries.size(); ++i) {
      std::printf(json_ ? "{\"bench\":\"gemm\",\"library\":\"%s\",\"ours_to_it_mean\":%.3f}\n"
                        : "ours to %s, geometric mean: %.3f\n",
                  libraries[i].name.c_str(), std::exp(libraries[i].log_ratio / products));
    }
  }

  void absent(const char* what) const {
    std::printf(json_ ? "{\"absent\":\"%s\"}\n" : "%s is not installed: left out\n", what);
  }

 private:
  bool json_;
  double peak_;
};

std::vector<Library> libraries_here(model::PanelBuffer& panels) {
  std::vector<Library> libraries = {{"ours", [&](const Product& p) { ours(p, panels); }}};
#ifdef HAVE_OPENBLAS
  libraries.push_back({std::string("OpenBLAS ") + openblas_get_corename(), openblas});
#endif
#ifdef HAVE_DNNL
  libraries.push_back({"oneDNN", one_dnn});
#endif
  return libraries;
}

void run(bool json, int repetitions) {
  model::PanelBuffer panels(2048, 48);
  std::vector<Library> libraries = libraries_here(panels);
  const Output output(json, fma_peak_gflops(math::active_isa()), libraries);
#ifndef HAVE_OPENBLAS
  output.absent("OpenBLAS (Debian: libopenblas-dev)");
#endif
#ifndef HAVE_DNNL
  output.absent("oneDNN (Debian: libdnnl-dev)");
#endif
  int products = 0;
  for (const Layer& layer : kLayers) {
    Operands operands(layer);
    for (const Form form : {Form::kForward, Form::kInputGradient, Form::kWeightGradient}) {
      if (layer.stride > 0 && form != Form::kForward) continue;
      time_product(operands.product(layer, form), libraries, repetitions);
      output.line(std::string(layer.name) + " " + kFormNames[static_cast<int>(form)], libraries);
      ++products;
    }
  }
  output.summary(libraries, products);
}

}  // namespace
}  // namespace crystalline::bench

int main(int count, char** arguments) {
  crystalline::bench::give_peers_a_fair_start(arguments);
  bool json = false;
  int repetitions = 21;
  for (int i = 1; i < count; ++i) {
    if (std::string_view(arguments[i]) == "--json") {
      json = true;
    } else {
      repetitions = std::max(1, std::atoi(arguments[i]));
    }
  }
  crystalline::bench::run(json, repetitions);
  return 0;
}
