#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/base/process_memory.hpp"
#include "engine/control/node_zero.hpp"
#include "engine/text/corpus.hpp"
#include "engine/training/checkpoint.hpp"
#include "engine/training/trainer.hpp"
#include "native/sanitized.hpp"
#include "small_text.hpp"

// Training while spheres come, end and move, groups change workers, leaves fail and hang, and the
// machine pauses, grows and gives steps up, all at random: the weights are those of the quiet run,
// bit for bit, no message is lost, the figures add up.
namespace crystalline::session {
namespace {

using control::Conductor;
using control::ControlState;
using control::MachineConfig;
using control::NodeZero;
using spheres::Fault;
using spheres::FaultKind;
using spheres::Figure;

training::TrainingConfig chaos_config(std::uint64_t steps) {
  training::TrainingConfig config = test::small_config();
  config.shape = {.blocks = 1, .heads = 2, .width = 16, .context = 16};
  config.batch = 26;
  config.steps = steps;
  return config;
}

/// A trainer on a machine that a test may meddle with.
class Training {
 public:
  Training(std::uint64_t steps, const MachineConfig& machine)
      : corpus_(std::make_shared<const text::Corpus>(
            text::open_corpus({.name = "small", .paths = {}, .bytes = test::small_text()})
                .value())),
        trainer_(with_vocabulary(chaos_config(steps)), corpus_, machine.threads) {
    Conductor conductor;
    conductor.next = [this]() -> decltype(conductor.next()) {
      if (trainer_.step() == trainer_.config().steps) return Conductor::Nothing{};
      ++begun_;
      return trainer_.step_program();
    };
    conductor.completed = [this] {
      if (trainer_.report().failure) failed_ = true;
    };
    zero_ = NodeZero::create(machine, std::move(conductor)).value();
  }

  [[nodiscard]] NodeZero& machine() { return *zero_; }
  [[nodiscard]] bool done() const { return trainer_.step() == trainer_.config().steps; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::uint64_t begun() const { return begun_; }
  void abandon() { trainer_.abandon(); }
  [[nodiscard]] std::uint64_t items() const { return training::sequences_of(trainer_.config()); }
  [[nodiscard]] std::string sha256() const {
    return training::weights_sha256(trainer_.layout(), trainer_.weights().read().data());
  }
  /// Trains on until all steps are done.
  void finish() {
    while (!done()) {
      (void)zero_->start();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_TRUE(zero_->pause().ok());
  }

 private:
  training::TrainingConfig with_vocabulary(training::TrainingConfig config) const {
    config.shape.vocab = static_cast<int>(corpus_->tokenizer.vocabulary());
    return config;
  }

  std::shared_ptr<const text::Corpus> corpus_;
  training::Trainer trainer_;
  std::atomic<std::uint64_t> begun_{0};
  std::atomic<bool> failed_{false};
  std::unique_ptr<NodeZero> zero_;  // last: its thread uses the above
};

std::string quiet_sha256(std::uint64_t steps) {
  Training quiet(steps, {.threads = 1});
  quiet.finish();
  return quiet.sha256();
}

/// About three faults every two steps. A micro-batch that fails three times is given up: no leaf
/// meets more than two in a step.
std::vector<Fault> random_faults(std::mt19937& random, std::uint64_t steps) {
  std::set<std::pair<std::uint64_t, std::uint32_t>> struck;
  std::vector<Fault> faults;
  for (std::uint64_t i = 0; i < steps * 3 / 2; ++i) {
    Fault fault{.kind = FaultKind::kFail,
                .step = 1 + random() % steps,
                .sphere = static_cast<std::uint32_t>(1 + random() % 40),
                .times = static_cast<std::uint32_t>(1 + random() % 2),
                .delay_ms = 3};
    if (random() % 4 == 0) fault.kind = FaultKind::kSlow;
    if (random() % 12 == 0) fault.kind = FaultKind::kHang;
    if (struck.insert({fault.step, fault.sphere}).second) faults.push_back(fault);
  }
  return faults;
}

/// One thing at random. `random` is the calling thread's own.
void meddle(Training& training, std::mt19937& random) {
  NodeZero& zero = training.machine();
  const auto any = [&] { return static_cast<std::uint32_t>(random() % zero.spheres()); };
  switch (random() % 10) {
    case 0:
    case 1:
    case 2:
      (void)zero.spawn(any(), static_cast<std::uint8_t>(random() % 12));
      break;
    case 3:
      (void)zero.terminate(any());
      break;
    case 4:
      (void)zero.move(any(), any());
      break;
    case 5:
      EXPECT_TRUE(zero.rebalance().ok());
      break;
    case 6:
      if (random() % 2 == 0) training.abandon();
      (void)zero.pause();
      break;
    case 7:
      (void)zero.statistics();
      EXPECT_EQ(zero.validate(), "");
      break;
    case 8: {
      std::vector<telemetry::SphereRow> rows(512);
      (void)zero.read_spheres(rows);
      (void)zero.inspect(any());
      (void)zero.health();
      break;
    }
    default:
      (void)zero.start();
  }
}

void expect_nothing_lost(Training& training, std::size_t strikes_at_most) {
  NodeZero& zero = training.machine();
  EXPECT_EQ(zero.validate(), "");
  const spheres::Statistics gathered = zero.statistics();
  ASSERT_TRUE(zero.synchronize(std::chrono::seconds(20)).ok());
  const control::Health health = zero.health();
  EXPECT_EQ(health.messages_sent, health.messages_received + health.messages_dropped);
  EXPECT_EQ(health.items_queued, 0U);
  EXPECT_EQ(health.failing, 0U);
  for (const std::uint32_t waiting : health.waiting) EXPECT_EQ(waiting, 0U);
  EXPECT_LE(health.faults_struck, strikes_at_most);
  EXPECT_EQ(health.errors, health.recoveries);  // each a failed micro-batch, each tried again

  // Gathered up the tree by messages, and added up one by one.
  spheres::Statistics sum;
  for (std::uint32_t id = 0; id < zero.spheres(); ++id) {
    sum.merge(zero.inspect(id).value().own);
  }
  for (std::size_t i = 0; i < spheres::kFigures; ++i) {
    const auto figure = static_cast<Figure>(i);
    // The messages that gather them are still going up.
    if (figure == Figure::kMessagesSent || figure == Figure::kMessagesReceived) continue;
    EXPECT_EQ(gathered[figure], sum[figure]) << spheres::name_of(figure);
  }
  EXPECT_EQ(gathered.spheres, zero.spheres());
  EXPECT_EQ(sum[Figure::kMessagesDropped], health.messages_dropped);
  EXPECT_EQ(sum[Figure::kErrorsEncountered], health.errors);
  EXPECT_EQ(sum[Figure::kBatchesCompleted], training.begun() * training.items());
  EXPECT_EQ(sum[Figure::kPrimesProcessed], training.begun() * training.items() * 16);
  std::uint64_t in_groups = 0;
  for (std::uint64_t g = 0; g < 12; ++g) in_groups += sum[spheres::group_figure(g)];
  EXPECT_EQ(in_groups, sum[Figure::kPrimesProcessed]);
}

/// Trains `steps` steps in chaos and holds them against the quiet run's.
void survive(unsigned seed, std::uint64_t steps, std::uint32_t threads, const std::string& quiet) {
  SCOPED_TRACE("seed " + std::to_string(seed) + ", " + std::to_string(threads) + " workers");
  std::mt19937 random(seed);
  MachineConfig machine{.threads = threads, .depth = 1};
  // Of threads more than processors, a watched one too waits for its turn.
  machine.sphere_timeout_ms = crystalline::test::kThreadsSanitized ? 40 : 10;
  machine.faults = random_faults(random, steps);
  machine.growth = {.most_levels = 3, .patience_steps = 2, .rest_ms = 2};
  std::size_t strikes = 0;
  for (const Fault& fault : machine.faults) strikes += fault.times;
  Training training(steps, machine);
  ASSERT_TRUE(training.machine().start().ok());
  std::vector<std::thread> meddlers;
  for (unsigned m = 0; m < 2; ++m) {
    meddlers.emplace_back([&training, meddler = std::mt19937(seed * 7 + m)]() mutable {
      while (!training.done() && training.machine().spheres() < 2'000) meddle(training, meddler);
    });
  }
  for (auto& meddler : meddlers) meddler.join();
  training.finish();
  EXPECT_FALSE(training.failed());
  EXPECT_EQ(training.sha256(), quiet);
  expect_nothing_lost(training, strikes);
}

TEST(Chaos, ChangesNoBitAndLosesNothing) {
  constexpr std::uint64_t kSteps = crystalline::test::repeated_under_any(100, 35);
  const std::string quiet = quiet_sha256(kSteps);
  unsigned seed = 0;
  for (const std::uint32_t threads : {1U, 2U, 3U, 8U, 13U}) survive(++seed, kSteps, threads, quiet);
}

TEST(Chaos, ForAMinute) {
  if (std::getenv("CRYSTALLINE_NIGHTLY") == nullptr) {
    GTEST_SKIP() << "a minute: set CRYSTALLINE_NIGHTLY";
  }
  using Clock = std::chrono::steady_clock;
  constexpr std::uint64_t kSteps = crystalline::test::repeated_under_any(300, 60);
  const std::string quiet = quiet_sha256(kSteps);
  const auto end = Clock::now() + std::chrono::seconds(60);
  std::uint64_t settled = 0;  // resident bytes once all that is kept has been taken
  unsigned seed = 100;
  for (unsigned round = 0; Clock::now() < end && !HasFailure(); ++round) {
    for (const std::uint32_t threads : {1U, 2U, 3U, 8U, 13U})
      survive(++seed, kSteps, threads, quiet);
    if (round == 2) settled = base::resident_bytes();
  }
  if (settled == 0) GTEST_SKIP() << "too slow a machine to tell whether memory leaks";
  EXPECT_LT(base::resident_bytes(), settled + (16U << 20));
}

}  // namespace
}  // namespace crystalline::session
