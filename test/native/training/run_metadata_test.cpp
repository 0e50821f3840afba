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
    return run_metadata(config, *corpus_, step, 2, "baseline");
  }

  TrainingConfig config_;
  std::optional<text::Corpus> corpus_;
  Metadata expected_;
};

TEST_F(RunMetadata, AnyStepAndThreadsContinueTheRun) {
  Metadata found = run_metadata(config_, *corpus_, 77, 5, "baseline");
  EXPECT_TRUE(check_continues(expected_, found, "x").ok());
  EXPECT_EQ(step_of(found, 100, "x").value(), 77U);
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

TEST_F(RunMetadata, AnImpossibleStepIsCorrupt) {
  for (const char* step : {"", "x", "-1", "1.5", "101", "99999999999999999999999"}) {
    Metadata found = of(config_, 10);
    found["step"] = step;
    EXPECT_EQ(step_of(found, 100, "x").error().code, base::ErrorCode::kCorrupt) << step;
  }
}

}  // namespace
}  // namespace crystalline::training
