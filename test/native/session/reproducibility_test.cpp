#include <gtest/gtest.h>

#include <string>

#include "native/sanitized.hpp"
#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

const std::uint64_t kSteps = crystalline::test::repeated(50, 16);

training::TrainingConfig repeated_config() {
  auto config = small_config();
  config.steps = kSteps;
  return config;
}

std::string hash_after_all_steps(std::uint32_t threads, std::uint32_t depth = 1) {
  Opened opened;
  opened.create(threads, repeated_config(), depth);
  opened.train_to(kSteps);
  EXPECT_EQ(opened.status().step, kSteps) << opened.status().failure;
  return opened.session.weights_sha256().value();
}

TEST(Reproducibility, WeightsAreTheSameForAnyNumberOfThreads) {
  const std::string one = hash_after_all_steps(1);
  for (const std::uint32_t threads : {1U, 2U, 3U, 5U}) {
    EXPECT_EQ(hash_after_all_steps(threads), one) << threads << " threads";
  }
}

TEST(Reproducibility, WeightsAreTheSameForAnyDepthOfTheTree) {
  const std::string one = hash_after_all_steps(1);
  for (const std::uint32_t depth : {2U, 3U}) {
    for (const std::uint32_t threads : {1U, 2U, 5U}) {
      EXPECT_EQ(hash_after_all_steps(threads, depth), one) << depth << " deep, " << threads;
    }
  }
}

TEST(Reproducibility, ATreeOf22621SpheresTrainsTheSameWeights) {
  std::string hashes[2];
  for (const std::uint32_t depth : {1U, 4U}) {
    Opened opened;
    opened.create(2, small_config(), depth);
    opened.train_to(3);
    EXPECT_EQ(opened.status().step, 3U) << opened.status().failure;
    hashes[depth / 4] = opened.session.weights_sha256().value();
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

TEST(Reproducibility, RefusesATreeThatDoesNotExist) {
  Opened opened;
  for (const std::uint32_t depth : {0U, 5U}) {
    const auto made = opened.session.create_run(opened.request(1, small_config(), depth));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().message,
              "depth is " + std::to_string(depth) + "; it must be from 1 to 4.");
  }
}

TEST(Reproducibility, ARunRestoredByAnotherSessionGoesOnWithTheSameBits) {
  const std::string whole = hash_after_all_steps(2);
  const Folder folder;
  const std::string path = folder.file("half.safetensors");
  {
    Opened first;
    first.create(2, repeated_config());
    first.train_to(kSteps / 2);
    const auto saved = first.session.save(path);
    ASSERT_TRUE(saved.ok()) << saved.error().message;
    EXPECT_EQ(saved.value().step, kSteps / 2);
    EXPECT_EQ(saved.value().weights_sha256, first.session.weights_sha256().value());
  }
  for (const std::uint32_t threads : {1U, 3U}) {
    Opened second;
    const auto restored =
        second.session.restore_run(second.request(threads, repeated_config()), path);
    ASSERT_TRUE(restored.ok()) << restored.error().message;
    EXPECT_EQ(restored.value().step, kSteps / 2);
    EXPECT_EQ(second.status().newest_event, kSteps / 2 * 6 * 32);
    second.train_to(kSteps);
    EXPECT_EQ(second.session.weights_sha256().value(), whole);
  }
}

TEST(Reproducibility, PausingAndSavingWhileItRunsChangesNothing) {
  const std::string whole = hash_after_all_steps(2);
  const Folder folder;
  Opened opened;
  opened.create(3, repeated_config());
  ASSERT_TRUE(opened.session.run_until(kSteps).ok());
  for (int i = 0; i < 5; ++i) {
    const auto saved = opened.session.save(folder.file("while-running.safetensors"));
    ASSERT_TRUE(saved.ok()) << saved.error().message;
    const auto paused = opened.session.pause();
    ASSERT_TRUE(paused.ok()) << paused.error().message;
    if (opened.status().state == RunState::kCompleted) break;
    EXPECT_EQ(opened.status().step, paused.value());
    ASSERT_TRUE(opened.session.run_until(kSteps).ok());
  }
  while (opened.status().state == RunState::kRunning) std::this_thread::yield();
  EXPECT_EQ(opened.session.weights_sha256().value(), whole);
}

TEST(Reproducibility, AnotherSeedGivesOtherWeights) {
  auto config = repeated_config();
  config.seed = 8;
  Opened opened;
  opened.create(1, config);
  opened.train_to(kSteps);
  EXPECT_NE(opened.session.weights_sha256().value(), hash_after_all_steps(1));
}

}  // namespace
}  // namespace crystalline::session::test
