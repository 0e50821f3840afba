#include "engine/training/training_config.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

namespace crystalline::training {
namespace {

TrainingConfig sound() {
  TrainingConfig config;
  config.shape = {.blocks = 1, .heads = 1, .width = 8, .context = 8, .vocab = 3};
  config.steps = 10;
  return config;
}

TEST(TrainingConfig, AcceptsASoundOne) {
  const auto valid = validate(sound());
  EXPECT_TRUE(valid.ok()) << valid.error().message;
}

TEST(TrainingConfig, NamesTheFieldThatIsOutOfItsRange) {
  const double nan = std::nan("");
  const double infinity = 1 / std::abs(0.0);
  const std::pair<std::string, std::function<void(TrainingConfig&)>> cases[] = {
      {"batch", [](auto& c) { c.batch = 0; }},
      {"batch", [](auto& c) { c.batch = 513; }},
      {"steps", [](auto& c) { c.steps = 0; }},
      {"steps", [](auto& c) { c.steps = 10'000'001; }},
      {"seed", [](auto& c) { c.seed = std::uint64_t{1} << 53; }},
      {"learningRate", [](auto& c) { c.optimizer.learning_rate = 0; }},
      {"learningRate", [=](auto& c) { c.optimizer.learning_rate = nan; }},
      {"learningRate", [=](auto& c) { c.optimizer.learning_rate = infinity; }},
      {"minLearningRate", [](auto& c) { c.optimizer.schedule.min_learning_rate = 1; }},
      {"minLearningRate", [](auto& c) { c.optimizer.schedule.min_learning_rate = -1; }},
      {"beta1", [](auto& c) { c.optimizer.beta1 = 1; }},
      {"beta2", [=](auto& c) { c.optimizer.beta2 = nan; }},
      {"epsilon", [](auto& c) { c.optimizer.epsilon = 0; }},
      {"weightDecay", [](auto& c) { c.optimizer.weight_decay = -0.1; }},
      {"clipNorm", [=](auto& c) { c.optimizer.clip_norm = nan; }},
      {"momentum", [](auto& c) { c.optimizer.momentum = 1; }},
      {"embeddingDecay", [](auto& c) { c.optimizer.embedding_decay = -1; }},
      {"vectorDecay", [=](auto& c) { c.optimizer.vector_decay = nan; }},
      {"clipValue", [](auto& c) { c.optimizer.clip_value = -1; }},
      {"accumulation", [](auto& c) { c.optimizer.accumulation = 0; }},
      {"emaDecay", [](auto& c) { c.optimizer.ema_decay = 1; }},
      {"validationByAverages", [](auto& c) { c.validation_by_averages = true; }},
      {"factor", [](auto& c) { c.optimizer.schedule.factor = 0; }},
      {"cycleGrowth", [](auto& c) { c.optimizer.schedule.cycle_growth = 0.5; }},
      {"power", [=](auto& c) { c.optimizer.schedule.power = infinity; }},
      {"decaySteps", [](auto& c) { c.optimizer.schedule.decay_steps = 0; }},
      {"minDelta", [](auto& c) { c.optimizer.schedule.min_delta = -1; }},
      {"cycleSteps", [](auto& c) { c.optimizer.schedule.kind = ScheduleKind::kStep; }},
      {"rateChanges",
       [](auto& c) {
         c.rate_changes = {{2, 1}, {2, 1}};
       }},
      {"rateChanges",
       [](auto& c) {
         c.rate_changes = {{2, 0}};
       }},
      {"width", [](auto& c) { c.shape.width = 9'999; }},
  };
  for (const auto& [field, spoil] : cases) {
    TrainingConfig config = sound();
    spoil(config);
    const auto refused = validate(config);
    ASSERT_FALSE(refused.ok()) << field;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidArgument);
    EXPECT_NE(refused.error().message.find(field), std::string::npos) << refused.error().message;
  }
}

}  // namespace
}  // namespace crystalline::training
