#include "engine/session/loop_events.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "small_text.hpp"

namespace crystalline::session::test {
namespace {

using enum LoopEventKind;

std::vector<LoopEventKind> kinds_of(const std::vector<LoopEvent>& events) {
  std::vector<LoopEventKind> kinds;
  for (const LoopEvent& event : events) kinds.push_back(event.kind);
  return kinds;
}

std::vector<LoopEvent> only(const std::vector<LoopEvent>& events, LoopEventKind kind) {
  std::vector<LoopEvent> found;
  std::ranges::copy_if(events, std::back_inserter(found),
                       [kind](const LoopEvent& event) { return event.kind == kind; });
  return found;
}

TEST(LoopEvents, AStepIsToldInOrderWithWhatItMeasures) {
  Opened opened;
  opened.create(2);
  opened.train_to(3);
  const auto rows = opened.drain();
  const auto events = opened.session.loop_events().read(0);
  const std::vector<LoopEventKind> step = {kBatchStart, kGradientSync, kWeightUpdate, kBatchEnd};
  std::vector<LoopEventKind> expected = {kEpochStart};
  for (int i = 0; i < 3; ++i) expected.insert(expected.end(), step.begin(), step.end());
  ASSERT_EQ(kinds_of(events), expected);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].number, i + 1);
    EXPECT_EQ(events[i].epoch, 1U);
    EXPECT_EQ(events[i].step, i == 0 ? 1 : 1 + (i - 1) / 4);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(events[4 * i + 4].value, rows[i][1]);                                // the loss
    EXPECT_EQ(events[4 * i + 2].value, rows[i][4]);                                // the norm
    EXPECT_EQ(events[4 * i + 3].value - events[3].value, static_cast<double>(i));  // the version
  }
}

TEST(LoopEvents, AnEpochIsAsManyTokensAsTheTrainSplitHas) {
  Opened opened;
  auto config = small_config();
  config.shape = {.blocks = 1, .heads = 1, .width = 8, .context = 32};
  config.batch = 40;  // 1,280 tokens a step
  opened.create(2, config);
  opened.train_to(50);
  const auto events = opened.session.loop_events().read(0);
  const std::size_t corpus =
      opened.session.open_corpus({.name = "small", .paths = {}, .bytes = small_text()})
          .value()
          ->train()
          .size();
  const std::size_t epochs = 1 + (49 * 1'280) / corpus;
  ASSERT_GT(epochs, 1U);
  const auto starts = only(events, kEpochStart);
  const auto ends = only(events, kEpochEnd);
  ASSERT_EQ(starts.size(), epochs);
  ASSERT_EQ(ends.size(), epochs);
  double sum = 0;
  std::uint64_t steps = 0;
  for (const LoopEvent& event : only(events, kBatchEnd)) {
    if (event.epoch != 1) break;
    sum += event.value;
    ++steps;
  }
  EXPECT_EQ(ends[0].value, sum / static_cast<double>(steps));
  for (std::size_t i = 0; i + 1 < epochs; ++i) {
    EXPECT_EQ(starts[i + 1].step, ends[i].step + 1);
    // The first token of the step is the first of the epoch, or the first after it.
    EXPECT_GE((starts[i + 1].step - 1) * 1'280, (i + 1) * corpus);
    EXPECT_LT((starts[i + 1].step - 2) * 1'280, (i + 1) * corpus);
  }
  EXPECT_EQ(ends.back().step, 50U);
}

TEST(LoopEvents, ListenersAreCalledInTheOrderTheyCameAndMayAddOthers) {
  LoopEvents events;
  std::string heard;
  std::uint64_t first = 0;
  first = events.add([&](const LoopEvent& event) {
    heard += 'a';
    if (event.number == 1) (void)events.add([&](const LoopEvent&) { heard += 'c'; });
    if (event.number == 3) events.remove(first);
  });
  (void)events.add([&](const LoopEvent&) { heard += 'b'; });
  for (int i = 0; i < 4; ++i) events.tell({.kind = kBatchStart});
  EXPECT_EQ(heard, "ababcabcbc");
  events.remove(99);
}

TEST(LoopEvents, TheNewestAreKeptAndAGapTellsOfTheRest) {
  LoopEvents events;
  for (std::size_t i = 0; i < LoopEvents::kKept + 10; ++i) events.tell({.kind = kBatchEnd});
  const auto kept = events.read(0);
  ASSERT_EQ(kept.size(), LoopEvents::kKept);
  EXPECT_EQ(kept.front().number, 11U);
  EXPECT_EQ(kept.back().number, events.newest());
  EXPECT_EQ(events.read(events.newest() - 2).size(), 2U);
  EXPECT_TRUE(events.read(events.newest()).empty());
  EXPECT_TRUE(events.read(~std::uint64_t{0}).empty());
}

TEST(LoopEvents, ACheckpointIsToldAndSoIsOneThatFails) {
  const Folder folder;
  Opened opened;
  opened.create(2);
  opened.train_to(2);
  const std::uint64_t before = opened.session.loop_events().newest();
  const auto saved = opened.session.save(folder.file("a.safetensors"));
  ASSERT_TRUE(saved.ok());
  ASSERT_FALSE(opened.session.save("/nowhere/a.safetensors").ok());
  const auto events = opened.session.loop_events().read(before);
  ASSERT_EQ(kinds_of(events), (std::vector{kCheckpoint, kError}));
  EXPECT_EQ(events[0].value, static_cast<double>(saved.value().bytes));
  EXPECT_NE(events[1].message.find("/nowhere"), std::string::npos);
  EXPECT_EQ(opened.session.status().state, RunState::kPaused);
}

TEST(LoopEvents, AStepThatIsNotTakenIsAnError) {
  Opened opened;
  auto config = small_config();
  config.optimizer.learning_rate = 1e30;
  config.optimizer.schedule.warmup_steps = 0;
  config.optimizer.clip_norm = 0;
  opened.create(2, config);
  opened.train_to(50);
  const auto errors = only(opened.session.loop_events().read(0), kError);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].step, opened.status().step + 1);
  EXPECT_NE(errors[0].message.find("was not taken"), std::string::npos) << errors[0].message;
}

TEST(LoopEvents, TheSessionShowsEachOfTheEightStates) {
  const Folder folder;
  const std::string path = folder.file("a.safetensors");
  Opened opened;
  std::mutex mutex;
  std::vector<RunState> seen;
  const auto look = [&] {
    const std::lock_guard lock(mutex);
    const RunState state = opened.session.status().state;
    if (seen.empty() || seen.back() != state) seen.push_back(state);
  };
  look();
  std::jthread watcher([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) look();
  });
  const auto await = [&](RunState state) {
    for (;;) {
      const std::lock_guard lock(mutex);
      if (std::ranges::find(seen, state) != seen.end()) return;
    }
  };
  // What is too quick to be seen is done again.
  do {
    (void)opened.session.end_run();  // of the round before
    opened.create(2);
    opened.train_to(50);
    ASSERT_TRUE(opened.session.save(path).ok());
    ASSERT_TRUE(opened.session.end_run().ok());
    ASSERT_TRUE(opened.session.restore_run(opened.request(2), path).ok());
    const std::lock_guard lock(mutex);
    const std::vector<RunState> wanted = {RunState::kInitializing, RunState::kRunning,
                                          RunState::kCheckpointing, RunState::kRestoring};
    if (std::ranges::all_of(
            wanted, [&](RunState state) { return std::ranges::find(seen, state) != seen.end(); })) {
      break;
    }
  } while (true);
  await(RunState::kCompleted);
  for (const RunState state : seen) EXPECT_NE(state, RunState::kFailed);
}

}  // namespace
}  // namespace crystalline::session::test
