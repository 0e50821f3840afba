#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/base/philox.hpp"
#include "engine/math/isa.hpp"
#include "engine/model/gpt.hpp"
#include "engine/training/adamw.hpp"
#include "engine/training/parameter_parts.hpp"
#include "engine/training/reduction.hpp"
#include "engine/training/training_config.hpp"
#include "fma_peak.hpp"

// Forward and backward passes of one batch, and by themselves the reduction of the gradient's lanes
// and one AdamW update, each by one thread: one JSON line a model.
// Usage: step_bench [baby|big|all] [repetitions] [threads]. Each thread takes its share of the
// sequences with a workspace and a gradient buffer of its own. ms is the clock's, ms_ran what the
// first thread ran: the two differ on a machine that others use.
namespace crystalline::bench {
namespace {

struct Model {
  const char* name;
  model::Shape shape;
  int sequences;
};

constexpr Model kModels[] = {
    {"baby", {.blocks = 4, .heads = 4, .width = 128, .context = 64, .vocab = 65}, 12},
    {"big", {.blocks = 6, .heads = 6, .width = 384, .context = 256, .vocab = 65}, 8}};

/// Operations of the products of one sequence, forward and backward, attention's masked half
/// included as the usual count does.
double operations(const model::Shape& shape) {
  const double tokens = shape.context;
  const double width = shape.width;
  const double weights = shape.blocks * 12.0 * width * width + shape.vocab * width;
  return 6.0 * tokens * weights + shape.blocks * 12.0 * tokens * tokens * width;
}

std::vector<model::Token> tokens(const model::Shape& shape, std::uint64_t seed) {
  std::vector<model::Token> out(static_cast<std::size_t>(shape.context));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto words = base::random_words(seed, base::RandomStream::kBatches, 0, i);
    out[i] = static_cast<model::Token>(
        base::uniform_below(static_cast<std::uint64_t>(shape.vocab), words[0], words[1]));
  }
  return out;
}

/// What one thread owns.
struct Lane {
  model::Workspace workspace;
  base::AlignedVector<float> gradient;
  std::vector<float> losses;

  explicit Lane(const model::ParameterLayout& layout)
      : workspace(layout),
        gradient(layout.size()),
        losses(static_cast<std::size_t>(layout.shape().context)) {}
};

void run_share(const model::ParameterLayout& layout, const base::AlignedVector<float>& weights,
               Lane& lane, int sequences) {
  const auto ids = tokens(layout.shape(), 1);
  const auto targets = tokens(layout.shape(), 2);
  for (int i = 0; i < sequences; ++i) {
    static_cast<void>(model::accumulate_gradient(layout, weights, ids, targets, 1e-3F,
                                                 lane.workspace, lane.gradient, lane.losses));
  }
}

/// Seconds of one batch by the clock, and those its first thread ran.
struct Seconds {
  double wall;
  double ran;
};

Seconds batch_seconds(const model::ParameterLayout& layout,
                      const base::AlignedVector<float>& weights, std::vector<Lane>& lanes,
                      int sequences) {
  const Seconds start{seconds_now(), thread_seconds_now()};
  const int threads = static_cast<int>(lanes.size());
  std::vector<std::jthread> others;
  for (int t = 1; t < threads; ++t) {
    others.emplace_back([&, t] {
      run_share(layout, weights, lanes[static_cast<std::size_t>(t)],
                sequences * (t + 1) / threads - sequences * t / threads);
    });
  }
  run_share(layout, weights, lanes[0], sequences / threads);
  const double ran = thread_seconds_now() - start.ran;
  others.clear();
  return {seconds_now() - start.wall, ran};
}

/// Milliseconds that one thread takes for what follows a batch, on lanes just written.
struct AfterBatch {
  double reduce;
  double update;
};

double median_of(std::vector<double> values);

AfterBatch after_batch(const model::ParameterLayout& layout, std::uint32_t sequences,
                       int repetitions) {
  const auto parts = training::cut_into_parts(layout);
  std::vector<base::AlignedVector<float>> lanes(training::lanes_of(sequences),
                                                base::AlignedVector<float>(layout.size()));
  base::AlignedVector<float> weights(layout.size()), next(layout.size()), first(layout.size()),
      second(layout.size());
  const auto factors = training::adamw_factors(1, 1e-3, 0.9, 0.99, 1e-8, 0.1, 1.0);
  std::vector<double> reduce;
  std::vector<double> update;
  for (int i = 0; i < repetitions; ++i) {
    for (auto& lane : lanes) std::fill(lane.begin(), lane.end(), 1e-3F);
    const double start = thread_seconds_now();
    double squares = 0;
    for (const auto& part : parts) {
      squares += training::reduce_lanes(lanes, part.front().begin, part.back().end);
    }
    const double middle = thread_seconds_now();
    const bool finite = training::adamw(next, weights, lanes[0], first, second, factors);
    update.push_back((thread_seconds_now() - middle) * 1e3);
    reduce.push_back((middle - start) * 1e3);
    if (!finite || squares <= 0) std::abort();  // and so nothing is left out
  }
  return {median_of(reduce), median_of(update)};
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void report(const Model& model, int repetitions, int threads) {
  const model::ParameterLayout layout(model.shape);
  base::AlignedVector<float> weights(layout.size());
  model::initialise(layout, weights, 1);
  std::vector<Lane> lanes;
  for (int t = 0; t < threads; ++t) lanes.emplace_back(layout);
  batch_seconds(layout, weights, lanes, model.sequences);
  std::vector<double> wall;
  std::vector<double> ran;
  for (int i = 0; i < repetitions; ++i) {
    const Seconds seconds = batch_seconds(layout, weights, lanes, model.sequences);
    wall.push_back(seconds.wall);
    ran.push_back(seconds.ran);
  }
  const double median = median_of(wall);
  const double median_ran = median_of(ran);
  const double rate = operations(model.shape) * model.sequences / threads / median_ran / 1e9;
  const AfterBatch after =
      after_batch(layout, static_cast<std::uint32_t>(model.sequences), repetitions);
  const double whole = median_ran * 1e3 * threads + after.reduce + after.update;
  std::printf(
      "{\"bench\":\"step\",\"model\":\"%s\",\"isa\":\"%s\",\"threads\":%d,\"ms\":%.3f,"
      "\"ms_ran\":%.3f,\"ms_ran_best\":%.3f,\"tokens_per_second\":%.0f,\"gflops_a_thread\":%.1f,"
      "\"peak_gflops\":%.1f,\"reduce_ms\":%.3f,\"reduce_percent\":%.2f,\"adamw_ms\":%.3f}\n",
      model.name, math::isa_name(math::active_isa()).data(), threads, median * 1e3,
      median_ran * 1e3, *std::min_element(ran.begin(), ran.end()) * 1e3,
      model.sequences * model.shape.context / median, rate, fma_peak_gflops(math::active_isa()),
      after.reduce, 100 * after.reduce / whole, after.update);
  std::fflush(stdout);
}

}  // namespace
}  // namespace crystalline::bench

int main(int count, char** arguments) {
  const std::string_view wanted = count > 1 ? arguments[1] : "all";
  const int repetitions = count > 2 ? std::max(1, std::atoi(arguments[2])) : 11;
  const int threads = count > 3 ? std::max(1, std::atoi(arguments[3])) : 1;
  for (const auto& model : crystalline::bench::kModels) {
    if (wanted == "all" || wanted == model.name) {
      crystalline::bench::report(model, repetitions, threads);
    }
  }
  return 0;
}
