#include "engine/training/run_metadata.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/math/isa.hpp"

namespace crystalline::training {
namespace {

class RunMetadata : public testing::Test {
 protected:
  RunMetadata() {
    config_.shape = {.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 2};
    config_.steps = 100;
    config_.optimizer.learning_rate = 0.1 + 0.2;
    corpus_ =
        text::open_corpus({.name = "ab", .paths = {}, .bytes = std::string(99, 'a') + "b"}).value();
    expected_ = of(config_, 0);
  }
  [[nodiscard]] Metadata of(const TrainingConfig& config, std::uint64_t step) const {
    return run_metadata(config, *corpus_,
                        {.step = step, .plateau = {}, .stopping = {}, .rate_changes = {}}, 2,
                        "baseline");
  }

  TrainingConfig config_;
  std::optional<text::Corpus> corpus_;
  Metadata expected_;
};

TEST_F(RunMetadata, AnyStepAndThreadsContinueTheRun) {
  Metadata found =
      run_metadata(config_, *corpus_,
                   {.step = 77, .plateau = {}, .stopping = {}, .rate_changes = {}}, 5, "baseline");
  EXPECT_TRUE(check_continues(expected_, found, "x").ok());
  EXPECT_EQ(progress_of(found, 100, "x").value().step, 77U);
}

TEST_F(RunMetadata, RealsAreWrittenToTheLastBit) {
  EXPECT_EQ(std::stod(expected_.at("optimizer.learning_rate")), 0.1 + 0.2);
}

TEST_F(RunMetadata, EveryDecisiveDifferenceIsNamedWithBothValues) {
  for (const auto& [key, named] :
       {std::pair<std::string, std::string>{"corpus.sha256", "the corpus"},
        {"corpus.tokenizer", "the tokenizer"},
        {"model.width", "width"},
        {"model.vocabulary", "the vocabulary"},
        {"seed", "the seed"},
        {"batch", "batch"},
        {"batch.lanes", "lanes"},
        {"steps", "steps"},
        {"optimizer.learning_rate", "learningRate"},
        {"optimizer.clip_norm", "clipNorm"},
        {"rng.streams", "the random streams"}}) {
    Metadata found = of(config_, 10);
    found[key] = "17";
    const auto refused = check_continues(expected_, found, "file.safetensors");
    ASSERT_FALSE(refused.ok()) << key;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kMismatch);
    const std::string& message = refused.error().message;
    EXPECT_NE(message.find(named), std::string::npos) << message;
    EXPECT_NE(message.find("17 there and " + expected_.at(key) + " here"), std::string::npos)
        << message;
    found.erase(key);
    EXPECT_FALSE(check_continues(expected_, found, "x").ok());
  }
}

TEST_F(RunMetadata, AnotherInstructionSetIsRefusedWithAdviceIfTheMachineHasIt) {
  Metadata found = of(config_, 10);
  expected_["isa"] = "avx2";  // found has the baseline, which every machine has
  const auto refused = check_continues(expected_, found, "x");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("CRYSTALLINE_ISA=baseline"), std::string::npos);
  found["isa"] = "avx4096";
  EXPECT_TRUE(check_continues(expected_, found, "x").ok());
}

TEST_F(RunMetadata, StepsBeyondTheSchedulesHorizonMayBeAdded) {
  const Metadata found = of(config_, 100);
  config_.steps = 250;
  EXPECT_FALSE(check_continues(of(config_, 0), found, "x").ok());
  config_.optimizer.schedule.horizon = 100;
  EXPECT_TRUE(check_continues(of(config_, 0), found, "x").ok());
}

TEST_F(RunMetadata, TellsTheChangesOfTheRateThatHaveBegun) {
  Metadata found = run_metadata(
      config_, *corpus_,
      {.step = 12, .plateau = {}, .stopping = {}, .rate_changes = {{5, 1.0 / 3}, {20, 0.1}}}, 2,
      "baseline");
  EXPECT_TRUE(check_continues(expected_, found, "x").ok());
  const auto changes = progress_of(found, 100, "x").value().rate_changes;
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].from_step, 5U);
  EXPECT_EQ(changes[0].scale, 1.0 / 3);
  for (const char* odd : {"5", "5:", "x:1", "5:-1", "5:nan", ":", "5:1  6:1"}) {
    found["learning_rate.changes"] = odd;
    EXPECT_EQ(progress_of(found, 100, "x").error().code, base::ErrorCode::kCorrupt) << odd;
  }
}

TEST_F(RunMetadata, APlateauScheduleStandsWhereItStood) {
  config_.optimizer.schedule.kind = ScheduleKind::kPlateau;
  const PlateauState plateau{.best_nats = 1.0 / 3, .waited = 4, .reductions = 2};
  Metadata found = run_metadata(config_, *corpus_, {9, plateau, {}, false, {}}, 1, "baseline");
  const auto progress = progress_of(found, 100, "x").value();
  EXPECT_EQ(progress.plateau.best_nats, 1.0 / 3);
  EXPECT_EQ(progress.plateau.waited, 4U);
  EXPECT_EQ(progress.plateau.reductions, 2U);
  found["plateau.waited"] = "many";
  EXPECT_EQ(progress_of(found, 100, "x").error().code, base::ErrorCode::kCorrupt);
  found = of(config_, 9);  // nothing validated yet
  EXPECT_EQ(progress_of(found, 100, "x").value().plateau.best_nats, PlateauState().best_nats);
  config_.validation_every_steps = 7;
  EXPECT_FALSE(check_continues(of(config_, 0), found, "x").ok());
}

TEST_F(RunMetadata, AnImpossibleStepIsCorrupt) {
  for (const char* step : {"", "x", "-1", "1.5", "101", "99999999999999999999999"}) {
    Metadata found = of(config_, 10);
    found["step"] = step;
    EXPECT_EQ(progress_of(found, 100, "x").error().code, base::ErrorCode::kCorrupt) << step;
  }
}

}  // namespace
}  // namespace crystalline::training
