#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>

#include "native/sanitized.hpp"
#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

using base::ErrorCode;
using namespace std::chrono_literals;

/// A run that would train for hours.
training::TrainingConfig endless() {
  auto config = small_config();
  config.steps = 10'000'000;
  return config;
}

TEST(LifeCycle, WithoutARunThereIsNothingToDo) {
  Opened opened;
  EXPECT_FALSE(opened.session.status().run.has_value());
  EXPECT_EQ(opened.session.run_until(1).error().code, ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.pause().error().code, ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.end_run().error().code, ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.save("/tmp/x").error().code, ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.weights_sha256().error().code, ErrorCode::kWrongState);
  EXPECT_TRUE(opened.drain().empty());
}

TEST(LifeCycle, OneRunAtATimeAndAnotherAfterItsEnd) {
  Opened opened;
  opened.create(2);
  EXPECT_EQ(opened.session.create_run(opened.request(1)).error().code, ErrorCode::kWrongState);
  ASSERT_TRUE(opened.session.end_run().ok());
  EXPECT_FALSE(opened.session.status().run.has_value());
  opened.create(1);
  opened.train_to(3);
  EXPECT_EQ(opened.status().step, 3U);
}

TEST(LifeCycle, AnUnknownCorpusAndBadNumbersAreNamed) {
  Opened opened;
  auto request = opened.request(1);
  request.corpus_id = "char-none";
  EXPECT_EQ(opened.session.create_run(request).error().code, ErrorCode::kNotFound);
  for (const std::uint32_t threads : {0U, 257U}) {
    const auto refused = opened.session.create_run(opened.request(threads));
    EXPECT_NE(refused.error().message.find("threads"), std::string::npos);
  }
  auto config = small_config();
  config.shape.heads = 3;
  EXPECT_EQ(opened.session.create_run(opened.request(1, config)).error().code,
            ErrorCode::kInvalidArgument);
}

TEST(LifeCycle, AModelLargerThanTheMachineIsRefusedBeforeItAllocates) {
  Opened opened;
  auto config = small_config();
  config.shape = {.blocks = 24, .heads = 32, .width = 2'048, .context = 2'048};
  const auto refused = opened.session.create_run(opened.request(256, config));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find(refused.error().code == ErrorCode::kOutOfMemory
                                             ? "MiB"
                                             : "too short for a context"),
            std::string::npos);
}

TEST(LifeCycle, PausesWhereToldAndWhenTold) {
  Opened opened;
  opened.create(2, endless());
  opened.train_to(7);
  EXPECT_EQ(opened.status().step, 7U);
  EXPECT_EQ(opened.status().state, RunState::kPaused);
  EXPECT_EQ(opened.session.pause().value(), 7U);
  ASSERT_TRUE(opened.session.run_until(10'000'000).ok());
  const std::uint64_t step = opened.session.pause().value();
  EXPECT_GE(step, 7U);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(opened.status().step, step);
  EXPECT_EQ(opened.drain().size(), step);  // the rows of all steps are there
}

TEST(LifeCycle, TheGoalMustLieAhead) {
  Opened opened;
  opened.create(1);
  opened.train_to(5);
  EXPECT_EQ(opened.session.run_until(5).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(opened.session.run_until(51).error().code, ErrorCode::kInvalidArgument);
  opened.train_to(50);
  EXPECT_EQ(opened.status().state, RunState::kCompleted);
  EXPECT_EQ(opened.session.run_until(50).error().code, ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.pause().value(), 50U);
}

TEST(LifeCycle, TellsWhenItHasStoppedByItself) {
  std::atomic<int> changes{0};
  Opened opened;
  opened.session.on_change([&] { ++changes; });
  opened.create(2);
  opened.train_to(5);
  opened.train_to(50);
  while (changes < 2) std::this_thread::yield();
  EXPECT_EQ(changes, 2);
}

TEST(LifeCycle, WaitsWhenMetricsAreUnreadAndLosesNone) {
  Opened opened;
  auto config = small_config();
  config.shape = {.blocks = 1, .heads = 1, .width = 8, .context = 8};
  config.batch = 1;
  const std::size_t beyond = MetricsQueue::kCapacity * 2;
  config.steps = MetricsQueue::kCapacity + crystalline::test::repeated(beyond, beyond / 16);
  config.validation_every_steps = 0;
  opened.create(1, config);
  ASSERT_TRUE(opened.session.run_until(config.steps).ok());
  while (opened.status().step < MetricsQueue::kCapacity) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(opened.status().step, MetricsQueue::kCapacity);
  EXPECT_EQ(opened.status().state, RunState::kRunning);
  // Everything else works meanwhile.
  const Folder folder;
  EXPECT_TRUE(opened.session.save(folder.file("full.safetensors")).ok());
  EXPECT_EQ(opened.session.pause().value(), MetricsQueue::kCapacity);
  ASSERT_TRUE(opened.session.run_until(config.steps).ok());
  double next = 1;
  while (next <= static_cast<double>(config.steps)) {
    for (const auto& row : opened.drain()) ASSERT_EQ(row[0], next++);
  }
  while (opened.status().state == RunState::kRunning) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(opened.status().state, RunState::kCompleted);
}

TEST(LifeCycle, EndsWhileItTrainsWaitsOrIsFull) {
  for (int round = 0; round < 10; ++round) {
    Opened opened;
    opened.create(3, endless());
    ASSERT_TRUE(opened.session.run_until(10'000'000).ok());
    while (opened.status().step < 2) std::this_thread::yield();
    ASSERT_TRUE(opened.session.end_run().ok());
  }
}

TEST(LifeCycle, DisposeStopsWhateverGoesOn) {
  const Folder folder;
  Opened opened;
  opened.create(2, endless());
  ASSERT_TRUE(opened.session.run_until(10'000'000).ok());
  auto sampling = std::async(std::launch::async, [&] {
    return opened.session.sample({.prompt = "ka", .tokens = 10'000, .options = {.seed = 1}});
  });
  auto saving = std::async(std::launch::async, [&] {
    for (;;) {
      if (auto saved = opened.session.save(folder.file("a")); !saved) return saved.error().code;
    }
  });
  auto pausing = std::async(std::launch::async, [&] {
    for (;;) {
      if (auto paused = opened.session.pause(); !paused) return paused.error().code;
      (void)opened.session.run_until(10'000'000);
    }
  });
  std::this_thread::sleep_for(30ms);
  opened.session.dispose();
  opened.session.dispose();
  EXPECT_EQ(saving.get(), ErrorCode::kWrongState);
  EXPECT_EQ(pausing.get(), ErrorCode::kWrongState);
  const auto sampled = sampling.get();
  EXPECT_TRUE(sampled.ok() || sampled.error().code == ErrorCode::kCancelled ||
              sampled.error().code == ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.create_run(opened.request(1)).error().code, ErrorCode::kWrongState);
  EXPECT_EQ(opened.session.run_until(1).error().code, ErrorCode::kWrongState);
}

TEST(LifeCycle, ADivergingRunStopsAtItsLastGoodStep) {
  Opened opened;
  auto config = small_config();
  config.optimizer.learning_rate = 1e30;
  config.optimizer.schedule.warmup_steps = 0;
  opened.create(2, config);
  opened.train_to(50);
  const RunStatus status = opened.status();
  EXPECT_EQ(status.state, RunState::kPaused);
  EXPECT_EQ(status.pause_reason, PauseReason::kNotFinite);
  EXPECT_LT(status.step, 50U);
  const std::string& message = status.pause_message;
  EXPECT_NE(message.find("is not finite"), std::string::npos) << message;
  EXPECT_NE(message.find("Step " + std::to_string(status.step + 1)), std::string::npos) << message;
  EXPECT_NE(message.find("transformer."), std::string::npos) << message;
  EXPECT_EQ(opened.drain().size(), status.step);
  // Tried again it comes to the same end, and the last good step can be saved.
  const std::string weights = opened.session.weights_sha256().value();
  opened.train_to(50);
  EXPECT_EQ(opened.status().pause_message, message);
  EXPECT_EQ(opened.session.weights_sha256().value(), weights);
  const Folder folder;
  const auto saved = opened.session.save(folder.file("last-good.safetensors"));
  ASSERT_TRUE(saved.ok()) << saved.error().message;
  EXPECT_EQ(saved.value().step, status.step);
  EXPECT_EQ(saved.value().weights_sha256, weights);
}

TEST(LifeCycle, StopsWhenValidationNoLongerImproves) {
  Opened opened;
  auto config = small_config();
  config.validation_every_steps = 2;
  config.stop_patience = 3;
  config.stop_delta = 100;  // nothing is progress after the first
  opened.create(2, config);
  opened.train_to(50);
  EXPECT_EQ(opened.status().state, RunState::kPaused);
  EXPECT_EQ(opened.status().pause_reason, PauseReason::kNoProgress);
  EXPECT_EQ(opened.status().step, 8U);  // validated at 2, then three in vain
  EXPECT_NE(opened.status().pause_message.find("at step 2"), std::string::npos);
  opened.train_to(50);  // counts anew
  EXPECT_EQ(opened.status().step, 14U);
}

TEST(LifeCycle, RestoreRefusesAnotherRunsCheckpoint) {
  const Folder folder;
  const std::string path = folder.file("a.safetensors");
  Opened opened;
  opened.create(1);
  opened.train_to(2);
  ASSERT_TRUE(opened.session.save(path).ok());
  EXPECT_EQ(opened.session.restore_run(opened.request(1), path).error().code,
            ErrorCode::kWrongState);
  ASSERT_TRUE(opened.session.end_run().ok());

  const std::pair<std::string, std::function<void(training::TrainingConfig&)>> cases[] = {
      {"the seed is 7 there and 8 here", [](auto& c) { c.seed = 8; }},
      {"width is 32 there and 64 here", [](auto& c) { c.shape.width = 64; }},
      {"batch is 6 there and 7 here", [](auto& c) { c.batch = 7; }},
      {"steps is 50 there and 60 here", [](auto& c) { c.steps = 60; }},
      {"learningRate is 0.001 there and 0.002 here",
       [](auto& c) { c.optimizer.learning_rate = 0.002; }}};
  for (const auto& [message, change] : cases) {
    auto config = small_config();
    change(config);
    const auto refused = opened.session.restore_run(opened.request(1, config), path);
    ASSERT_FALSE(refused.ok()) << message;
    EXPECT_EQ(refused.error().code, ErrorCode::kMismatch);
    EXPECT_NE(refused.error().message.find(message), std::string::npos) << refused.error().message;
  }
  const auto other =
      opened.session.open_corpus({.name = "other", .paths = {}, .bytes = small_text(7'000)});
  auto request = opened.request(1);
  request.corpus_id = other.value()->id;
  EXPECT_NE(opened.session.restore_run(request, path).error().message.find("the corpus"),
            std::string::npos);
  EXPECT_EQ(opened.session.restore_run(opened.request(1), folder.file("none")).error().code,
            ErrorCode::kNotFound);
  EXPECT_FALSE(opened.session.status().run.has_value());
  EXPECT_TRUE(opened.session.restore_run(opened.request(1), path).ok());
}

TEST(LifeCycle, KeepsTheNewestEightCorpora) {
  Opened opened;
  for (std::size_t i = 1; i <= 8; ++i) {
    ASSERT_TRUE(
        opened.session.open_corpus({.name = "n", .paths = {}, .bytes = small_text(100 + i)}).ok());
  }
  EXPECT_EQ(opened.session.create_run(opened.request(1)).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace crystalline::session::test
