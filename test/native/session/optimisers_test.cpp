#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "native/sanitized.hpp"
#include "small_text.hpp"

// Every optimiser and what else decides a run's bits: the same for any threads and across restarts.
namespace crystalline::session::test {
namespace {

training::TrainingConfig config_of(std::size_t kind) {
  auto config = small_config();
  config.steps = 12;
  config.validation_every_steps = 3;
  auto& optimizer = config.optimizer;
  optimizer.kind = static_cast<training::OptimizerKind>(kind);
  optimizer.schedule.warmup_steps = 2;
  optimizer.learning_rate = 1e-3;
  optimizer.vector_decay = 0.01;
  optimizer.clip_value = 0.05;
  optimizer.accumulation = 2;
  optimizer.ema_decay = 0.9;
  return config;
}

TEST(Optimisers, GiveTheSameBitsForAnyThreadsAndAcrossARestart) {
  const Folder folder;
  const std::size_t stride = crystalline::test::repeated(1, 3);
  for (std::size_t kind = 0; kind < training::kOptimizerNames.size(); kind += stride) {
    const auto config = config_of(kind);
    Opened whole;
    whole.create(1, config);
    whole.train_to(12);
    ASSERT_EQ(whole.status().step, 12U) << training::kOptimizerNames[kind];
    const std::string expected = whole.session.weights_sha256().value();
    const std::string path = folder.file(std::string(training::kOptimizerNames[kind]));
    {
      Opened first;
      first.create(3, config);
      first.train_to(7);
      ASSERT_TRUE(first.session.save(path).ok());
    }
    Opened second;
    const auto restored = second.session.restore_run(second.request(2, config), path);
    ASSERT_TRUE(restored.ok()) << restored.error().message;
    second.train_to(12);
    EXPECT_EQ(second.session.weights_sha256().value(), expected) << training::kOptimizerNames[kind];
    // The averages, too: what they write is the same.
    const SampleRequest ask{
        .prompt = "", .tokens = 40, .options = {.temperature = 0}, .averaged = true};
    EXPECT_EQ(second.session.sample(ask).value().text, whole.session.sample(ask).value().text);
  }
}

TEST(Optimisers, ACheckpointOfAnotherOptimiserIsRefused) {
  const Folder folder;
  const std::string path = folder.file("a");
  Opened first;
  first.create(1, config_of(6));
  first.train_to(2);
  ASSERT_TRUE(first.session.save(path).ok());
  Opened second;
  const auto refused = second.session.restore_run(second.request(1, config_of(7)), path);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("the optimizer is adamw there and lion here"),
            std::string::npos)
      << refused.error().message;
}

TEST(Optimisers, ARateChangedByHandIsTheSameWhenReplayed) {
  Opened live;
  live.create(2, config_of(6));
  live.train_to(4);
  const auto change = live.session.change_rate(5e-4);
  ASSERT_TRUE(change.ok()) << change.error().message;
  EXPECT_EQ(change.value().from_step, 5U);
  live.train_to(12);
  const auto rows = live.drain();
  std::map<double, double> rate;
  for (const auto& row : rows) rate[row[0]] = row[3];
  EXPECT_DOUBLE_EQ(rate[5], 5e-4);
  auto config = config_of(6);
  config.rate_changes = {change.value()};
  Opened replayed;
  replayed.create(3, config);
  replayed.train_to(12);
  EXPECT_EQ(replayed.session.weights_sha256().value(), live.session.weights_sha256().value());
  EXPECT_FALSE(live.session.change_rate(0).ok());
}

TEST(Optimisers, PausingInTheMidstOfStepsAndValidationsChangesNoBit) {
  auto config = small_config();
  config.validation_every_steps = 2;
  // Long enough to be met in the midst; 0: the whole text, which sanitizers make ten times longer.
  config.validation_windows = crystalline::test::repeated_under_any(0, 30);
  config.optimizer.schedule.kind = training::ScheduleKind::kPlateau;
  config.optimizer.schedule.patience = 1;
  const auto validations = [](Opened& opened) {
    std::map<double, double> losses;
    for (const auto& row : opened.drain()) losses[row[0]] = row[2];
    return losses;
  };
  config.steps = crystalline::test::repeated(50, 14);
  Opened whole;
  whole.create(2, config);
  const auto began = std::chrono::steady_clock::now();
  whole.train_to(config.steps);
  // A pause gives up the step or the sweep under way: of the whole run's time, so that some end.
  const std::chrono::duration<double> longest = (std::chrono::steady_clock::now() - began) / 8.0;
  Opened paused;
  paused.create(3, config);
  std::mt19937 random(5);
  std::uniform_real_distribution<double> share;
  int pauses = 0;
  while (paused.status().state != RunState::kCompleted) {
    ASSERT_TRUE(paused.session.run_until(config.steps).ok());
    std::this_thread::sleep_for(longest * share(random));
    ASSERT_TRUE(paused.session.pause().ok());
    ++pauses;
  }
  EXPECT_GT(pauses, 3);
  EXPECT_EQ(paused.session.weights_sha256().value(), whole.session.weights_sha256().value());
  auto expected = validations(whole);
  auto found = validations(paused);
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& [step, loss] : expected) {
    if (std::isnan(loss)) continue;  // none was due
    EXPECT_EQ(found[step], loss) << step;
  }
}

}  // namespace
}  // namespace crystalline::session::test
