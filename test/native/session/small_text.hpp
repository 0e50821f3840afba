#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "engine/session/session.hpp"

// A session that trains on a small text made here: words of a few syllables by a fixed rule, so
// that what comes next depends on more than the letter before.
namespace crystalline::session::test {

inline std::string small_text(std::size_t words = 6'000) {
  const std::string syllables[] = {"ka",  "lo",  "mi",  "ter", "sun",
                                   "bra", "vel", "dor", "ani", "esh"};
  std::string text;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint32_t word = (state = state * 1'664'525U + 1'013'904'223U) >> 24 & 15U;
    for (std::uint32_t s = 0; s < 2 + word % 3; ++s) text += syllables[(word * 3 + s * s) % 10];
    text += i % 11 == 10 ? ".\n" : " ";
  }
  return text;
}

inline training::TrainingConfig small_config() {
  training::TrainingConfig config;
  config.shape = {.blocks = 2, .heads = 2, .width = 32, .context = 32};
  config.batch = 6;
  config.steps = 50;
  config.seed = 7;
  config.optimizer.schedule.warmup_steps = 10;
  config.validation_every_steps = 20;
  config.validation_windows = 5;
  return config;
}

/// A session with the small text opened.
struct Opened {
  Session session;
  std::string corpus_id;

  Opened() {
    auto corpus = session.open_corpus({.name = "small", .paths = {}, .bytes = small_text()});
    EXPECT_TRUE(corpus.ok()) << corpus.error().message;
    corpus_id = corpus.value()->id;
  }
  [[nodiscard]] RunRequest request(std::uint32_t threads,
                                   training::TrainingConfig config = small_config(),
                                   std::uint32_t depth = 1) const {
    return {.corpus_id = corpus_id, .training = config, .threads = threads, .depth = depth};
  }
  void create(std::uint32_t threads, training::TrainingConfig config = small_config(),
              std::uint32_t depth = 1) {
    const auto created = session.create_run(request(threads, config, depth));
    ASSERT_TRUE(created.ok()) << created.error().message;
  }
  [[nodiscard]] RunStatus status() const { return session.status().run.value(); }
  /// Trains to `step` and waits until the run stands still.
  void train_to(std::uint64_t step) {
    const auto started = session.run_until(step);
    ASSERT_TRUE(started.ok()) << started.error().message;
    while (status().state == RunState::kRunning) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  std::vector<MetricsRow> drain() {
    std::vector<double> numbers(kMetricFields.size() * MetricsQueue::kCapacity);
    std::vector<MetricsRow> rows(session.read_metrics(numbers));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(i * rows[i].size()), rows[i].size(),
                  rows[i].begin());
    }
    return rows;
  }
};

/// A folder of this test's own, removed afterwards.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("crystalline-" +
               std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace crystalline::session::test
