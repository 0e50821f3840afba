#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "engine/session/session.hpp"

namespace crystalline::bench {

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// The baby model (4 blocks of width 128, batch 12, context 64) on a root and twelve leaves,
/// trained a few steps at a time on letters drawn at random.
class BabyRun {
 public:
  explicit BabyRun(std::uint32_t threads) {
    std::string text;
    for (std::uint32_t i = 0, state = 1; i < 60'000; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      text += static_cast<char>('a' + (state >> 24) % 26);
    }
    const auto corpus = session_.open_corpus({.name = "letters", .paths = {}, .bytes = text});
    session::RunRequest request;
    request.corpus_id = corpus.value()->id;
    request.training.shape = {.blocks = 4, .heads = 4, .width = 128, .context = 64};
    request.training.batch = 12;
    request.training.steps = 1'000'000;
    request.training.validation_every_steps = 0;
    request.training.validation_windows = 1;
    request.threads = threads;
    if (!session_.create_run(request).ok()) std::abort();
  }
  /// Trains `steps` more; the milliseconds of each.
  std::vector<double> train(std::uint32_t steps) {
    trained_ += steps;
    if (!session_.run_until(trained_).ok()) std::abort();
    while (session_.status().run->state == session::RunState::kRunning) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    constexpr std::size_t kFields = session::kMetricFields.size();
    std::vector<double> rows(kFields * (steps + 1));
    const std::size_t count = session_.read_metrics(rows);
    const auto* const field = std::ranges::find(session::kMetricFields, "stepMs");
    const auto at = static_cast<std::size_t>(field - session::kMetricFields.begin());
    std::vector<double> each;
    for (std::size_t i = 0; i < count; ++i) each.push_back(rows[i * kFields + at]);
    return each;
  }
  void end() { (void)session_.end_run(); }
  [[nodiscard]] session::Session& session() { return session_; }

 private:
  session::Session session_;
  std::uint64_t trained_ = 0;
};

}  // namespace crystalline::bench
