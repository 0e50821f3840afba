#include <gtest/gtest.h>

#include <string>

#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

std::string hash_after_50_steps(std::uint32_t threads, std::uint32_t depth = 1) {
  Opened opened;
  opened.create(threads, small_config(), depth);
  opened.train_to(50);
  EXPECT_EQ(opened.status().step, 50U) << opened.status().failure;
  return opened.session.weights_sha256().value();
}

TEST(Reproducibility, WeightsAreTheSameForAnyNumberOfThreads) {
  const std::string one = hash_after_50_steps(1);
  for (const std::uint32_t threads : {1U, 2U, 3U, 5U}) {
    EXPECT_EQ(hash_after_50_steps(threads), one) << threads << " threads";
  }
}

TEST(Reproducibility, WeightsAreTheSameForAnyDepthOfTheTree) {
  const std::string one = hash_after_50_steps(1);
  for (const std::uint32_t depth : {2U, 3U}) {
    for (const std::uint32_t threads : {1U, 2U, 5U}) {
      EXPECT_EQ(hash_after_50_steps(threads, depth), one) << depth << " deep, " << threads;
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
  const std::string whole = hash_after_50_steps(2);
  const Folder folder;
  const std::string path = folder.file("step-25.safetensors");
  {
    Opened first;
    first.create(2);
    first.train_to(25);
    const auto saved = first.session.save(path);
    ASSERT_TRUE(saved.ok()) << saved.error().message;
    EXPECT_EQ(saved.value().step, 25U);
    EXPECT_EQ(saved.value().weights_sha256, first.session.weights_sha256().value());
  }
  for (const std::uint32_t threads : {1U, 3U}) {
    Opened second;
    const auto restored = second.session.restore_run(second.request(threads), path);
    ASSERT_TRUE(restored.ok()) << restored.error().message;
    EXPECT_EQ(restored.value().step, 25U);
    EXPECT_EQ(second.status().newest_event, 25U * 6 * 32);
    second.train_to(50);
    EXPECT_EQ(second.session.weights_sha256().value(), whole);
  }
}

TEST(Reproducibility, PausingAndSavingWhileItRunsChangesNothing) {
  const std::string whole = hash_after_50_steps(2);
  const Folder folder;
  Opened opened;
  opened.create(3);
  ASSERT_TRUE(opened.session.run_until(50).ok());
  for (int i = 0; i < 5; ++i) {
    const auto saved = opened.session.save(folder.file("while-running.safetensors"));
    ASSERT_TRUE(saved.ok()) << saved.error().message;
    const auto paused = opened.session.pause();
    ASSERT_TRUE(paused.ok()) << paused.error().message;
    if (opened.status().state == RunState::kCompleted) break;
    EXPECT_EQ(opened.status().step, paused.value());
    ASSERT_TRUE(opened.session.run_until(50).ok());
  }
  while (opened.status().state == RunState::kRunning) std::this_thread::yield();
  EXPECT_EQ(opened.session.weights_sha256().value(), whole);
}

TEST(Reproducibility, AnotherSeedGivesOtherWeights) {
  auto config = small_config();
  config.seed = 8;
  Opened opened;
  opened.create(1, config);
  opened.train_to(50);
  EXPECT_NE(opened.session.weights_sha256().value(), hash_after_50_steps(1));
}

}  // namespace
}  // namespace crystalline::session::test
